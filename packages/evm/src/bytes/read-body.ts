import type { Stack } from '@defimon/core'
import { readEnvelopes } from './envelopes.ts'
import { hold } from './held-block.ts'
import { type Holding, holdBlock, type ProvenBlock, proveBlock } from './hold-block.ts'

export { createBlockScanner } from './block-scanner.ts'

const OPEN_LIST = 0x5b
const OPEN_OBJECT = 0x7b

/** An answer of a body: where its JSON stands, and what it became where that is known already. */
interface Part {
  readonly from: number
  readonly to: number
  value?: unknown
}

/**
 * The answers of a body that the scanner has taken in, one for each of `count` calls. Undefined where none of them is a block with its receipts
 * behind it that could be read, or where the body is not what it should be: then it is JSON's.
 */
export function readBody<S extends Stack>(
  holding: Holding<S>,
  body: { readonly start: number; readonly end: number },
  firstId: number,
  count: number,
): readonly unknown[] | undefined {
  const { scanner } = holding
  const parts: Part[] = []
  let proven: ProvenBlock | undefined
  let held = 0

  /** Its end, and what it is where it is the first or second half of a block. */
  function readResult(at: number): number | undefined {
    const first = scanner.bytes[at]
    const before = proven
    proven = first === OPEN_OBJECT ? proveBlock(holding, at) : undefined
    const block = first === OPEN_LIST && before ? holdBlock(holding, before, at) : undefined
    const end = proven?.end ?? block?.end ?? scanner.skip(at)
    if (end === undefined) return undefined
    if (block) {
      const { ofBlock, ofReceipts } = hold(block)
      const half = parts.at(-1)
      if (half) half.value = ofBlock
      parts.push({ from: at, to: end, value: ofReceipts })
      held += 1
    } else parts.push({ from: at, to: end })
    return end
  }

  const envelopes = readEnvelopes(scanner, body.start, body.end, readResult)
  if (envelopes?.length !== count || held === 0) return undefined
  const values: unknown[] = new Array(count).fill(undefined)
  for (const [index, { id }] of envelopes.entries()) {
    const place = id - firstId
    const part = parts[index]
    if (!part || place < 0 || place >= count || values[place] !== undefined) return undefined
    values[place] = part.value ?? JSON.parse(scanner.text(part.from, part.to))
  }
  return values
}
