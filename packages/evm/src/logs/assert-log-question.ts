import { type BlockRange, DefimonError, type NetworkId } from '@defimon/core'
import type { LogFilter } from './log-filter.ts'

/** `eth_getLogs` compares so many topics: a log has no more. */
const MOST_TOPICS = 4
const ADDRESS = /^0x[0-9a-f]{40}$/i
const TOPIC = /^0x[0-9a-f]{64}$/i
const TAGS: ReadonlySet<unknown> = new Set(['latest', 'safe', 'finalized'])

/** What a caller asks of `getLogs`, and in which steps. */
export interface LogQuestion {
  readonly filter: LogFilter
  readonly range: BlockRange
  readonly initialBlocks: number
  readonly maxBlocks: number
  readonly check: string
}

/** Fails with `CONFIG`, naming the field, where a question cannot be meant so. Asks nobody. */
export function assertLogQuestion({ filter, range, ...options }: LogQuestion, network: NetworkId): void {
  const refuse = (field: string, value: unknown, wanted: string): never => {
    throw new DefimonError('CONFIG', `getLogs: ${field} is ${shown(value)}, not ${wanted}`, { network })
  }
  const assertEach = (field: string, value: unknown, pattern: RegExp, wanted: string): void => {
    if (!Array.isArray(value)) {
      if (typeof value !== 'string' || !pattern.test(value)) refuse(field, value, wanted)
      return
    }
    for (const [index, one] of (value as readonly unknown[]).entries()) {
      if (typeof one !== 'string' || !pattern.test(one)) refuse(`${field}[${index}]`, one, wanted)
    }
  }

  if (typeof filter !== 'object' || filter === null || Array.isArray(filter)) refuse('filter', filter, 'an object')
  const { address, topics } = filter
  if (address !== undefined) assertEach('filter.address', address, ADDRESS, '20 bytes of 0x-hex')
  if (topics !== undefined) {
    if (!Array.isArray(topics) || topics.length > MOST_TOPICS) refuse('filter.topics', topics, `a list of ${MOST_TOPICS} at most`)
    for (const [index, topic] of topics.entries()) {
      if (topic !== null) assertEach(`filter.topics[${index}]`, topic, TOPIC, 'null or 32 bytes of 0x-hex')
    }
  }

  const { from, to } = range
  if (!isHeight(from)) refuse('range.from', from, 'a block number')
  if (!isHeight(to) && !TAGS.has(to)) refuse('range.to', to, 'a block number or a tag')
  if (typeof to === 'number' && from > to) refuse('range.from', from, `a block number up to range.to (${to})`)
  for (const name of ['initialBlocks', 'maxBlocks'] as const) {
    const value = options[name]
    if (!Number.isSafeInteger(value) || value < 1) refuse(`options.${name}`, value, 'a whole number above 0')
  }
  if (options.check !== 'blooms' && options.check !== 'nothing') refuse('options.check', options.check, "'blooms' or 'nothing'")
}

function isHeight(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

/** As much of a value as fits into a line. */
function shown(value: unknown): string {
  const text = typeof value === 'string' ? `'${value}'` : Array.isArray(value) ? `a list of ${value.length}` : String(value)
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
