import type { BlockRef } from '@defimon/core'
import { STALE_BLOCKS } from './finding-times.ts'
import { type HealthFinding, inWords, type ParentProgress } from './health-finding.ts'

/** What speaks for a halt, and what against. */
export interface HaltEvidence {
  /** Endpoints without a finding of their own, and the heads that they gave while the network was quiet. */
  readonly heads: readonly { readonly host: string; readonly number: number }[]
  /** How many endpoints there are. */
  readonly hosts: number
  /** The newest stored block, and its time. */
  readonly tip: BlockRef | undefined
  readonly sinceMs: number
  readonly quietMs: number
  readonly parent: ParentProgress | undefined
}

/** With one endpoint alone, a stale node and a halted chain look alike. */
const LEAST_VOICES = 2

/** A network that is quiet is halted where all that answer say so. Not where one has a block that is not stored, nor where time itself seems to stand still. */
export function haltFinding({ heads, hosts, tip, sinceMs, quietMs, parent }: HaltEvidence): HealthFinding | undefined {
  if (!tip || parent?.isQuiet || heads.some(({ number }) => number > tip.number)) return undefined
  const agreeing = heads.filter(({ number }) => number >= tip.number - STALE_BLOCKS)
  if (agreeing.length < LEAST_VOICES) return undefined
  const parentHead = parent?.head ? `, while ${parent.network} has come to ${parent.head.number}` : ''
  const because = `no new block for ${inWords(quietMs)}: ${agreeing.length} of ${hosts} endpoints answer, and none of them has a block above ${tip.number}${parentHead}`
  return { name: 'halted-sequencer', sinceMs, because }
}
