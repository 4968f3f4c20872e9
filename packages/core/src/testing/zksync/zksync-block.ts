import type { EthereumBlock } from '../ethereum/block.ts'
import { concatBytes, fixedBytes, toBytes, toHex, toQuantity } from '../ethereum/hex.ts'
import { keccak, keccakHex } from '../ethereum/keccak.ts'
import type { EthereumReceipt } from '../ethereum/receipt.ts'
import type { EthereumTransaction } from '../ethereum/transaction.ts'

/** What is decided of an EraVM block before its hash is computed. */
export interface EraVmBlockParts {
  readonly number: number
  readonly parentHash: string
  readonly timestampSeconds: number
  readonly baseFeePerGasWei: bigint
  /** Before protocol version 13 the hash was the number's. */
  readonly hashIsOfNumber: boolean
  readonly transactions: readonly EthereumTransaction[]
  readonly receipts: readonly EthereumReceipt[]
}

const ZERO_WORD = `0x${'00'.repeat(32)}`
const ZERO_BLOOM = `0x${'00'.repeat(256)}`
const NO_UNCLES = '0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347'

/** `keccak(rolling ‖ hash)` over the transactions, from a start on. */
export function rollingHash(start: string, transactions: readonly EthereumTransaction[]): string {
  return toHex(transactions.reduce((rolling, { hash }) => keccak(concatBytes(rolling, toBytes(hash))), toBytes(start)))
}

function hashOf(parts: EraVmBlockParts): string {
  const { number, timestampSeconds, parentHash, transactions } = parts
  if (parts.hashIsOfNumber) return keccakHex(fixedBytes(number, 4))
  return keccakHex(
    concatBytes(
      fixedBytes(number, 32),
      fixedBytes(timestampSeconds, 32),
      toBytes(parentHash),
      toBytes(rollingHash(ZERO_WORD, transactions)),
    ),
  )
}

/** Computes the hash of an EraVM block (zksync-era docs, blocks and batches), and shows it as its nodes do: with zeros for roots. */
export function sealEraVmBlock(parts: EraVmBlockParts): EthereumBlock {
  const { number, transactions, receipts, timestampSeconds } = parts
  const hash = hashOf(parts)
  const gasUsed = receipts.reduce((sum, receipt) => sum + receipt.gasUsed, 0n)
  const bare = {
    hash,
    parentHash: parts.parentHash,
    sha3Uncles: NO_UNCLES,
    miner: `0x${'00'.repeat(20)}`,
    stateRoot: ZERO_WORD,
    transactionsRoot: ZERO_WORD,
    receiptsRoot: ZERO_WORD,
    number: toQuantity(number),
    gasUsed: toQuantity(gasUsed),
    gasLimit: '0xffffffff',
    baseFeePerGas: toQuantity(parts.baseFeePerGasWei),
    extraData: '0x',
    logsBloom: ZERO_BLOOM,
    timestamp: toQuantity(timestampSeconds),
    difficulty: '0x0',
    totalDifficulty: '0x0',
    sealFields: [],
    uncles: [],
    size: '0x0',
    mixHash: ZERO_WORD,
    nonce: '0x0000000000000000',
  }
  const place = { blockHash: hash, blockNumber: toQuantity(number) }
  let logIndex = 0
  return {
    hash,
    number,
    transactionCount: transactions.length,
    logCount: receipts.reduce((sum, receipt) => sum + receipt.logs.length, 0),
    header: { ...bare, transactions: transactions.map((each) => each.hash) },
    full: {
      ...bare,
      transactions: transactions.map((each, index) => ({ ...each.json, ...place, transactionIndex: toQuantity(index) })),
    },
    receipts: receipts.map((receipt, index) => {
      const transaction = transactions[index]!
      const ofTransaction = { ...place, transactionHash: transaction.hash, transactionIndex: toQuantity(index) }
      return {
        ...ofTransaction,
        type: toQuantity(receipt.type),
        from: transaction.from,
        // A receipt names no one as the zero address.
        to: transaction.to ?? `0x${'00'.repeat(20)}`,
        contractAddress: null,
        cumulativeGasUsed: '0x0',
        gasUsed: toQuantity(receipt.gasUsed),
        effectiveGasPrice: toQuantity(parts.baseFeePerGasWei),
        status: receipt.statusOrRoot === 1 ? '0x1' : '0x0',
        logsBloom: ZERO_BLOOM,
        l2ToL1Logs: [],
        logs: receipt.logs.map((log, position) => ({
          ...log,
          ...ofTransaction,
          logIndex: toQuantity(logIndex++),
          transactionLogIndex: toQuantity(position),
          logType: null,
          removed: false,
        })),
        ...receipt.json,
      }
    }),
  }
}
