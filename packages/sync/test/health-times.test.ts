import { readFileSync } from 'node:fs'
import { FINDING_NAMES, type FindingTime, findingTimes } from '@defimon/sync'
import { describe, expect, it } from 'vitest'

const page = readFileSync(new URL('../../../docs/health.md', import.meta.url), 'utf8')
const minutes = (ms: number): string => `${(ms / 60_000).toFixed(1)} min`
const cells = ({ withinMs, goneWithinMs }: FindingTime): string[] => [minutes(withinMs), minutes(goneWithinMs)]

describe('the page about health', () => {
  it('states the times that the code keeps', () => {
    const [fast, slow] = [findingTimes(2_000, 180_000), findingTimes(12_000, 180_000)]
    const rows = page.split('\n').map((line) => line.split('|').map((cell) => cell.trim()))
    for (const name of FINDING_NAMES) {
      const row = rows.find((row) => row[1] === `\`${name}\`` && row.length === 7)
      expect(row?.slice(2, 6)).toEqual([...cells(fast[name]), ...cells(slow[name])])
    }
  })
})
