import { isDeepStrictEqual } from 'node:util'
import { PEERS } from './plan.ts'
import type { PeerRun } from './run-peer.ts'
import { runPeer } from './start-peer.ts'
import type { Server } from './start-server.ts'

const BLOCKS = 12

/** Fails unless every peer that decodes reads the same from the same blocks: a speed is worth nothing beside a different result. */
export async function checkEquality(server: Server): Promise<void> {
  let first: PeerRun | undefined
  for (const peer of PEERS) {
    if (peer === 'bytes') continue
    const run = await runPeer(server, {
      ...{ peer, mode: 'memory', latencyMs: 0, blocks: BLOCKS, warmUp: 0, coolDown: 0, groupSize: 2, groupsInFlight: 2 },
    })
    first ??= run
    if (run.blocks !== BLOCKS || !isDeepStrictEqual(run.sums, first.sums)) {
      throw new Error(`${peer} and ${first.peer} differ: ${JSON.stringify(run.sums)}, ${JSON.stringify(first.sums)}`)
    }
  }
}
