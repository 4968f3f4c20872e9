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

/** Names that a block of EraVM has beside those of an Ethereum block. */
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

/**
 * The hash of an L2 block of EraVM: keccak of number, time, parent and a rolling hash over the transactions
 * (matter-labs/zksync-era core/lib/types/src/block.rs, `L2BlockHasher`). Blocks from before protocol version 13 are the keccak of
 * their number in four bytes: such a hash proves the number and nothing else.
 */
export const zksyncHeader: HeaderRule = {
  knownFields: KNOWN_FIELDS,
  hash(block, writer) {
    const number = parseHeight(block['number'], 'number')
    if (number <= 0xffff_ffff) {
      const legacy = hashHex(writer, [`0x${number.toString(16).padStart(8, '0')}`])
      if (sameHex(legacy, block['hash'])) return legacy
    }
    let rolling = ZERO_WORD
    for (const hash of transactionHashes(block)) rolling = hashHex(writer, [rolling, hash])
    const timestamp = parseHeight(block['timestamp'], 'timestamp')
    const parent = parseHash(block['parentHash'], 'parentHash')
    return hashHex(writer, [toWord(number), toWord(timestamp), parent, rolling])
  },
}
