import { type Contradiction, type EvmRaw, type HeaderRule, hashWritten, isPresent, type RpcObject, sameHex } from '@defimon/evm'
import { decodeRlp, type RlpItem } from '../rlp/decode-rlp.ts'

/** Under which the header's own bytes stand in `EvmRaw.extra`. */
export const HEADER_KEY = 'header'

const NO_HEADER = 'eth_* lacks fields of the header, and the endpoint did not give its bytes (hmyv2_getHeaderByNumberRLPHex)'

/** The hash is the keccak of the header's own bytes, which a node gives beside the block (harmony block/header.go, taggedrlp). */
export const harmonyHeader: HeaderRule = {
  knownFields: new Set(),
  hash(_block, writer, raw) {
    const bytes = headerBytes(raw)
    if (bytes === undefined) return { skip: NO_HEADER }
    writer.position = 0
    writer.rawHex(bytes, 'bytes of the header')
    return hashWritten(writer, 0)
  },
}

function headerBytes(raw: EvmRaw): string | undefined {
  const answer = raw.extra?.[HEADER_KEY]
  if (typeof answer !== 'string' || answer === '') return undefined
  return answer.startsWith('0x') ? answer : `0x${answer}`
}

/** `HmnyTgd`, in front of every header but those of version 0. */
const TAG = '486d6e79546764'

/** Where fields that JSON shows stand in the list of a header (harmony block/v0 to v4). Version 0 has no roots of cross-shard receipts. */
const BEFORE_CROSS_SHARD = ['parentHash', undefined, 'stateRoot', 'transactionsRoot', 'receiptsRoot'] as const
const AFTER_CROSS_SHARD = ['logsBloom', 'number', 'gasLimit', 'gasUsed', 'timestamp', 'extraData', 'mixHash'] as const
const QUANTITIES: ReadonlySet<string> = new Set(['number', 'gasLimit', 'gasUsed', 'timestamp'])

/** What JSON says must be what the header's bytes say; else the hash of the bytes would prove nothing. */
export function checkHeaderBytes(block: RpcObject, raw: EvmRaw): Contradiction | undefined {
  const bytes = headerBytes(raw)
  if (bytes === undefined) return undefined
  for (const [name, item] of shownFields(bytes)) {
    const claimed = block[name]
    const computed = QUANTITIES.has(name) ? `0x${item.payload.replace(/^0+/, '') || '0'}` : `0x${item.payload}`
    if (!isPresent(claimed) || !sameHex(claimed, computed)) {
      return { claimed: String(claimed), computed, detail: `${name} against the header's bytes` }
    }
  }
  return undefined
}

/** The view and the epoch that the header's bytes hold; undefined without them. */
export function consensusFields(raw: EvmRaw): { readonly viewId: number; readonly epoch: number } | undefined {
  const bytes = headerBytes(raw)
  if (bytes === undefined) return undefined
  const { fields, offset } = headerList(bytes)
  const viewId = numberOf(fields[12 + offset])
  const epoch = numberOf(fields[13 + offset])
  return viewId === undefined || epoch === undefined ? undefined : { viewId, epoch }
}

function numberOf(item: RlpItem | undefined): number | undefined {
  const number = item && !item.items ? Number(`0x${item.payload || '0'}`) : Number.NaN
  return Number.isSafeInteger(number) ? number : undefined
}

function headerList(bytes: string): { readonly fields: readonly RlpItem[]; readonly offset: 0 | 2 } {
  const whole = decodeRlp(bytes, 'bytes of the header').items ?? []
  const [signature, , tagged] = whole
  if (whole.length === 3 && signature?.payload === TAG) return { fields: tagged?.items ?? [], offset: 2 }
  return { fields: whole, offset: 0 }
}

function* shownFields(bytes: string): Generator<readonly [name: string, item: RlpItem]> {
  const { fields, offset } = headerList(bytes)
  const missing: RlpItem = { encoded: '', payload: '' }
  for (const [index, name] of BEFORE_CROSS_SHARD.entries()) if (name) yield [name, fields[index] ?? missing]
  const start = BEFORE_CROSS_SHARD.length + offset
  for (const [index, name] of AFTER_CROSS_SHARD.entries()) yield [name, fields[start + index] ?? missing]
}
