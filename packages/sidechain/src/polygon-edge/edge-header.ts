import { APPENDED_HEADER_FIELDS, HEADER_FIELDS, type HeaderRule, rlpHeader } from '@defimon/evm'
import { decodeRlp, encodeRlpList } from '../rlp/decode-rlp.ts'

const VANITY_END = 66
const EMPTY_STRING = '80'
const EMPTY_LIST = 'c0'

/** Without `mixHash` and `nonce`, and with the base fee that Supernets appended (polygon-edge consensus/ibft/signer/helper.go). */
const header = rlpHeader({
  required: HEADER_FIELDS.slice(0, -2),
  optional: APPENDED_HEADER_FIELDS.slice(0, 1),
  beside: ['mixHash', 'nonce'],
})

/**
 * The header of Polygon Edge under IBFT: Ethereum's up to the extra data, of which the seals of the block itself are taken out. What a
 * list of three (validators, seal, committed seals), four (parent's seals) or five items (round) becomes, the node's version decided.
 */
export const edgeHeader: HeaderRule = {
  knownFields: header.knownFields,
  hash(block, writer, raw) {
    return header.hash({ ...block, extraData: withoutSeals(block['extraData']) }, writer, raw)
  },
}

function withoutSeals(extraData: unknown): unknown {
  if (typeof extraData !== 'string' || extraData.length <= VANITY_END) return extraData
  const { items } = decodeRlp(`0x${extraData.slice(VANITY_END)}`, 'Istanbul part of extraData')
  if (!items || items.length < 3) return extraData
  const [validators, , committed, parentCommitted, round] = items
  // Seals of ECDSA validators are a list; those of BLS validators are a bitmap and one signature.
  const unsealed = committed?.items?.length === 2 && committed.items[0]!.payload.length < 130 ? 'c28080' : EMPTY_LIST
  const kept = [validators!.encoded, EMPTY_STRING, unsealed]
  if (parentCommitted) kept.push(parentCommitted.encoded)
  if (round) kept.push(EMPTY_STRING)
  return extraData.slice(0, VANITY_END) + encodeRlpList(kept)
}
