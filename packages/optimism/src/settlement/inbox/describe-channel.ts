import type { SettlementStep } from '@defimon/evm/parent'
import { type Batch, readBatches } from './batches.ts'
import { type BlockGrid, rangeOfBatches } from './block-grid.ts'
import type { AssembledChannel } from './channel-assembler.ts'
import { inflateChannel } from './inflate-channel.ts'

/** What a channel, or the beginning of one, says of the L2 blocks in it. */
export async function describeChannel(
  channel: AssembledChannel<unknown>,
  isComplete: boolean,
  grid: BlockGrid | undefined,
): Promise<Pick<SettlementStep, 'covers' | 'note'>> {
  const inflated = await inflateChannel(channel.data)
  const read = inflated && readBatches(inflated.bytes)
  const name = `channel ${channel.id}`
  if (!read) {
    const reason = isComplete ? 'cannot be decompressed and read' : 'only begins here, and its beginning cannot be read alone'
    return { covers: { exact: false }, note: `${name} ${reason}` }
  }
  const range = grid && rangeOfBatches(read.batches, grid)
  if (!range)
    return {
      covers: { exact: false },
      note: `${name}: ${timesOf(read.batches)}; which numbers they have the record does not tell`,
    }
  if (!isComplete) {
    return {
      covers: { from: range.from, exact: false },
      note: `${name} only begins here: blocks ${range.from} to ${range.to} as far as it goes`,
    }
  }
  const { from, to } = range
  if (!range.contiguous)
    return { covers: { from, to, exact: false }, note: `${name}: the times of its blocks do not follow one another` }
  return { covers: { from, to, exact: read.whole }, ...(!read.whole && { note: `${name} ends in the middle of a batch` }) }
}

function timesOf(batches: readonly Batch[]): string {
  const count = batches.reduce((sum, batch) => sum + (batch.type === 'span' ? batch.blockCount : 1), 0)
  const times = batches.flatMap((batch) => (batch.type === 'singular' ? [batch.timestampS] : []))
  const [first, last] = [times[0], times.at(-1)]
  const when = first === undefined || last === undefined ? '' : ` of ${instant(first)} to ${instant(last)}`
  return `${count} blocks${when}`
}

/** Seconds as an instant; what no calendar holds (times of a chain that counts milliseconds) stays a number. */
function instant(seconds: number): string {
  return seconds < 8e9 ? new Date(seconds * 1000).toISOString() : String(seconds)
}
