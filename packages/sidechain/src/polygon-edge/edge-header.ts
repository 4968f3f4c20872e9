import {
  APPENDED_HEADER_FIELDS,
  HEADER_FIELDS,
  type HeaderRule,
  isPresent,
  type RpcObject,
  rlpHeader,
  sameHex,
} from '@defimon/evm'
import { decodeRlp, encodeRlpList } from '../rlp/decode-rlp.ts'

const VANITY_END = 66
const EMPTY_STRING = '80'
const EMPTY_LIST = 'c0'
/** A signature and a bitmap, both empty. */
const NO_SIGNATURE = 'c28080'
const NO_VANITY = `0x${'00'.repeat(32)}`
/** The hash of "PolyBFT Mix", by which a block of Supernets tells its consensus (polygon-edge consensus/polybft/extra.go). */
const POLYBFT_MIX_HASH = '0xadce6e5230abe012342a44e4e9b6d05997d6f015387ae0e59be924afc7ec70c1'

const BASE_FEE = APPENDED_HEADER_FIELDS.slice(0, 1)

/** Without `mixHash` and `nonce` (polygon-edge consensus/ibft/signer/helper.go). */
const ibftHeader = rlpHeader({ required: HEADER_FIELDS.slice(0, -2), optional: BASE_FEE, beside: ['mixHash', 'nonce'] })
/** Whole (polygon-edge types/rlp_marshal.go). */
const polybftHeader = rlpHeader({ required: HEADER_FIELDS, optional: BASE_FEE })

/**
 * The header of Polygon Edge: Ethereum's up to the extra data, of which the seals of the block itself are taken out, and the base fee
 * that Supernets appended. What a list of three (validators, seal, committed seals), four (parent's seals) or five items (round)
 * becomes under IBFT, the node's version decided. PolyBFT hashes `mixHash` and `nonce` too.
 */
export const edgeHeader: HeaderRule = {
  knownFields: ibftHeader.knownFields,
  hash(block, writer, raw) {
    if (!sameHex(block['mixHash'], POLYBFT_MIX_HASH)) {
      return ibftHeader.hash({ ...block, extraData: withoutSeals(block['extraData']) }, writer, raw)
    }
    const cleaned: RpcObject = { ...block, extraData: withoutCommitted(block['extraData']) }
    const shown = polybftHeader.hash(cleaned, writer, raw)
    if (isPresent(block['baseFeePerGas']) || sameHex(String(shown), block['hash'])) return shown
    // A base fee of zero is hashed, and may be left out of the answer.
    const withZero = polybftHeader.hash({ ...cleaned, baseFeePerGas: '0x0' }, writer, raw)
    return sameHex(String(withZero), block['hash']) ? withZero : shown
  },
}

function withoutSeals(extraData: unknown): unknown {
  const items = itemsBehindVanity(extraData)
  if (!items || items.length < 3) return extraData
  const [validators, , committed, parentCommitted, round] = items
  // Seals of ECDSA validators are a list; those of BLS validators are a bitmap and one signature.
  const unsealed = committed?.items?.length === 2 && committed.items[0]!.payload.length < 130 ? NO_SIGNATURE : EMPTY_LIST
  const kept = [validators!.encoded, EMPTY_STRING, unsealed]
  if (parentCommitted) kept.push(parentCommitted.encoded)
  if (round) kept.push(EMPTY_STRING)
  return String(extraData).slice(0, VANITY_END) + encodeRlpList(kept)
}

/** Changes of the validators, (at first a seal,) signature of the parent, of the block itself, checkpoint; the vanity is written anew. */
function withoutCommitted(extraData: unknown): unknown {
  const items = itemsBehindVanity(extraData)
  if (!items || items.length < 4 || items.length > 5) return extraData
  const kept = items.map(({ encoded }) => encoded)
  kept[kept.length - 2] = NO_SIGNATURE
  if (kept.length === 5) kept[1] = EMPTY_STRING
  return NO_VANITY + encodeRlpList(kept)
}

function itemsBehindVanity(extraData: unknown): ReturnType<typeof decodeRlp>['items'] {
  if (typeof extraData !== 'string' || extraData.length <= VANITY_END) return undefined
  return decodeRlp(`0x${extraData.slice(VANITY_END)}`, 'Istanbul part of extraData').items
}
