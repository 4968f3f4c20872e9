import { DefimonError } from '@defimon/core'

/** How many blocks the next question covers. Learns from what was refused, and grows again. */
export interface RangeSize {
  readonly blocks: number
  succeeded(): void
  /** Too much was asked for. False: a single block was, so a smaller range is no help. */
  refused(error: unknown): boolean
}

/** After so many good answers a larger range is tried. */
const PATIENCE = 3

/** Starts at `initial` blocks and never exceeds `limit`. */
export function createRangeSize(initial: number, limit: number): RangeSize {
  let blocks = Math.min(initial, limit)
  let ceiling = limit
  let good = 0
  return {
    get blocks() {
      return blocks
    },
    succeeded() {
      good += 1
      if (good < PATIENCE) return
      good = 0
      blocks = Math.min(blocks * 2, ceiling)
    },
    refused(error) {
      good = 0
      if (blocks === 1) return false
      const hinted = hintedBlocks(error)
      if (hinted !== undefined && hinted < blocks) {
        blocks = hinted
        // A range that an endpoint names is its limit; a count of results is not, and is met again only where logs are as dense.
        if (namesLimit(error)) ceiling = hinted
      } else blocks = Math.max(1, blocks >> 1)
      return true
    },
  }
}

/** The range that an endpoint suggests: `[0x1, 0x2]` (Alchemy, Infura), `from`/`to` in the data, or a limit in blocks. */
export function hintedBlocks(error: unknown): number | undefined {
  if (!DefimonError.isInstance(error)) return undefined
  const data = typeof error.data === 'object' && error.data !== null ? (error.data as Record<string, unknown>) : {}
  const pair = /\[?(0x[0-9a-f]+)\s*[,-]\s*(0x[0-9a-f]+)\]?/i.exec(error.message)
  const [from, to] = pair ? [pair[1], pair[2]] : [data['from'], data['to']]
  if (typeof from === 'string' && typeof to === 'string') {
    const blocks = Number(to) - Number(from) + 1
    return Number.isSafeInteger(blocks) && blocks > 0 ? blocks : undefined
  }
  const limit = LIMIT.exec(error.message)
  if (!limit) return undefined
  const blocks = Number((limit[1] ?? limit[3] ?? '').replace(/[,_]/g, '')) * ((limit[2] ?? limit[4]) ? 1000 : 1)
  return Number.isSafeInteger(blocks) && blocks > 0 ? blocks : undefined
}

const LIMIT =
  /(?:limit\w*|max\w*|up to|exceed\w*|than)\D{0,40}?(\d[\d,_]*)\s*(k)?[- ]blocks?|block range\D{0,40}(\d[\d,_]*)\s*(k)?\b/i

function namesLimit(error: unknown): boolean {
  return DefimonError.isInstance(error) && LIMIT.test(error.message)
}
