import {
  asList,
  type BlockContext,
  type Contradiction,
  type EvmRaw,
  ethereumReceipt,
  hashWritten,
  isPresent,
  parseHeight,
  type RlpWriter,
  type RpcObject,
  sameHex,
  type TransactionRule,
  toQuantity,
  typeOf,
} from '@defimon/evm'

const ZERO_ADDRESS = '0x0000000000000000000000000000000000000000'
/** `matic-bor-receipt-`, in front of what the hash of a state sync is made of (bor core/types/bor_receipt.go). */
const HASH_PREFIX = '0x6d617469632d626f722d726563656970742d'

/**
 * State sync before Madhugiri: what came from Ethereum, run by the protocol behind the last transaction of a block. Nodes list it as a
 * transaction of zeros; neither it nor its receipt is under a root, and its logs are not in the bloom. Its kind is `deposit`, for it is
 * forced in from the parent chain.
 */
export const looseStateSync: TransactionRule = {
  kind: 'deposit',
  outsideRoots: true,
  hashIsOfEncoding: false,
  receipt: {
    check: (receipt) =>
      ['status', 'gasUsed'].map((name) => contradictZero(receipt, name, name === 'status' ? '0x1' : '0x0')).find((each) => each),
  },
}

/** State sync since Madhugiri (PIP-74): a transaction of the body, whose JSON lacks the events that it is made of. */
export const stateSyncTransaction: TransactionRule = {
  kind: 'deposit',
  skip: 'the JSON of a state sync transaction (0x7f) lacks the events that it is made of',
  hashIsOfEncoding: false,
  receipt: ethereumReceipt(0x7f),
}

/** The rule of a listed transaction that is a state sync from before Madhugiri: no signature has r and s of zero. */
export function stateSyncRule(transaction: RpcObject, _context: BlockContext): TransactionRule | undefined {
  return isLooseStateSync(transaction) ? looseStateSync : undefined
}

function isLooseStateSync(transaction: RpcObject): boolean {
  return (
    transaction['from'] === ZERO_ADDRESS &&
    transaction['to'] === ZERO_ADDRESS &&
    isZero(transaction['r']) &&
    isZero(transaction['s']) &&
    typeOf(transaction) === '0x0'
  )
}

function isZero(value: unknown): boolean {
  return !isPresent(value) || (typeof value === 'string' && /^0x0*$/.test(value))
}

/** A state sync stands last, once, and its hash is `keccak("matic-bor-receipt-" ‖ number as 8 bytes ‖ block hash)`. */
export function checkStateSync(block: RpcObject, writer: RlpWriter): Contradiction | undefined {
  const transactions = asList(block['transactions'] ?? [], 'transactions of a block')
  for (const [index, value] of transactions.entries()) {
    if (typeof value !== 'object' || value === null || !isLooseStateSync(value as RpcObject)) continue
    if (index !== transactions.length - 1) {
      return { claimed: `index ${index}`, computed: 'the last', detail: 'place of the state sync' }
    }
    const claimed = (value as RpcObject)['hash']
    const computed = stateSyncHash(block, writer)
    if (!sameHex(claimed, computed)) return { claimed: String(claimed), computed, detail: 'hash of the state sync' }
    const wrong = ZEROS.map((name) => contradictZero(value as RpcObject, name, name === 'input' ? '0x' : '0x0'))
    const first = wrong.find((each) => each)
    if (first) return first
  }
  return undefined
}

/** What a state sync says of itself is always the same. */
const ZEROS = ['gas', 'gasPrice', 'value', 'nonce', 'input', 'v'] as const

function contradictZero(object: RpcObject, name: string, computed: string): Contradiction | undefined {
  const claimed = object[name]
  return isPresent(claimed) && claimed !== computed
    ? { claimed: String(claimed), computed, detail: `${name} of the state sync` }
    : undefined
}

function stateSyncHash(block: RpcObject, writer: RlpWriter): string {
  const number = parseHeight(block['number'], 'number of a block')
  writer.position = 0
  writer.rawHex(HASH_PREFIX, 'prefix')
  writer.rawHex(`0x${number.toString(16).padStart(16, '0')}`, 'number of a block')
  writer.rawHex(block['hash'], 'hash of a block')
  return hashWritten(writer, 0)
}

/**
 * Some nodes give the receipt of a state sync and leave its transaction out of the block. All of it but its hash is zero, so it is put
 * back where its receipt belongs; whether the hash is right is checked like that of any other.
 */
export function withListedStateSync(raw: EvmRaw): EvmRaw {
  const { block, receipts } = raw
  const transactions = asList(block['transactions'] ?? [], 'transactions of a block')
  const last = receipts?.at(-1)
  if (!last || receipts?.length !== transactions.length + 1 || last['from'] !== ZERO_ADDRESS || last['to'] !== ZERO_ADDRESS) {
    return raw
  }
  if (transactions.some((value) => typeof value === 'string')) return raw
  const { transactionHash, blockHash, blockNumber } = last
  const listed = {
    type: '0x0',
    hash: transactionHash,
    blockHash,
    blockNumber,
    transactionIndex: toQuantity(transactions.length),
    from: ZERO_ADDRESS,
    to: ZERO_ADDRESS,
    input: '0x',
    ...Object.fromEntries(['gas', 'gasPrice', 'nonce', 'value', 'v', 'r', 's'].map((name) => [name, '0x0'])),
  }
  return { ...raw, block: { ...block, transactions: [...transactions, listed] } }
}
