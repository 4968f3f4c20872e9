import { mergeBlooms } from './bloom.ts'
import { integerBytes, toBytes, toHex, toQuantity } from './hex.ts'
import { keccakHex } from './keccak.ts'
import type { EthereumReceipt } from './receipt.ts'
import { type RlpItem, rlpEncode, rlpLength, rlpLengthOf } from './rlp.ts'
import type { EthereumTransaction } from './transaction.ts'
import { listRoot } from './trie.ts'

/** The hash of an empty list of uncles: keccak(rlp([])). */
const NO_UNCLES = '0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347'

/** A withdrawal of the beacon chain (EIP-4895). */
export interface EthereumWithdrawal {
  readonly index: number
  readonly validatorIndex: number
  readonly address: string
  readonly amountGwei: number
}

/** What is decided of a block before its roots and hash are computed. An optional field is there from its fork on. */
export interface EthereumBlockParts {
  readonly number: number
  readonly parentHash: string
  readonly timestampSeconds: number
  readonly miner: string
  readonly stateRoot: string
  readonly difficulty: bigint
  readonly gasLimit: bigint
  readonly extraData: string
  readonly mixHash: string
  readonly nonce: string
  readonly baseFeePerGasWei?: bigint | undefined
  /** Cancun's list; its root unless `withdrawalsRoot` says another. */
  readonly withdrawals?: readonly EthereumWithdrawal[] | undefined
  readonly withdrawalsRoot?: string | undefined
  readonly blobGasUsed?: bigint | undefined
  readonly excessBlobGas?: bigint | undefined
  readonly parentBeaconBlockRoot?: string | undefined
  readonly requestsHash?: string | undefined
  /** What the header holds instead of the roots and the bloom of its content, where the stack commits in other ways. */
  readonly commitments?: { readonly transactionsRoot: string; readonly receiptsRoot: string; readonly logsBloom: Uint8Array }
  readonly transactions: readonly EthereumTransaction[]
  readonly receipts: readonly EthereumReceipt[]
  /** What the stack adds to the block's JSON. */
  readonly json?: Readonly<Record<string, unknown>>
  /** Where the stack seals otherwise than Ethereum. */
  readonly seal?: SealRules | undefined
}

/** What a node lists behind the body, under no root. */
export interface BesideBody {
  readonly transaction: EthereumTransaction
  readonly receipt: EthereumReceipt
}

/** How a stack seals blocks, where that is not as Ethereum does. */
export interface SealRules {
  /** The header's items, from those that Ethereum would take. */
  header?(items: readonly Uint8Array[], logsBloom: Uint8Array): readonly RlpItem[]
  /** The hash, from the encoded header. Default: its keccak. */
  hash?(encodedHeader: Uint8Array): string
  /** How lists are committed to. Default: the root of a Merkle-Patricia trie. */
  listRoot?(encoded: readonly Uint8Array[]): string
  /** Roots that are not over what the block shows, such as those of another consensus. */
  readonly roots?: { readonly transactions?: string; readonly receipts?: string }
  /** What is listed behind the body, once the hash is known. */
  beside?(hash: string): BesideBody | undefined
}

type Json = Readonly<Record<string, unknown>>

/** A sealed block as JSON-RPC shows it. The JSON is built when first asked for; nobody may change it. */
export interface EthereumBlock {
  readonly hash: string
  readonly number: number
  /** Known without writing the block as JSON. */
  readonly transactionCount: number
  readonly logCount: number
  /** What the hash stands over, where that is an RLP. */
  readonly encodedHeader?: Uint8Array
  /** Of `eth_getBlockBy…` with hashes only. */
  readonly header: Json & { readonly transactions: readonly string[] }
  /** Of `eth_getBlockBy…` with whole transactions. */
  readonly full: Json & { readonly transactions: readonly Json[] }
  /** Of `eth_getBlockReceipts`. */
  readonly receipts: readonly (Json & { readonly logs: readonly Json[] })[]
}

/** Header fields in the order of their encoding: go-ethereum `core/types/block.go`. */
function headerItems(parts: EthereumBlockParts, roots: Roots): Uint8Array[] {
  const gasUsed = parts.receipts.at(-1)?.cumulativeGasUsed ?? 0n
  const items = [
    toBytes(parts.parentHash),
    toBytes(NO_UNCLES),
    toBytes(parts.miner),
    toBytes(parts.stateRoot),
    toBytes(roots.transactions),
    toBytes(roots.receipts),
    roots.bloom,
    integerBytes(parts.difficulty),
    integerBytes(parts.number),
    integerBytes(parts.gasLimit),
    integerBytes(gasUsed),
    integerBytes(parts.timestampSeconds),
    toBytes(parts.extraData),
    toBytes(parts.mixHash),
    toBytes(parts.nonce),
  ]
  if (parts.baseFeePerGasWei !== undefined) items.push(integerBytes(parts.baseFeePerGasWei))
  if (roots.withdrawals !== undefined) items.push(toBytes(roots.withdrawals))
  if (parts.blobGasUsed !== undefined) items.push(integerBytes(parts.blobGasUsed))
  if (parts.excessBlobGas !== undefined) items.push(integerBytes(parts.excessBlobGas))
  if (parts.parentBeaconBlockRoot !== undefined) items.push(toBytes(parts.parentBeaconBlockRoot))
  if (parts.requestsHash !== undefined) items.push(toBytes(parts.requestsHash))
  return items
}

interface Roots {
  readonly transactions: string
  readonly receipts: string
  readonly withdrawals: string | undefined
  readonly bloom: Uint8Array
}

function withdrawalItem(withdrawal: EthereumWithdrawal): RlpItem {
  const { index, validatorIndex, address, amountGwei } = withdrawal
  return [integerBytes(index), integerBytes(validatorIndex), toBytes(address), integerBytes(amountGwei)]
}

function withdrawalJson(withdrawal: EthereumWithdrawal): Json {
  return {
    index: toQuantity(withdrawal.index),
    validatorIndex: toQuantity(withdrawal.validatorIndex),
    address: withdrawal.address,
    amount: toQuantity(withdrawal.amountGwei),
  }
}

function optional(name: string, value: number | bigint | string | undefined): Json {
  if (value === undefined) return {}
  return { [name]: typeof value === 'string' ? value : toQuantity(value) }
}

function headerJson(parts: EthereumBlockParts, roots: Roots, hash: string, size: number): Json {
  return {
    number: toQuantity(parts.number),
    hash,
    parentHash: parts.parentHash,
    nonce: parts.nonce,
    mixHash: parts.mixHash,
    sha3Uncles: NO_UNCLES,
    logsBloom: toHex(roots.bloom),
    transactionsRoot: roots.transactions,
    stateRoot: parts.stateRoot,
    receiptsRoot: roots.receipts,
    miner: parts.miner,
    difficulty: toQuantity(parts.difficulty),
    extraData: parts.extraData,
    size: toQuantity(size),
    gasLimit: toQuantity(parts.gasLimit),
    gasUsed: toQuantity(parts.receipts.at(-1)?.cumulativeGasUsed ?? 0n),
    timestamp: toQuantity(parts.timestampSeconds),
    uncles: [],
    ...optional('baseFeePerGas', parts.baseFeePerGasWei),
    ...(parts.withdrawals && { withdrawals: parts.withdrawals.map(withdrawalJson) }),
    ...optional('withdrawalsRoot', roots.withdrawals),
    ...optional('blobGasUsed', parts.blobGasUsed),
    ...optional('excessBlobGas', parts.excessBlobGas),
    ...optional('parentBeaconBlockRoot', parts.parentBeaconBlockRoot),
    ...optional('requestsHash', parts.requestsHash),
    ...parts.json,
  }
}

function receiptsJson(parts: EthereumBlockParts, hash: string, contractOf: ContractOf): EthereumBlock['receipts'] {
  const blockNumber = toQuantity(parts.number)
  let logIndex = 0
  return parts.receipts.map((receipt, index) => {
    const transaction = parts.transactions[index]!
    const place = { blockHash: hash, blockNumber, transactionHash: transaction.hash, transactionIndex: toQuantity(index) }
    const { statusOrRoot } = receipt
    return {
      ...place,
      type: toQuantity(receipt.type),
      from: transaction.from,
      to: transaction.to ?? null,
      contractAddress: transaction.to === undefined ? contractOf(transaction) : null,
      gasUsed: toQuantity(receipt.gasUsed),
      cumulativeGasUsed: toQuantity(receipt.cumulativeGasUsed),
      effectiveGasPrice: toQuantity(transaction.effectiveGasPriceWei),
      ...(typeof statusOrRoot === 'number' ? { status: toQuantity(statusOrRoot) } : { root: toHex(statusOrRoot) }),
      logsBloom: toHex(receipt.bloom),
      logs: receipt.logs.map((log) => ({
        address: log.address,
        topics: log.topics,
        data: log.data,
        ...place,
        blockTimestamp: toQuantity(parts.timestampSeconds),
        logIndex: toQuantity(logIndex++),
        removed: false,
      })),
      ...receipt.json,
    }
  })
}

type ContractOf = (transaction: EthereumTransaction) => string

/** Computes the roots, the bloom, the size and the hash of a block (`keccak(rlp(header))`), and shows it as JSON-RPC does. */
export function sealBlock(parts: EthereumBlockParts, contractOf: ContractOf): EthereumBlock {
  const { seal = {} } = parts
  const rootOf = seal.listRoot ?? listRoot
  const withdrawals = parts.withdrawals?.map(withdrawalItem)
  const roots: Roots = {
    transactions: seal.roots?.transactions ?? rootOf(parts.transactions.map((each) => each.encoded)),
    receipts: seal.roots?.receipts ?? rootOf(parts.receipts.map((each) => each.encoded)),
    withdrawals: parts.withdrawalsRoot ?? (withdrawals && listRoot(withdrawals.map(rlpEncode))),
    bloom: parts.commitments?.logsBloom ?? mergeBlooms(parts.receipts.map((each) => each.bloom)),
  }
  const bareItems = headerItems(parts, roots)
  const items = seal.header?.(bareItems, roots.bloom) ?? bareItems
  const encodedHeader = rlpEncode(items)
  const hash = (seal.hash ?? keccakHex)(encodedHeader)
  const beside = seal.beside?.(hash)
  const shownParts: EthereumBlockParts = beside
    ? { ...parts, transactions: [...parts.transactions, beside.transaction], receipts: [...parts.receipts, beside.receipt] }
    : parts
  const { transactions } = shownParts
  let shownHeader: Json | undefined
  let header: EthereumBlock['header'] | undefined
  let full: EthereumBlock['full'] | undefined
  let receipts: EthereumBlock['receipts'] | undefined
  const bare = (): Json => {
    if (shownHeader) return shownHeader
    // Type 0 stands in a block as a list, the others as a byte string; a list's encoding has the same length whatever holds it.
    const body = parts.transactions.reduce(
      (sum, { type, encoded }) => sum + (type === 0 ? encoded.length : rlpLength(encoded)),
      0,
    )
    const payload = rlpLength(items) + rlpLengthOf(body) + 1 + (withdrawals ? rlpLength(withdrawals) : 0)
    shownHeader = headerJson(parts, roots, hash, rlpLengthOf(payload))
    return shownHeader
  }
  return {
    hash,
    number: parts.number,
    encodedHeader,
    transactionCount: transactions.length,
    logCount: shownParts.receipts.reduce((sum, receipt) => sum + receipt.logs.length, 0),
    get header() {
      header ??= { ...bare(), transactions: transactions.map((each) => each.hash) }
      return header
    },
    get full() {
      const place = { blockHash: hash, blockNumber: toQuantity(parts.number) }
      full ??= {
        ...bare(),
        transactions: transactions.map((each, index) => ({ ...each.json, ...place, transactionIndex: toQuantity(index) })),
      }
      return full
    },
    get receipts() {
      receipts ??= receiptsJson(shownParts, hash, contractOf)
      return receipts
    },
  }
}
