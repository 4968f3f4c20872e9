import type { Address, Hash, L2Log } from '@defimon/core'
import type { HashMemory } from '../hashing/hash-memory.ts'
import { type BloomBits, bloomBits, mayHold } from '../receipt/bloom-filter.ts'

/** Which logs are wanted, as `eth_getLogs` has it: each place takes one value, any of several, or with null anything. */
export interface LogFilter {
  readonly address?: Address | readonly Address[]
  readonly topics?: readonly (Hash | readonly Hash[] | null)[]
}

/** Whether a log is one that the filter wants. */
export function matchesFilter(filter: LogFilter, log: Pick<L2Log, 'address' | 'topics'>): boolean {
  if (!isAnyOf(alternatives(filter.address), log.address)) return false
  return (filter.topics ?? []).every((wanted, index) => {
    if (wanted === null) return true
    const topic = log.topics[index]
    return topic !== undefined && isAnyOf(alternatives(wanted), topic)
  })
}

/** Tells of a header's bloom whether the block may hold a log that the filter wants. False is certain. */
export function bloomTest(filter: LogFilter, memory: HashMemory): (bloom: string) => boolean {
  const places: readonly (readonly BloomBits[])[] = [filter.address, ...(filter.topics ?? [])]
    .map((wanted) => alternatives(wanted ?? undefined))
    .filter((values) => values.length > 0)
    .map((values) => values.map((value) => bloomBits(value, memory)))
  return (bloom) => places.every((values) => values.some((bits) => mayHold(bloom, bits)))
}

function alternatives(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return []
  return typeof value === 'string' ? [value] : value
}

function isAnyOf(wanted: readonly string[], value: string): boolean {
  return wanted.length === 0 || wanted.some((one) => one.toLowerCase() === value)
}
