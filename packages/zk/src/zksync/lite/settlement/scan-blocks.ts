import type { ContractAt } from '@defimon/core'
import { countOf } from '../../../settlement/abi-values.ts'
import { createEventScan, type EventScan, type ScannedEvent } from '../../../settlement/event-scan.ts'
import { blockCommit, blocksRevert, blockVerification } from './zksync-contract.ts'

/** What zkSync Lite's contract logged of a block. `revert`: committed blocks above it are gone. */
export interface LiteEvent {
  readonly type: 'commit' | 'execute' | 'revert'
  readonly number: number
}

/** Scans for commits, executions and reverts. */
export function scanLiteBlocks(contracts: readonly ContractAt[]): EventScan<LiteEvent> {
  return createEventScan<LiteEvent>({
    contracts,
    topics: [[blockCommit.topic0, blockVerification.topic0, blocksRevert.topic0]],
    read(log) {
      if (log.topics[0] === blocksRevert.topic0) {
        return { type: 'revert', number: countOf(blocksRevert.decode(log)[1], 'totalBlocksCommitted') }
      }
      return log.topics[0] === blockCommit.topic0
        ? { type: 'commit', number: countOf(blockCommit.decode(log)[0], 'blockNumber') }
        : { type: 'execute', number: countOf(blockVerification.decode(log)[0], 'blockNumber') }
    },
  })
}

/** The commits that stand, by block: what was reverted is not among them, and what was committed again stands once. */
export function standingCommits(events: readonly ScannedEvent<LiteEvent>[]): ReadonlyMap<number, ScannedEvent<LiteEvent>> {
  const standing = new Map<number, ScannedEvent<LiteEvent>>()
  for (const each of events) {
    const { type, number } = each.event
    if (type === 'commit') standing.set(number, each)
    if (type !== 'revert') continue
    for (const committed of [...standing.keys()]) if (committed > number) standing.delete(committed)
  }
  return standing
}
