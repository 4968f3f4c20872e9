import {
  type BlockContext,
  type Contradiction,
  encodeHex,
  ethereumTransactions,
  isPresent,
  legacyTransaction,
  parseQuantity,
  type RlpWriter,
  type RpcObject,
  sameHex,
  sameQuantity,
  type TransactionRule,
  toQuantity,
} from '@defimon/evm'

const NO_ROOT = 'no root stands over receipts'

/**
 * Of every transaction of EraVM: its deployer is a contract, so calls create; the batch of a transaction is its block's; and what it paid
 * per gas is the operator's to say (core/lib/types/src/lib.rs, `effective_gas_price`), whatever it offered.
 */
function ofEraVm(rule: TransactionRule): TransactionRule {
  const { effectiveGasPrice: _offered, ...rest } = rule
  return {
    ...rest,
    createsByCall: true,
    creationNonce: () => undefined,
    check: (transaction, context) => rule.check?.(transaction, context) ?? checkBatch(transaction, context),
    receipt: { skip: NO_ROOT, zeroForNone: true },
  }
}

function checkBatch(transaction: RpcObject, { block }: BlockContext): Contradiction | undefined {
  const [claimed, ofBlock] = [transaction['l1BatchNumber'], block['l1BatchNumber']]
  if (!isPresent(claimed) || !isPresent(ofBlock) || sameQuantity(claimed, ofBlock)) return undefined
  return { claimed: String(claimed), computed: String(ofBlock), detail: 'l1BatchNumber of a transaction' }
}

/** `v` as it was signed: with the chain id folded in (EIP-155), or without. */
interface SignedForms {
  readonly withChainId: string
  readonly without: string
}

function signedForms(transaction: RpcObject): SignedForms {
  const v = parseQuantity(transaction['v'], 'v')
  const parity = v >= 35n ? (v - 35n) % 2n : v >= 27n ? v - 27n : v
  const { chainId } = transaction
  const folded = isPresent(chainId) ? parseQuantity(chainId, 'chainId') * 2n + 35n + parity : v
  return { withChainId: toQuantity(folded), without: toQuantity(27n + parity) }
}

/** Whether the keccak of what stands between two positions is this hash. */
function isHashOf(writer: RlpWriter, start: number, claimed: unknown): boolean {
  const { memory } = writer
  const end = writer.position
  memory.reserve(end + 32)
  memory.hash(start, end - start, end)
  return sameHex(encodeHex(memory.bytes, end, end + 32), claimed)
}

/**
 * Legacy transactions, whose `v` nodes show in other forms than it was signed in: as the bare parity where they keep no type, and with
 * the chain id folded in even where it was signed without (core/lib/dal/src/models/storage_transaction.rs). The hash tells which it was.
 */
const legacy: TransactionRule = {
  ...legacyTransaction,
  encode(transaction, writer, unsigned) {
    const start = writer.position
    const { withChainId, without } = signedForms(transaction)
    const write = (v: string, whatWasSigned?: boolean): void => {
      writer.position = start
      legacyTransaction.encode?.({ ...transaction, v }, writer, whatWasSigned)
    }
    write(withChainId)
    let v = withChainId
    if (!isHashOf(writer, start, transaction['hash'])) {
      write(without)
      if (isHashOf(writer, start, transaction['hash'])) v = without
    }
    write(v, unsigned)
  },
}

/** Access lists are refused by EraVM when they hold anything, and nodes leave the empty ones out (core/lib/types/src/transaction_request.rs). */
function withoutAccessList(rule: TransactionRule): TransactionRule {
  return {
    ...rule,
    encode: (transaction, writer, unsigned) =>
      rule.encode?.({ ...transaction, accessList: transaction['accessList'] ?? [] }, writer, unsigned),
  }
}

function unsigned(kind: 'user' | 'deposit' | 'system', skip: string): TransactionRule {
  return ofEraVm({ kind, skip, receipt: { skip: NO_ROOT } })
}

/**
 * The transactions of EraVM by type (matter-labs/zksync-era core/lib/types/src/lib.rs): Ethereum's first three, whose price is the
 * operator's; EIP-712 (0x71), whose hash holds paymaster, dependencies and pubdata price that no answer shows; what L1 queued (0xff)
 * and upgrades (0xfe), whose hash is the canonical one of L1.
 */
export const eraVmTransactions: Readonly<Record<string, TransactionRule>> = {
  '0x0': ofEraVm(legacy),
  '0x1': ofEraVm(withoutAccessList(ethereumTransactions['0x1']!)),
  '0x2': ofEraVm(withoutAccessList(ethereumTransactions['0x2']!)),
  '0x71': unsigned('user', 'the answer lacks the paymaster and the pubdata price of EIP-712 transactions'),
  '0xff': unsigned('deposit', 'the answer lacks what L1 minted and refunds, which the hash of its transactions holds'),
  '0xfe': unsigned('system', 'the answer lacks what the hash of an upgrade holds'),
}

/**
 * The transactions of ZKsync OS (matter-labs/zksync-os-server lib/types/src/transaction): Ethereum's, and those of L1 and
 * upgrades, whose numbers changed with its releases: 0x2a and 0x29, then 0x7f and 0x7e. The latter are other stacks' too: 0x7e is OP's
 * deposit and Scroll's message from L1, 0x7f Bor's state sync.
 */
export const zksyncOsTransactions: Readonly<Record<string, TransactionRule>> = {
  ...ethereumTransactions,
  ...Object.fromEntries(
    (
      [
        ['0x2a', 'deposit'],
        ['0x7f', 'deposit'],
        ['0xff', 'deposit'],
        ['0x29', 'system'],
        ['0x7e', 'system'],
        ['0xfe', 'system'],
      ] as const
    ).map(([type, kind]) => [
      type,
      {
        kind,
        skip: 'its hash is the one that L1 gave it, not of what the answer shows',
        creationNonce: () => undefined,
        receipt: { skip: 'the type that its receipt was committed with is not known' },
      },
    ]),
  ),
}
