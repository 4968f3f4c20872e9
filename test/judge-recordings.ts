import { type Check, DefimonError } from '@defimon/core'
import type { BlockDriver, CheckResult } from '@defimon/core/adapter'
import { describe, expect, it } from 'vitest'
import type { Recorded, RecordedNetwork } from './recorded-networks.ts'

/** What a driver made of one recorded block. */
export interface Judgement {
  readonly file: string
  readonly results: readonly CheckResult[]
  /** The code of the error with which it could not be read. */
  readonly error?: string
}

const CHECK_OF = { header: 'block-hash', transactions: 'transactions-root', receipts: 'receipts-root' } as const

/** Decodes and verifies every block of a recording. */
export async function judge(driver: BlockDriver, exchanges: readonly Recorded[]): Promise<readonly Judgement[]> {
  const judgements: Judgement[] = []
  for (const { raw, exchange, detail } of driver.recordedBlocks(exchanges)) {
    const file = exchange.file ?? ''
    try {
      const block = driver.decode(raw, detail)
      judgements.push({ file, results: await driver.verify(raw, block, detail) })
    } catch (error) {
      if (!DefimonError.isInstance(error)) throw error
      judgements.push({ file, results: [], error: error.code })
    }
  }
  return judgements
}

/**
 * The rules for real recordings: what its recorder proved passes here, a genuine part is never a mismatch, and nothing is a mismatch
 * or unreadable but what `cut` names, with the check or error code that is right there.
 */
export function describeRecordings(
  networks: readonly RecordedNetwork[],
  driverOf: (network: RecordedNetwork) => BlockDriver,
  cut: Readonly<Record<string, string>>,
): void {
  describe.each(networks)('the recordings of $id', (network) => {
    it('pass as far as they are genuine', async () => {
      const judgements = await judge(driverOf(network), network.exchanges)
      expect(judgements.length).toBeGreaterThan(0)
      const wrong: string[] = []
      for (const { file, results, error } of judgements) {
        const found = error ?? results.find(({ outcome }) => outcome === 'mismatch')?.check
        if (found !== cut[file]) wrong.push(`${file}: ${found ?? 'nothing wrong'}, expected ${cut[file] ?? 'nothing wrong'}`)
        const genuine = network.exchanges.find((exchange) => exchange.file === file)?.genuine ?? {}
        for (const part of ['header', 'transactions'] as const) {
          const outcome = outcomeOf(results, CHECK_OF[part])
          if (genuine[part] === true && outcome !== 'passed') wrong.push(`${file}: ${CHECK_OF[part]} is ${outcome}`)
        }
      }
      expect(wrong).toEqual([])
    })

    it('pass with their receipts, where all of a block were recorded and proved', async () => {
      const proved = new Set(
        network.exchanges.filter(({ genuine }) => genuine?.receipts === true).flatMap(({ result }) => blockHashes(result)),
      )
      const wrong: string[] = []
      const driver = driverOf(network)
      for (const { raw, detail, exchange } of driver.recordedBlocks(network.exchanges)) {
        if (detail !== 'receipts') continue
        const block = driver.decode(raw, detail)
        if (!proved.has(block.hash)) continue
        const outcome = outcomeOf(await driver.verify(raw, block, detail), 'receipts-root')
        if (outcome !== 'passed') wrong.push(`${exchange.file}: receipts-root is ${outcome}`)
        proved.delete(block.hash)
      }
      expect(wrong).toEqual([])
      // A receipt may be there without its block; then there is no root to compare.
      const withBlock = new Set([...driver.recordedBlocks(network.exchanges)].map(({ exchange }) => hashOf(exchange.result)))
      expect([...proved].filter((hash) => withBlock.has(hash))).toEqual([])
    })
  })

  if (networks.length === 0) {
    it('leaves out the real recordings, for there are none here', () => {
      expect(networks).toEqual([])
    })
  }
}

function outcomeOf(results: readonly CheckResult[], check: Check): string {
  return results.find((result) => result.check === check)?.outcome ?? 'not made'
}

function blockHashes(result: unknown): string[] {
  return (Array.isArray(result) ? result : [result]).map((receipt: { blockHash?: string } | null) => receipt?.blockHash ?? '')
}

function hashOf(result: unknown): string {
  return typeof result === 'object' && result !== null ? String((result as { hash?: unknown }).hash) : ''
}
