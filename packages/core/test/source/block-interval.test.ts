import { type BlockIntervalOptions, createBlockInterval } from '@defimon/core'
import { seededRandom } from '@defimon/core/testing'
import { describe, expect, it } from 'vitest'

interface Rhythm {
  readonly blockTimeMs: number
  /** From a block's timestamp to the instant at which it can be read. */
  readonly delayMs: number
  /** Largest further delay, spread evenly. */
  readonly jitterMs?: number
  /** Share of slots without a block. */
  readonly skipped?: number
  /** Precision of timestamps. */
  readonly precisionMs?: number
}

/** Polls a chain of that rhythm; the first hundred blocks are for learning and are not counted. */
function follow(rhythm: Rhythm, options: BlockIntervalOptions = {}, blocks = 1_000) {
  const random = seededRandom(7)
  const { blockTimeMs, delayMs, jitterMs = 0, skipped = 0, precisionMs = 1000 } = rhythm
  const chain: { timestampMs: number; visibleMs: number }[] = []
  let slotMs = 1_750_000_000_000
  for (let number = 0; number < blocks; number += 1) {
    slotMs += random.next() < skipped ? 2 * blockTimeMs : blockTimeMs
    const timestampMs = Math.floor(slotMs / precisionMs) * precisionMs
    chain.push({ timestampMs, visibleMs: slotMs + delayMs + random.next() * jitterMs })
  }
  const interval = createBlockInterval(options)
  const lags: number[] = []
  let now = slotMs - blocks * blockTimeMs * (1 + skipped) + blockTimeMs / 3
  let head = -1
  let polls = 0
  while (head < blocks - 1) {
    now += interval.delayMs({ wallMs: now, monotonicMs: now })
    polls += head >= 100 ? 1 : 0
    let newest = head
    while (newest + 1 < blocks && (chain[newest + 1]?.visibleMs ?? 0) <= now) newest += 1
    if (newest === head) {
      interval.missed({ wallMs: now, monotonicMs: now })
      continue
    }
    for (let number = head + 1; number <= newest; number += 1) {
      if (number > 100) lags.push((now - (chain[number]?.visibleMs ?? 0)) / blockTimeMs)
    }
    head = newest
    interval.found({ number: head, timestampMs: chain[head]?.timestampMs ?? 0 }, { wallMs: now, monotonicMs: now })
  }
  lags.sort((a, b) => a - b)
  return { pollsPerBlock: polls / (blocks - 100), medianLag: lags[Math.floor(lags.length / 2)] ?? 1, interval, now }
}

describe('the predicted interval', () => {
  const rhythms: Record<string, [Rhythm, BlockIntervalOptions]> = {
    'every 2 s': [{ blockTimeMs: 2_000, delayMs: 300, jitterMs: 100 }, { blockTimeMs: 2_000 }],
    'every 12 s, late and sometimes skipped': [{ blockTimeMs: 12_000, delayMs: 2_500, jitterMs: 1_200, skipped: 0.01 }, {}],
    'every second': [{ blockTimeMs: 1_000, delayMs: 100, jitterMs: 50 }, { blockTimeMs: 1_000 }],
    'every 1.2 s with whole seconds': [{ blockTimeMs: 1_200, delayMs: 100, jitterMs: 100 }, { blockTimeMs: 2_000 }],
    'every 450 ms with milliseconds': [{ blockTimeMs: 450, delayMs: 100, jitterMs: 30, precisionMs: 1 }, { blockTimeMs: 3_000 }],
    'every 250 ms with whole seconds': [{ blockTimeMs: 250, delayMs: 50, jitterMs: 20 }, { blockTimeMs: 250 }],
    'every 30 s with a wrong fact': [{ blockTimeMs: 30_000, delayMs: 100, jitterMs: 3_000 }, { blockTimeMs: 2_000 }],
  }
  for (const [name, [rhythm, options]] of Object.entries(rhythms)) {
    it(`costs at most 1.2 polls a block, at a median lag of at most a fifth of a block: ${name}`, () => {
      const { pollsPerBlock, medianLag, interval } = follow(rhythm, options)
      expect(pollsPerBlock).toBeLessThanOrEqual(1.2)
      expect(medianLag).toBeLessThanOrEqual(0.2)
      expect(interval.blockTimeMs / rhythm.blockTimeMs).toBeCloseTo(1, 1)
    })
  }

  it('thins out geometrically when nothing comes, to eleven polls an hour, and recovers', () => {
    const { interval, now } = follow({ blockTimeMs: 2_000, delayMs: 300 }, {}, 200)
    const delays: number[] = []
    let at = now
    while (at < now + 7_200_000) {
      interval.missed({ wallMs: at, monotonicMs: at })
      const delay = interval.delayMs({ wallMs: at, monotonicMs: at })
      delays.push(delay)
      at += delay
    }
    expect(delays.filter((delay) => delay === 330_000).length).toBeGreaterThan(20)
    expect(delays.length).toBeLessThan(50)
    // A poll never comes later than the quiet time before it, so a halt is noticed to be over within twice its length.
    interval.found({ number: 200, timestampMs: at - 300 }, { wallMs: at, monotonicMs: at })
    expect(interval.delayMs({ wallMs: at, monotonicMs: at })).toBeLessThanOrEqual(2_200)
  })

  it('polls at once at first, is never faster than its minimum, and survives a clock that jumps', () => {
    const interval = createBlockInterval({ blockTimeMs: 10, minimumMs: 80 })
    expect(interval.delayMs({ wallMs: 5, monotonicMs: 5 })).toBe(0)
    interval.missed({ wallMs: 5, monotonicMs: 5 })
    expect(interval.delayMs({ wallMs: 5, monotonicMs: 5 })).toBe(80)
    const { interval: steady, now } = follow({ blockTimeMs: 2_000, delayMs: 300 }, {}, 300)
    for (const jumpMs of [-3_600_000, 3_600_000]) {
      const delay = steady.delayMs({ wallMs: now + jumpMs, monotonicMs: now })
      expect(delay).toBeGreaterThanOrEqual(50)
      expect(delay).toBeLessThanOrEqual(2_000)
    }
  })
})
