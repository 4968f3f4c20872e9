import { describe, expect, it } from 'vitest'
import { gnosisDriver } from '../src/index.ts'
import { SIDECHAIN_HEADERS } from './sidechain-headers.ts'

const driver = gnosisDriver({ id: 'gnosis', name: 'Gnosis', stack: 'gnosis', contracts: {}, endpoints: [] })

async function hashOutcome(era: string, changes: Readonly<Record<string, string>>): Promise<string | undefined> {
  const { header } = SIDECHAIN_HEADERS.find((real) => real.network === 'gnosis' && real.era === era)!
  const raw = { block: { ...header, ...changes } }
  const results = await driver.verify(raw, driver.decode(raw, 'header'), 'header')
  return results.find(({ check }) => check === 'block-hash')?.outcome
}

describe('a header of Gnosis', () => {
  it.each(['AuRa', 'beacon chain'])('of the time of %s names the miner as its author, or none', async (era) => {
    const { header } = SIDECHAIN_HEADERS.find((real) => real.network === 'gnosis' && real.era === era)!
    expect(await hashOutcome(era, { author: String(header['miner']) })).toBe('passed')
    expect(await hashOutcome(era, { author: `0x${'ab'.repeat(20)}` })).toBe('mismatch')
  })

  it('of today is not taken for one of AuRa by a difficulty that AuRa cannot have', async () => {
    expect(await hashOutcome('beacon chain', { difficulty: '0x1' })).toBe('mismatch')
    // One that it can have makes it a block of AuRa whose seal is not shown.
    expect(await hashOutcome('beacon chain', { difficulty: '0xfffffffffffffffffffffffffffffffe' })).toBe('skipped')
  })
})
