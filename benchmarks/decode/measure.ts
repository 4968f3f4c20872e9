/** Something that is measured: one call decodes one block. */
export type Work = () => unknown

/** Calls before anything is counted, so that all code is compiled. */
const WARM_UP = 30
const ROUNDS = 40

/**
 * Milliseconds of one call of each work: the least of the lower quartiles of rounds, in which the works take turns. A median would count
 * how often another process came between, where calls take as long as a turn on the processor.
 */
export async function measure(works: readonly Work[], calls: number, rounds: number = ROUNDS): Promise<readonly number[]> {
  for (const work of works) for (let call = 0; call < WARM_UP; call++) await work()
  const best = works.map(() => Number.POSITIVE_INFINITY)
  for (let round = 0; round < rounds; round++) {
    for (const [index, work] of works.entries()) {
      const times: number[] = []
      for (let call = 0; call < calls; call++) {
        const before = performance.now()
        await work()
        times.push(performance.now() - before)
      }
      times.sort((a, b) => a - b)
      best[index] = Math.min(best[index] ?? Number.POSITIVE_INFINITY, times[times.length >> 2] ?? 0)
    }
  }
  return best
}
