import {
  asList,
  type HeaderRule,
  hashWritten,
  isPresent,
  malformed,
  parseQuantity,
  type RlpWriter,
  type RpcObject,
  sameHex,
} from '@defimon/evm'

/** What a block may show without its being hashed. */
const KNOWN_FIELDS: ReadonlySet<string> = new Set([
  ...['parentHash', 'sha3Uncles', 'miner', 'stateRoot', 'transactionsRoot', 'receiptsRoot', 'logsBloom', 'difficulty', 'number'],
  ...['gasLimit', 'gasUsed', 'timestamp', 'extraData', 'paidFees', 'minimumGasPrice', 'uncles', 'rskPteEdges', 'baseEvent'],
  ...['bitcoinMergedMiningHeader', 'bitcoinMergedMiningCoinbaseTransaction', 'bitcoinMergedMiningMerkleProof', 'hash'],
  ...['hashForMergedMining', 'totalDifficulty', 'cumulativeDifficulty', 'size', 'transactions', 'mixHash', 'nonce'],
])

/** Ways in which forks changed the header; JSON does not tell which one a block is of. */
interface HeaderForm {
  /** RSKIP-351: the bloom gives way to the hash of an extension that holds it. */
  readonly version: 0 | 1 | 2
  /** The root of united merged mining, empty in every block so far, is an item. */
  readonly ummRoot: boolean
  /** Before RSKIP-92 the Bitcoin proof and coinbase are hashed too. */
  readonly wholeProof: boolean
  /** The gas limit is kept as the bytes that came: a miner's are as few as it needs, an early one's may be four. */
  readonly gasLimitBytes?: 4
}

/** Newest first, since most blocks that are asked for are new. */
const FORMS: readonly HeaderForm[] = [
  { version: 2, ummRoot: true, wholeProof: false },
  { version: 1, ummRoot: true, wholeProof: false },
  { version: 0, ummRoot: true, wholeProof: false },
  { version: 0, ummRoot: false, wholeProof: false },
  { version: 0, ummRoot: false, wholeProof: true },
  { version: 0, ummRoot: false, wholeProof: false, gasLimitBytes: 4 },
  { version: 0, ummRoot: false, wholeProof: true, gasLimitBytes: 4 },
]

/**
 * The header of Rootstock (rskj org/ethereum/core/BlockHeader.java): Ethereum's first fields, then fees, uncles and the Bitcoin header
 * that proves the work. The form of the fork is found by trying; if none fits, the first is what is compared.
 */
export const rootstockHeader: HeaderRule = {
  knownFields: KNOWN_FIELDS,
  hash(block, writer) {
    if (!isPresent(block['paidFees']) || !isPresent(block['minimumGasPrice'])) {
      return { skip: 'the node does not show paidFees, which the hash stands over' }
    }
    const tried = FORMS.map((form) => hashOf(block, form, writer))
    return tried.find((hash) => sameHex(hash, block['hash'])) ?? tried[0]!
  },
}

function hashOf(block: RpcObject, form: HeaderForm, writer: RlpWriter): string {
  const extension = form.version === 0 ? undefined : extensionData(block, form.version, writer)
  writer.position = 0
  const list = writer.startList()
  writer.fixed(block['parentHash'], 32, 'parentHash')
  writer.fixed(block['sha3Uncles'], 32, 'sha3Uncles')
  writer.fixed(block['miner'], 20, 'miner')
  for (const name of ['stateRoot', 'transactionsRoot', 'receiptsRoot']) writer.fixed(block[name], 32, name)
  if (extension === undefined) writer.fixed(block['logsBloom'], 256, 'logsBloom')
  else writer.data(extension, 'extension data')
  for (const name of ['difficulty', 'number']) writer.quantity(block[name], name)
  if (form.gasLimitBytes === 4) writer.data(fourBytes(block['gasLimit']), 'gasLimit')
  else writer.quantity(block['gasLimit'], 'gasLimit')
  for (const name of ['gasUsed', 'timestamp']) writer.quantity(block[name], name)
  writer.data(block['extraData'], 'extraData')
  writer.quantity(block['paidFees'], 'paidFees')
  writeSignedCoin(block['minimumGasPrice'], writer)
  writer.small(asList(block['uncles'], 'uncles').length)
  if (form.ummRoot) writer.empty()
  if (isPresent(block['bitcoinMergedMiningHeader'])) {
    writer.data(block['bitcoinMergedMiningHeader'], 'bitcoinMergedMiningHeader')
    if (form.wholeProof) {
      writer.data(block['bitcoinMergedMiningMerkleProof'], 'bitcoinMergedMiningMerkleProof')
      writer.data(block['bitcoinMergedMiningCoinbaseTransaction'], 'bitcoinMergedMiningCoinbaseTransaction')
    }
  }
  writer.endList(list)
  return hashWritten(writer, list)
}

function fourBytes(gasLimit: unknown): string {
  const digits = parseQuantity(gasLimit, 'gasLimit').toString(16)
  return `0x${digits.padStart(digits.length > 8 ? digits.length + (digits.length % 2) : 8, '0')}`
}

/** A signed number: one more byte in front of a set sign bit, and one byte for zero (rskj RLP.encodeSignedCoinNonNullZero). */
function writeSignedCoin(value: unknown, writer: RlpWriter): void {
  const digits = parseQuantity(value, 'minimumGasPrice').toString(16)
  const even = digits.length % 2 === 0 ? digits : `0${digits}`
  writer.data(`0x${Number.parseInt(even.slice(0, 2), 16) >= 0x80 ? `00${even}` : even}`, 'minimumGasPrice')
}

/** `rlp([version, keccak(rlp([keccak(bloom), base event?, edges?]))])` (rskj BlockHeaderV1, BlockHeaderExtensionV1 and V2). */
function extensionData(block: RpcObject, version: 1 | 2, writer: RlpWriter): string {
  writer.position = 0
  writer.rawHex(block['logsBloom'], 'logsBloom')
  const bloomHash = hashWritten(writer, 0)
  writer.position = 0
  const fields = writer.startList()
  writer.fixed(bloomHash, 32, 'hash of the bloom')
  if (version === 2) writer.data(block['baseEvent'] ?? '0x', 'baseEvent')
  if (isPresent(block['rskPteEdges'])) writer.data(edgesData(block['rskPteEdges']), 'rskPteEdges')
  writer.endList(fields)
  const extensionHash = hashWritten(writer, fields)
  // A list of one byte and one hash.
  return `0xe2${version.toString(16).padStart(2, '0')}a0${extensionHash.slice(2)}`
}

/** Where the sublists that run in parallel end: two bytes each, the low one first (rskj ByteUtil.shortsToRLP). */
function edgesData(edges: unknown): string {
  return asList(edges, 'rskPteEdges').reduce((text: string, edge) => {
    if (typeof edge !== 'number' || !Number.isInteger(edge) || edge < 0 || edge > 0xffff)
      throw malformed('an edge is not a number')
    return text + (edge & 0xff).toString(16).padStart(2, '0') + (edge >> 8).toString(16).padStart(2, '0')
  }, '0x')
}
