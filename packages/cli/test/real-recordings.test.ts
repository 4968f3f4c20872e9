import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Check } from '@defimon/core'
import { describe, expect, test } from 'vitest'
import { realData } from '../../../test/real-data.ts'
import type { RecordingVerdict } from '../src/recordings/verify-recordings.ts'
import { jsonLines, runCommand } from './run-command.ts'

const folder = realData()
const NETWORKS = /^(ethereum|optimism|base|arbitrum|celo)(_|$)/
const CHECK_OF: Readonly<Record<string, Check>> = {
  header: 'block-hash',
  transactions: 'transactions-root',
  receipts: 'receipts-root',
}

if (!folder) console.info('real recordings: none were found, so verify was not run on them')

describe.runIf(folder)('verify on real recordings', () => {
  const recordings = join(folder ?? '', 'recordings')

  test.each(folder ? readdirSync(recordings).filter((name) => NETWORKS.test(name)) : [])(
    '%s: what is genuine passes, and is never a mismatch',
    async (network) => {
      const { stdout, stderr } = await runCommand(['verify', join(recordings, network), '--json'])
      expect(stderr).toBe('')
      const verdicts = jsonLines(stdout) as unknown as RecordingVerdict[]
      const blockFiles = readdirSync(join(recordings, network)).filter((name) => name.startsWith('eth_getBlockBy'))
      expect(verdicts).toHaveLength(blockFiles.length)
      const wrong = verdicts.flatMap((verdict) => {
        const { genuine = {} } = JSON.parse(readFileSync(verdict.file, 'utf8')) as { genuine?: Record<string, boolean> }
        return Object.entries(CHECK_OF).flatMap(([part, check]) =>
          genuine[part] === true && !verdict.passed.includes(check) ? [{ file: verdict.file, check, verdict }] : [],
        )
      })
      expect(wrong).toEqual([])
    },
  )

  test('every block file of every network gives one line, and only those', async () => {
    const { stdout } = await runCommand(['verify', recordings, '--json'])
    const files = jsonLines(stdout).map(({ file }) => String(file))
    const holdsBlock =
      /\/([a-z0-9]+_getBlockBy(Number|Hash)|starknet_getBlockWith\w+|feeder_gateway_get_block|getBlock|block|near_lake_streamer_message)-/
    const named = readdirSync(recordings, { recursive: true, encoding: 'utf8' }).filter((name) => holdsBlock.test(`/${name}`))
    expect(files.sort()).toEqual(named.map((name) => join(recordings, name)).sort())
  })
})
