import { type HeaderRule, hashWritten, isPresent, type RlpWriter, type RpcObject } from '@defimon/evm'
import { decodeRlp, encodeRlpList } from '../rlp/decode-rlp.ts'

const NOT_KAIA = 'eth_* does not show the fields of a Kaia header; only kaia_getBlockByNumber does'

/** `0x` and the 32 bytes in front of Istanbul's part of the extra data. */
const VANITY_END = 66
/** The last byte of the vanity counts rounds, which differ between validators that seal the same block. */
const ROUND_AT = 64
const EMPTY_LIST = 'c0'

/** What `kaia_*` shows of a block, beside what the header holds. */
const KNOWN_FIELDS: ReadonlySet<string> = new Set([
  ...['parentHash', 'reward', 'stateRoot', 'transactionsRoot', 'receiptsRoot', 'logsBloom', 'blockScore', 'number', 'gasUsed'],
  ...['timestamp', 'timestampFoS', 'extraData', 'governanceData', 'voteData', 'baseFeePerGas', 'randomReveal', 'mixHash'],
  ...['blobGasUsed', 'excessBlobGas', 'hash', 'size', 'totalBlockScore', 'transactions', 'committee', 'committers', 'proposer'],
  ...['originProposer', 'round', 'sigHash'],
])

/**
 * The header of Kaia: `rlp([parentHash, rewardbase, …, governance, vote, base fee?, random reveal?, mix hash?, blob gas?])` with the
 * committed seals and the round taken out of the extra data (kaia blockchain/types/block.go and istanbul.go). Fields after `voteData`
 * came with Magma, Randao and Osaka.
 */
export const kaiaHeader: HeaderRule = {
  knownFields: KNOWN_FIELDS,
  hash(block, writer) {
    if (!isPresent(block['reward']) || !isPresent(block['blockScore'])) return { skip: NOT_KAIA }
    writer.position = 0
    const list = writer.startList()
    writer.fixed(block['parentHash'], 32, 'parentHash')
    writer.fixed(block['reward'], 20, 'reward')
    for (const name of ['stateRoot', 'transactionsRoot', 'receiptsRoot']) writer.fixed(block[name], 32, name)
    writer.fixed(block['logsBloom'], 256, 'logsBloom')
    for (const name of ['blockScore', 'number', 'gasUsed', 'timestamp', 'timestampFoS']) writer.quantity(block[name], name)
    writer.data(filteredExtra(block['extraData']), 'extraData')
    for (const name of ['governanceData', 'voteData']) writer.data(block[name], name)
    writeAppended(block, writer)
    writer.endList(list)
    return hashWritten(writer, list)
  },
}

function writeAppended(block: RpcObject, writer: RlpWriter): void {
  // Before Magma the answer may show a base fee of zero, which the header does not hold; since Magma it is 25 gwei at least.
  if (isPresent(block['baseFeePerGas']) && block['baseFeePerGas'] !== '0x0')
    writer.quantity(block['baseFeePerGas'], 'baseFeePerGas')
  for (const name of ['randomReveal', 'mixHash']) {
    if (isPresent(block[name]) && block[name] !== '0x') writer.data(block[name], name)
  }
  for (const name of ['blobGasUsed', 'excessBlobGas']) if (isPresent(block[name])) writer.quantity(block[name], name)
}

/** Extra data as it is hashed: `vanity ‖ rlp([validators, seal, []])`, the round zeroed. */
function filteredExtra(extraData: unknown): string {
  if (typeof extraData !== 'string' || extraData.length <= VANITY_END) return String(extraData)
  const { items = [] } = decodeRlp(`0x${extraData.slice(VANITY_END)}`, 'Istanbul part of extraData')
  const [validators, seal] = items
  if (!validators || !seal) return extraData
  return `${extraData.slice(0, ROUND_AT)}00${encodeRlpList([validators.encoded, seal.encoded, EMPTY_LIST])}`
}
