import { keccak_256 } from '@noble/hashes/sha3.js'
import { type Account, createAccount } from './accounts.ts'
import { hexBytes, hexQuantity } from './hex.ts'
import { createRandom } from './random.ts'
import { type GeneratedReceipt, generateLogs, generateReceipt, receiptJson } from './receipt.ts'
import { type RlpItem, rlp } from './rlp.ts'
import { attributesDeposit, BASE_FEE_PER_GAS, type GeneratedTransaction, userTransaction } from './transaction.ts'
import { orderedRoot } from './trie.ts'

/** First block of the chain: a height and a time of Base between Isthmus and Jovian. */
export const FIRST_BLOCK = 31_605_327
const FIRST_TIMESTAMP = 1_750_000_001
const TRANSACTIONS = 150

/** The two answers that hold a block. */
export interface GeneratedBlock {
  readonly hash: Uint8Array
  /** Result of `eth_getBlockByNumber` with transactions. */
  readonly block: string
  /** Result of `eth_getBlockReceipts`. */
  readonly receipts: string
}

const EMPTY_OMMERS = Buffer.from('1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347', 'hex')
const EMPTY_REQUESTS = Buffer.from('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'hex')
const FEE_VAULT = Buffer.from('4200000000000000000000000000000000000011', 'hex')
/** Holocene: version, denominator 250, elasticity 6. */
const EXTRA_DATA = Buffer.from('00000000fa00000006', 'hex')

const pools = createRandom(1)
const accounts: readonly Account[] = Array.from({ length: 400 }, (_, index) => createAccount(index))
const contracts = Array.from({ length: 300 }, () => pools.bytes(20))
const topics = Array.from({ length: 24 }, () => pools.bytes(32))

/** Block `FIRST_BLOCK + index` of the chain, whose parent has the given hash. The same on every machine. */
export function generateBlock(index: number, parentHash: Uint8Array): GeneratedBlock {
  const random = createRandom(1_000 + index)
  const number = FIRST_BLOCK + index
  const timestamp = FIRST_TIMESTAMP + 2 * index
  const epoch = createRandom(500 + Math.floor(index / 6))
  const l1 = {
    number: 22_700_000 + Math.floor(index / 6),
    hash: epoch.bytes(32),
    timestamp: FIRST_TIMESTAMP - 30 + 12 * Math.floor(index / 6),
    sequenceNumber: index % 6,
  }

  const transactions: GeneratedTransaction[] = [attributesDeposit(random, l1, number)]
  for (let i = 1; i < TRANSACTIONS; i++) {
    transactions.push(userTransaction(random, random.pick(accounts), random.pick(contracts), random.integer(100_000)))
  }
  let cumulativeGasUsed = 0
  const receipts = transactions.map((transaction): GeneratedReceipt => {
    const gasUsed = 40_000 + random.integer(200_000)
    cumulativeGasUsed += gasUsed
    const logs = transaction.type === 126 ? [] : generateLogs(random, contracts, topics)
    const isSuccess = transaction.type === 126 || random.integer(50) > 0
    return generateReceipt(transaction, logs, { gasUsed, cumulativeGasUsed }, isSuccess, number)
  })
  const bloom = new Uint8Array(256)
  for (const receipt of receipts) for (let i = 0; i < 256; i++) bloom[i] = (bloom[i] ?? 0) | (receipt.bloom[i] ?? 0)

  const fields = {
    stateRoot: random.bytes(32),
    transactionsRoot: orderedRoot(transactions.map(({ encoded }) => encoded)),
    receiptsRoot: orderedRoot(receipts.map(({ encoded }) => encoded)),
    mixHash: random.bytes(32),
    withdrawalsRoot: random.bytes(32),
    parentBeaconBlockRoot: epoch.bytes(32),
  }
  const header: RlpItem[] = [
    parentHash,
    EMPTY_OMMERS,
    FEE_VAULT,
    fields.stateRoot,
    fields.transactionsRoot,
    fields.receiptsRoot,
    bloom,
    0,
    number,
    60_000_000,
    cumulativeGasUsed,
    timestamp,
    EXTRA_DATA,
    fields.mixHash,
    new Uint8Array(8),
    BASE_FEE_PER_GAS,
    fields.withdrawalsRoot,
    0,
    0,
    fields.parentBeaconBlockRoot,
    EMPTY_REQUESTS,
  ]
  const hash = keccak_256(rlp(header))
  const blockHash = hexBytes(hash)
  const block = {
    baseFeePerGas: hexQuantity(BASE_FEE_PER_GAS),
    blobGasUsed: '0x0',
    difficulty: '0x0',
    excessBlobGas: '0x0',
    extraData: hexBytes(EXTRA_DATA),
    gasLimit: hexQuantity(60_000_000),
    gasUsed: hexQuantity(cumulativeGasUsed),
    hash: blockHash,
    logsBloom: hexBytes(bloom),
    miner: hexBytes(FEE_VAULT),
    mixHash: hexBytes(fields.mixHash),
    nonce: '0x0000000000000000',
    number: hexQuantity(number),
    parentBeaconBlockRoot: hexBytes(fields.parentBeaconBlockRoot),
    parentHash: hexBytes(parentHash),
    receiptsRoot: hexBytes(fields.receiptsRoot),
    requestsHash: hexBytes(EMPTY_REQUESTS),
    sha3Uncles: hexBytes(EMPTY_OMMERS),
    size: hexQuantity(rlp([header, transactions.map(({ encoded }) => encoded), [], []]).length),
    stateRoot: hexBytes(fields.stateRoot),
    timestamp: hexQuantity(timestamp),
    transactions: transactions.map(({ json }, transactionIndex) => ({
      blockHash,
      blockNumber: hexQuantity(number),
      transactionIndex: hexQuantity(transactionIndex),
      ...json,
    })),
    transactionsRoot: hexBytes(fields.transactionsRoot),
    uncles: [],
    withdrawals: [],
    withdrawalsRoot: hexBytes(fields.withdrawalsRoot),
  }
  let firstLogIndex = 0
  const receiptsJson = receipts.map((receipt, transactionIndex) => {
    const transaction = transactions[transactionIndex]
    if (!transaction) throw new Error('a receipt without a transaction')
    const json = receiptJson(receipt, transaction, { blockHash, blockNumber: number, transactionIndex, firstLogIndex })
    firstLogIndex += receipt.logs.length
    return json
  })
  return { hash, block: JSON.stringify(block), receipts: JSON.stringify(receiptsJson) }
}
