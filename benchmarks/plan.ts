/** Who is measured. */
export const PEERS = ['bytes', 'json', 'viem', 'ethers', 'defimon-unverified', 'defimon'] as const
/** A peer: `bytes` and `json` are the floor, `defimon` checks everything. */
export type PeerName = (typeof PEERS)[number]

/** Where the blocks go. */
export const MODES = ['memory', 'sqlite'] as const
/** Counted and dropped, or stored as rows. */
export type Mode = (typeof MODES)[number]

/** One run of one peer. */
export interface PlannedRun {
  readonly peer: PeerName
  readonly mode: Mode
  readonly latencyMs: 0 | 50
  readonly blocks: number
  readonly warmUp: number
  /** Blocks that are read on afterwards and not measured, so that as many are under way when the measuring ends as when it begins. */
  readonly coolDown: number
  /** Blocks whose calls travel in one HTTP request. */
  readonly groupSize: number
  /** HTTP requests under way at once. */
  readonly groupsInFlight: number
}

/**
 * Each peer at the settings that suited it best in a sweep of 1 to 8 blocks a request and 2 to 16 requests at once. DEFIMON learns
 * its own, and takes none.
 */
function settings(peer: PeerName, latencyMs: 0 | 50): Pick<PlannedRun, 'groupSize' | 'groupsInFlight'> {
  if (latencyMs === 50) return { groupSize: 8, groupsInFlight: peer === 'ethers' ? 2 : 8 }
  return peer === 'ethers' ? { groupSize: 4, groupsInFlight: 2 } : { groupSize: 4, groupsInFlight: peer === 'bytes' ? 4 : 2 }
}

function plan(peer: PeerName, mode: Mode, latencyMs: 0 | 50, isQuick: boolean): PlannedRun {
  // ethers takes ten times as long for a block, and repeats as well over fewer.
  const amount =
    peer === 'ethers'
      ? { blocks: isQuick ? 48 : 64, warmUp: 32, coolDown: 16 }
      : { blocks: isQuick ? 320 : 480, warmUp: 96, coolDown: 64 }
  return { peer, mode, latencyMs, ...amount, ...settings(peer, latencyMs) }
}

/** The runs, peers interleaved, so that what else the machine does hits all alike. */
export function planRounds(isQuick: boolean): PlannedRun[][] {
  const round = (modes: readonly Mode[]): PlannedRun[] =>
    modes.flatMap((mode) =>
      ([0, 50] as const).flatMap((latencyMs) =>
        PEERS.filter((peer) => mode === 'memory' || peer !== 'bytes').map((peer) => plan(peer, mode, latencyMs, isQuick)),
      ),
    )
  const both = round(MODES)
  const memory = round(['memory'])
  return isQuick ? [both, memory, memory] : [both, both, both, both, memory]
}
