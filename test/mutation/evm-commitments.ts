import type { Commitment } from './mutation-score.ts'
import type { Mutation } from './mutations.ts'

/** The answers of one EVM block, as a driver of `@defimon/evm` keeps them. */
export interface RawEvmBlock {
  readonly block: Readonly<Record<string, unknown>>
  readonly receipts?: readonly Readonly<Record<string, unknown>>[]
  readonly transactionsAbsent?: string
}

/** Fields of a block that its header does not commit to, and that follow from nothing that it does. */
const BESIDE_BLOCK: Readonly<Record<string, string>> = {
  size: 'the length of the whole block in RLP: nothing commits to it',
  totalDifficulty: 'a sum over all ancestors: no header holds it',
  sealFields: 'a second way to write the seal that some nodes add',
  transactionCount: 'added by a recorder',
}

/** Fields of a transaction that are neither encoded nor follow from what is. */
const BESIDE_TRANSACTION: Readonly<Record<string, string>> = {
  txType: 'added by a recorder',
  authority: 'who signed an authorization; some nodes recover it',
}

/** What a deposit's transaction repeats of its receipt. */
const OF_DEPOSIT_RECEIPT: ReadonlySet<string> = new Set(['nonce', 'depositReceiptVersion'])

/** Fields of a receipt that are neither encoded nor follow from what is. */
const BESIDE_RECEIPT: Readonly<Record<string, string>> = {
  l1Fee: 'derived by the node from the transaction as it is posted to L1',
  l1GasUsed: 'derived by the node from the transaction as it is posted to L1',
  l1GasPrice: 'kept by the node beside the receipt',
  l1FeeScalar: 'a decimal that the node derived from the L1 attributes',
}

/** What a stack's answers hold beside the block, over what Ethereum's do: field → reason. */
export interface EvmExceptions {
  readonly block?: Readonly<Record<string, string>>
  readonly transaction?: Readonly<Record<string, string>>
  readonly receipt?: Readonly<Record<string, string>>
  /** Types of transactions whose encoding names the sender. Default: the OP Stack's deposit. */
  readonly unsignedTypes?: readonly string[]
  /** Whether the hash stands over the hashes of transactions, so that these count where no more was recorded. */
  readonly commitsToHashes?: boolean
}

/** Whether an Ethereum-like chain commits to a value of a raw block: by the header's encoding, or by agreement with what is encoded. */
export function evmCommitment(mutation: Mutation, raw: RawEvmBlock, exceptions: EvmExceptions = {}): Commitment {
  const { path } = mutation
  const [part, first, third] = path
  const { unsignedTypes = ['0x7e'] } = exceptions
  if (part === 'receiptsAbsent' || part === 'transactionsAbsent')
    return { uncommitted: 'our own note why something is not there' }
  if (part === 'someReceipts') return { uncommitted: 'no root stands over some of the receipts' }
  if (part === 'block') {
    if (first !== 'transactions') {
      const beside = reasonOr(BESIDE_BLOCK, first) ?? reasonOr(exceptions.block, first)
      return beside ?? unclesOf(path) ?? withdrawalsOf(path, raw) ?? 'committed'
    }
    if (raw.transactionsAbsent !== undefined && !exceptions.commitsToHashes) {
      return { uncommitted: 'transactions were recorded as hashes only' }
    }
    const field = path[3]
    if (field === undefined) return 'committed'
    const isUnsigned = unsignedTypes.includes(String(transactionAt(raw, path[2])?.['type']))
    if (field === 'from') return isUnsigned ? 'committed' : 'sender'
    if (isUnsigned && OF_DEPOSIT_RECEIPT.has(String(field)) && !raw.receipts) {
      return { uncommitted: 'the nonce of what the protocol made: only its receipt holds it, and that was not recorded' }
    }
    const beside = reasonOr(BESIDE_TRANSACTION, path.at(-1)) ?? reasonOr(BESIDE_TRANSACTION, field)
    return beside ?? reasonOr(exceptions.transaction, field) ?? emptyListOf(path, raw) ?? 'committed'
  }
  if (part === 'receipts') {
    if (third === 'status' && hasRoot(raw, first)) return { uncommitted: 'before Byzantium the root stands in its place' }
    return reasonOr(BESIDE_RECEIPT, third) ?? reasonOr(exceptions.receipt, third) ?? 'committed'
  }
  return { uncommitted: 'beside the block' }
}

function reasonOr(reasons: Readonly<Record<string, string>> = {}, field: unknown): Commitment | undefined {
  const reason = typeof field === 'string' && Object.hasOwn(reasons, field) ? reasons[field] : undefined
  return reason === undefined ? undefined : { uncommitted: reason }
}

function unclesOf(path: Mutation['path']): Commitment | undefined {
  return path[1] === 'uncles' ? { uncommitted: 'the root stands over the headers of uncles, not over their hashes' } : undefined
}

function withdrawalsOf(path: Mutation['path'], raw: RawEvmBlock): Commitment | undefined {
  const none = raw.block['withdrawalsRoot'] === undefined || raw.block['withdrawalsRoot'] === null
  return path[1] === 'withdrawals' && none ? { uncommitted: 'the block has no withdrawals root' } : undefined
}

/** A legacy transaction has no access list; a node that writes one makes it up. */
function emptyListOf(path: Mutation['path'], raw: RawEvmBlock): Commitment | undefined {
  const transaction = transactionAt(raw, path[2])
  const isLegacy = (transaction?.['type'] ?? '0x0') === '0x0'
  return isLegacy && path[3] === 'accessList' ? { uncommitted: 'a legacy transaction has no access list' } : undefined
}

function transactionAt(raw: RawEvmBlock, index: unknown): Readonly<Record<string, unknown>> | undefined {
  const list = raw.block['transactions']
  return Array.isArray(list) ? (list[Number(index)] as Readonly<Record<string, unknown>>) : undefined
}

function hasRoot(raw: RawEvmBlock, index: unknown): boolean {
  const receipt = raw.receipts?.[Number(index)]
  return receipt !== undefined && typeof receipt['root'] === 'string' && receipt['root'] !== '0x'
}
