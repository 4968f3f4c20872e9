import {
  asList,
  asObject,
  type HeaderRule,
  hashWritten,
  parseHash,
  parseHeight,
  type RlpWriter,
  type RpcObject,
  sameHex,
} from '@defimon/evm'

const ZERO_WORD = `0x${'0'.repeat(64)}`

/** Names that a block of EraVM has (matter-labs/zksync-era core/lib/types/src/api/mod.rs, `Block`); viem adds the two of blobs. */
const KNOWN_FIELDS: ReadonlySet<string> = new Set(
  `hash parentHash sha3Uncles miner stateRoot transactionsRoot receiptsRoot number l1BatchNumber gasUsed gasLimit baseFeePerGas
  extraData logsBloom timestamp l1BatchTimestamp difficulty totalDifficulty sealFields uncles transactions size mixHash nonce
  blobGasUsed excessBlobGas author`.split(/\s+/),
)

function toWord(value: number): string {
  return `0x${value.toString(16).padStart(64, '0')}`
}

function hashHex(writer: RlpWriter, parts: readonly string[]): string {
  writer.position = 0
  for (const part of parts) writer.rawHex(part, 'part of a block hash')
  return hashWritten(writer, 0)
}

/** The hashes of a block's transactions, in order, whether they came whole or not. */
function transactionHashes(block: RpcObject): readonly string[] {
  return asList(block['transactions'], 'transactions of a block').map((entry) =>
    parseHash(typeof entry === 'string' ? entry : asObject(entry, 'transaction')['hash'], 'hash of a transaction'),
  )
}

function rollingHash(block: RpcObject, writer: RlpWriter): string {
  let rolling = ZERO_WORD
  for (const hash of transactionHashes(block)) rolling = hashHex(writer, [rolling, hash])
  const number = parseHeight(block['number'], 'number')
  const timestamp = parseHeight(block['timestamp'], 'timestamp')
  return hashHex(writer, [toWord(number), toWord(timestamp), parseHash(block['parentHash'], 'parentHash'), rolling])
}

/**
 * The hash of an L2 block of EraVM since protocol version 13: `keccak(number ‖ timestamp ‖ parent ‖ rolling)`, where `rolling` starts at
 * zero and becomes `keccak(rolling ‖ hash)` with each transaction (matter-labs/zksync-era core/lib/types/src/block.rs, `L2BlockHasher`).
 * It holds no root, so nothing else of a block is proven by it.
 */
export const zksyncHeader: HeaderRule = { knownFields: KNOWN_FIELDS, hash: rollingHash }

/**
 * As `zksyncHeader`, and before protocol version 13 the keccak of the number in four bytes: such a hash proves the number and nothing
 * else. Which of both a block has is told by no field, so either is taken.
 */
export const zksyncHeaderBefore13: HeaderRule = {
  knownFields: KNOWN_FIELDS,
  hash(block, writer) {
    const number = parseHeight(block['number'], 'number')
    const ofNumber = hashHex(writer, [`0x${number.toString(16).padStart(8, '0')}`])
    return sameHex(ofNumber, block['hash']) ? ofNumber : rollingHash(block, writer)
  },
}
