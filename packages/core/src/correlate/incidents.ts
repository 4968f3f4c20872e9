import type { DataAvailability, NetworkId } from '@defimon/core'

/** What a network depends on, as far as incidents tell by it. */
export interface Dependencies {
  readonly network: NetworkId
  readonly parent?: NetworkId
  readonly dataAvailability?: DataAvailability
  /** Host names of the endpoints that it was read through. */
  readonly hosts?: readonly string[]
}

/** A time without blocks (`stall`), or without batches on the parent while blocks went on (`batch-silence`). */
export interface Silence extends Dependencies {
  readonly kind: 'stall' | 'batch-silence'
  readonly fromMs: number
  readonly toMs: number
}

/** Silences of several networks that are one thing. */
export interface Incident {
  readonly fromMs: number
  readonly toMs: number
  readonly networks: readonly NetworkId[]
  readonly silences: readonly Silence[]
  /** What they have in common, where they have something in common. */
  readonly likelyCause:
    | { readonly kind: 'parent-chain' | 'data-availability' | 'endpoint-host'; readonly name: string; readonly because: string }
    | { readonly kind: 'unknown' }
}

/** When something counts as silent. */
export interface SilenceOptions extends Dependencies {
  readonly kind: Silence['kind']
  /** The usual time between two of them. */
  readonly usualMs: number
  /** The end of what was watched: a silence may still go on then. */
  readonly untilMs: number
  /** Silent after so many usual times. Default 10. */
  readonly factor?: number
}

/** The silences in ascending times of blocks, or of batches on the parent. Pure. */
export function silencesOf(timesMs: readonly number[], options: SilenceOptions): readonly Silence[] {
  const { kind, usualMs, untilMs, factor = 10, network, parent, dataAvailability, hosts } = options
  const about = { network, ...(parent && { parent }), ...(dataAvailability && { dataAvailability }), ...(hosts && { hosts }) }
  return timesMs.flatMap((fromMs, index) => {
    const toMs = Math.min(timesMs[index + 1] ?? untilMs, untilMs)
    return toMs - fromMs > factor * usualMs ? [{ ...about, kind, fromMs, toMs }] : []
  })
}

/**
 * Silences of several networks that overlap are one incident. Its likely cause is what all of them share: a parent chain that was silent
 * itself, else what best tells the silent networks from those that were `watched` and went on: the layer that holds their data, the
 * host of an endpoint, the parent chain. Silences of one network alone are no incident. Pure.
 */
export function findIncidents(silences: readonly Silence[], watched: readonly Dependencies[] = []): readonly Incident[] {
  const clusters: Silence[][] = []
  let endMs = Number.NEGATIVE_INFINITY
  for (const silence of [...silences].sort((a, b) => a.fromMs - b.fromMs)) {
    const cluster = clusters.at(-1)
    if (cluster && silence.fromMs <= endMs) cluster.push(silence)
    else clusters.push([silence])
    endMs = Math.max(silence.fromMs <= endMs ? endMs : Number.NEGATIVE_INFINITY, silence.toMs)
  }
  return clusters.flatMap((cluster) => {
    const networks = [...new Set(cluster.map(({ network }) => network))].sort()
    if (networks.length < 2) return []
    return [
      {
        fromMs: Math.min(...cluster.map(({ fromMs }) => fromMs)),
        toMs: Math.max(...cluster.map(({ toMs }) => toMs)),
        networks,
        silences: cluster,
        likelyCause: likelyCauseOf(cluster, networks, watched),
      },
    ]
  })
}

type Cause = Exclude<Incident['likelyCause'], { kind: 'unknown' }>

function likelyCauseOf(
  cluster: readonly Silence[],
  networks: readonly NetworkId[],
  watched: readonly Dependencies[],
): Incident['likelyCause'] {
  const [first] = cluster
  if (!first) return { kind: 'unknown' }
  // A silent parent takes its children with it, however far they are above it.
  for (const { network } of cluster) {
    const others = cluster.filter((silence) => silence.network !== network)
    if (others.length > 0 && others.every(({ parent }) => parent === network)) {
      return { kind: 'parent-chain', name: network, because: 'it was silent itself, and all others settle on it' }
    }
  }
  const traits: { readonly kind: Cause['kind']; readonly name: string; holds(of: Dependencies): boolean }[] = []
  const { parent, dataAvailability } = first
  if (dataAvailability !== undefined && !isOnParent(dataAvailability)) {
    traits.push({ kind: 'data-availability', name: dataAvailability, holds: (of) => of.dataAvailability === dataAvailability })
  }
  for (const host of first.hosts ?? []) {
    traits.push({ kind: 'endpoint-host', name: host, holds: (of) => of.hosts?.includes(host) === true })
  }
  if (parent !== undefined) traits.push({ kind: 'parent-chain', name: parent, holds: (of) => of.parent === parent })
  let best: { cause: Cause; wentOn: number } | undefined
  for (const { kind, name, holds } of traits) {
    if (!cluster.every(holds)) continue
    const wentOn = watched.filter((of) => holds(of) && !networks.includes(of.network)).length
    if (best && best.wentOn <= wentOn) continue
    const others = wentOn === 0 ? 'no network that was watched and shares it went on' : `${wentOn} that share it went on`
    best = { cause: { kind, name, because: `all ${networks.length} share it; ${others}` }, wentOn }
  }
  return best?.cause ?? { kind: 'unknown' }
}

/** Data on the parent itself say nothing beyond the parent. */
function isOnParent(layer: DataAvailability): boolean {
  return layer.startsWith('ethereum-') || layer === 'parent-calldata' || layer === 'own'
}
