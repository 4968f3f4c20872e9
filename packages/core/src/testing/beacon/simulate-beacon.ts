import type { VirtualHost } from '../runtime/virtual-runtime.ts'

/** A blob as a beacon node has it. */
export interface BeaconBlob {
  readonly blob: Uint8Array
  /** 48 bytes as 0x-hex. */
  readonly commitment: string
  /** The hash that transactions name it by. */
  readonly versionedHash: string
}

/** How a simulated beacon node is made. */
export interface SimulatedBeaconOptions {
  /** Default `beacon.example`. */
  readonly host?: string
  /** When slot 0 began, ms since 1970. */
  readonly genesisMs: number
  /** Default 12 s. */
  readonly slotMs?: number
  /** Which calls it knows: `sidecars` until Fulu, then `blobs` too, in the end alone. Default both. */
  readonly calls?: readonly ('blobs' | 'sidecars')[]
  /** Answers in place of the node: a lie, a fault. Undefined: the node answers. */
  readonly instead?: (path: string, signal: AbortSignal | undefined) => Response | Promise<Response> | undefined
}

/** A beacon node that knows the blobs that it is given. */
export interface SimulatedBeacon extends VirtualHost {
  readonly url: string
  /** Paths that were asked, with their query, in order. */
  readonly asked: readonly string[]
  /** The blobs of the block that was made at an instant. */
  put(timestampMs: number, blobs: readonly BeaconBlob[]): void
}

/** A beacon node, as far as its blobs go: `/eth/v1/beacon/genesis`, `/eth/v1/config/spec`, and the two calls that give blobs. */
export function simulateBeacon(options: SimulatedBeaconOptions): SimulatedBeacon {
  const { host = 'beacon.example', genesisMs, slotMs = 12_000, calls = ['blobs', 'sidecars'], instead } = options
  const slots = new Map<string, readonly BeaconBlob[]>()
  const asked: string[] = []

  const answer = (path: string, query: URLSearchParams): Response => {
    if (path === '/eth/v1/beacon/genesis') return Response.json({ data: { genesis_time: String(genesisMs / 1_000) } })
    if (path === '/eth/v1/config/spec') {
      return Response.json({ data: { SECONDS_PER_SLOT: String(slotMs / 1_000), SLOTS_PER_EPOCH: '32' } })
    }
    const [, call, slot = ''] = /^\/eth\/v1\/beacon\/(blobs|blob_sidecars)\/(\d+)$/.exec(path) ?? []
    const known = call === 'blobs' ? 'blobs' : 'sidecars'
    if (call === undefined || !calls.includes(known)) return new Response('404 page not found', { status: 404 })
    const blobs = slots.get(slot)
    if (!blobs) return Response.json({ code: 404, message: 'Block not found' }, { status: 404 })
    const wanted = query.getAll('versioned_hashes')
    const data =
      known === 'blobs'
        ? blobs
            .filter(({ versionedHash }) => wanted.length === 0 || wanted.includes(versionedHash))
            .map(({ blob }) => hexOf(blob))
        : blobs.map(({ blob, commitment }, index) => ({
            index: String(index),
            blob: hexOf(blob),
            kzg_commitment: commitment,
            kzg_proof: `0xc0${'00'.repeat(47)}`,
          }))
    return Response.json({ execution_optimistic: false, finalized: false, data })
  }

  return {
    hosts: [host],
    url: `https://${host}`,
    asked,
    put: (timestampMs, blobs) => void slots.set(String((timestampMs - genesisMs) / slotMs), blobs),
    fetch: async (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input)
      asked.push(`${url.pathname}${url.search}`)
      return (
        (await instead?.(`${url.pathname}${url.search}`, init?.signal ?? undefined)) ?? answer(url.pathname, url.searchParams)
      )
    },
  }
}

function hexOf(bytes: Uint8Array): string {
  return `0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}
