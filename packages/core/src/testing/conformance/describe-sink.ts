import type { BlockRef, NetworkId, Sink, Stage } from '@defimon/core'
import { SINK_CASES } from './sink-cases.ts'
import { assertKnownNames, type LeftOut, type TestFramework } from './test-framework.ts'

/** A store for one case: how sinks over it are made, and how its content is read without them. */
export interface SinkStore {
  /** A new sink over the store, not opened yet. */
  sink(): Sink
  /** The blocks of a network that the store holds, ascending. For streams: what a reader holds who follows the retractions. */
  readBlocks(network: NetworkId): Promise<readonly BlockRef[]>
  /** Amounts of a block's transactions in block order, where the store keeps them. */
  readAmounts?(network: NetworkId, blockHash: string): Promise<readonly StoredAmounts[]>
  /** The latest stage of a block, where the store keeps it. */
  readStage?(network: NetworkId, block: BlockRef): Promise<Stage | undefined>
  /** Makes the next write fail in its middle, as a full disk or a lost connection does. */
  breakNextWrite?(): Promise<void>
  /** Ends the store. */
  close?(): Promise<void>
}

/** Amounts of a stored transaction. */
export interface StoredAmounts {
  readonly hash: string
  readonly valueWei: bigint | undefined
  readonly nonce: bigint | undefined
  readonly feeWei: bigint | undefined
}

/** What a case works with. */
export interface SinkContext {
  readonly store: SinkStore
}

/** What `describeSink` takes. */
export interface SinkConformance extends TestFramework {
  /** What is tested, for the report. */
  readonly name: string
  /** An empty store. Called once for each case. */
  readonly create: () => SinkStore | Promise<SinkStore>
  /** Cases that do not apply, by name, with the reason. */
  readonly leaveOut?: LeftOut
}

/** The cases that every sink passes: opening, checkpoints, idempotence, rollback, atomicity, fencing, resuming. */
export function describeSink({ describe, it, name, create, leaveOut = {} }: SinkConformance): void {
  assertKnownNames(
    leaveOut,
    SINK_CASES.map((each) => each.name),
  )
  describe(name, () => {
    for (const each of SINK_CASES) {
      const reason = leaveOut[each.name]
      if (reason) {
        it(`${each.name} (left out: ${reason})`, async () => {})
        continue
      }
      it(each.name, async () => {
        const store = await create()
        try {
          await each.run({ store })
        } finally {
          await store.close?.()
        }
      })
    }
  })
}
