import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { startPinned } from './pinned-process.ts'
import type { PlannedRun } from './plan.ts'
import type { PeerRun } from './run-peer.ts'
import type { Server } from './start-server.ts'

/** Runs one peer in a process of its own, and gives what it measured. */
export async function runPeer(server: Server, planned: PlannedRun): Promise<PeerRun> {
  const folder = planned.mode === 'sqlite' ? await mkdtemp(join(tmpdir(), 'defimon-bench-')) : undefined
  try {
    const child = startPinned('./run-peer.ts', 0, [
      ...['--peer', planned.peer, '--url', server.url(planned.latencyMs), '--from', String(server.first)],
      ...['--blocks', String(planned.blocks), '--warmUp', String(planned.warmUp), '--coolDown', String(planned.coolDown)],
      ...['--groupSize', String(planned.groupSize), '--groupsInFlight', String(planned.groupsInFlight)],
      ...(folder ? ['--sqlite', join(folder, 'rows.sqlite')] : []),
    ])
    if (!child.stdout) throw new Error('a peer has no output')
    const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')])
    if (code !== 0) throw new Error(`${planned.peer} ended with ${code}`)
    return JSON.parse(output) as PeerRun
  } finally {
    if (folder) await rm(folder, { recursive: true, force: true })
  }
}
