import { type BlockRef, type BlockSource, headReaderOf, type Runtime } from '@defimon/core'

/**
 * - `stands`: the block is still the chain's.
 * - `upheld`: so it is, and endpoints that say otherwise have just lost their trust.
 * - `gone`: it is not, as far as anybody can tell.
 * - `open`: nobody can tell yet; ask again.
 */
export type Ruling = 'stands' | 'upheld' | 'gone' | 'open'

/** Whether a block that was stored as final is still the chain's, where an endpoint says otherwise. */
export interface FinalityDispute {
  /** How many endpoints of different hosts can be asked. */
  readonly hosts: number
  /** Asks each of them for the block at this height. Rejects only when aborted. */
  rule(ref: BlockRef, signal: AbortSignal): Promise<Ruling>
  /** Blocks are stored again: a later dispute is another one. */
  forget(): void
}

/** Where nobody else speaks, an endpoint must say the same so many times, over so long: less where there is no other, more where they are silent. */
const MOST_ROUNDS = 3
const ALONE_MS = 30_000
const OTHERS_MS = 600_000

interface Voice {
  readonly host: string
  readonly hash: string
}

/**
 * One endpoint that shows another branch must not end a network. What was stored is a voice of its own: as long as no fewer endpoints agree
 * with it than say otherwise, it stands, and the others lose their trust. It is gone at once where two endpoints name the same other block
 * and none the stored one; where less is known, when that was so for ten minutes, or half a minute where there is only one to ask.
 *
 * Asks each endpoint for the header at the height, recomputed as every block is; a source that cannot address its endpoints is one voice.
 */
export function createFinalityDispute(source: BlockSource, runtime: Runtime): FinalityDispute {
  const reader = headReaderOf(source)
  const hostsOf = (): readonly string[] => [...new Set(source.transport.health().map(({ host }) => host))]
  const hosts = (): number => (reader.spotCheck ? hostsOf().length : 1)
  let rounds = 0
  let sinceMs = 0

  const askOne = async (host: string, ref: BlockRef, signal: AbortSignal): Promise<Voice | undefined> => {
    try {
      if (!reader.spotCheck) return { host, hash: (await source.getBlock(ref.number, { detail: 'header', signal })).hash }
      const { hash, endpoint } = await reader.spotCheck(ref.number, { only: host, detail: 'header', signal })
      return endpoint === host ? { host, hash } : undefined
    } catch {
      signal.throwIfAborted()
      return undefined
    }
  }

  const askAll = async (ref: BlockRef, signal: AbortSignal): Promise<readonly Voice[]> => {
    const asked = reader.spotCheck ? hostsOf() : [source.network.id]
    const voices: Voice[] = []
    for (const host of asked) {
      const voice = await askOne(host, ref, signal)
      if (voice) voices.push(voice)
    }
    return voices
  }

  const reject = async (host: string, ref: BlockRef, signal: AbortSignal): Promise<void> => {
    try {
      const answer = await reader.readHead('latest', { only: host, signal })
      if (answer.endpoint === host) answer.reject(`block ${ref.number} is another one here than the one that was final`)
    } catch {
      signal.throwIfAborted()
    }
  }

  /** It was so before, often and long enough. */
  const isLasting = (): boolean => {
    const atMs = runtime.monotonicMs()
    if (rounds === 0) sinceMs = atMs
    rounds += 1
    return rounds >= MOST_ROUNDS && atMs - sinceMs >= (hosts() > 1 ? OTHERS_MS : ALONE_MS)
  }

  return {
    get hosts() {
      return hosts()
    },
    async rule(ref, signal) {
      const voices = await askAll(ref, signal)
      const contrary = voices.filter(({ hash }) => hash !== ref.hash)
      const supporters = voices.length - contrary.length
      if (supporters > 0 && supporters >= contrary.length) {
        rounds = 0
        for (const { host } of contrary) await reject(host, ref, signal)
        return contrary.length > 0 ? 'upheld' : 'stands'
      }
      const [first] = contrary
      const agreed = first !== undefined && contrary.every(({ hash }) => hash === first.hash)
      if (agreed && supporters === 0 && contrary.length > 1) return 'gone'
      return first !== undefined && isLasting() ? 'gone' : 'open'
    },
    forget() {
      rounds = 0
    },
  }
}
