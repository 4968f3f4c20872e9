import { describe, expect, it } from 'vitest'
import { runSeed } from './run-seed.ts'

/** Seeds in one test, so that a failure is found near its place. */
const PER_TEST = 25

/** Tests of the seeds from one number to another, each in virtual time. A failure names the command that shows it again. */
export function describeSeeds(from: number, to: number): void {
  describe('a disturbed sync stores the chain and nothing else, and is at the head when the disturbance ends', () => {
    for (let first = from; first <= to; first += PER_TEST) {
      const last = Math.min(to, first + PER_TEST - 1)
      it(`seeds ${first} to ${last}`, { timeout: 240_000 }, async () => {
        const failures: string[] = []
        let faults = 0
        for (let seed = first; seed <= last; seed += 1) {
          const result = await runSeed(String(seed))
          for (const times of result.faults.values()) faults += times
          if (result.failure) failures.push(`${result.failure}\n  npm run --silent simulate -- --seeds 1 --from ${seed}`)
        }
        expect(failures).toEqual([])
        expect(faults).toBeGreaterThan(100)
      })
    }
  })
}
