import type { Check, L2Network } from '@defimon/core'
import { type BlockDriver, judgeRecordings } from '@defimon/core/adapter'
import { readRecordings } from '@defimon/core/node'
import { evmDialect, evmDriver } from '@defimon/evm'
import {
  avalanche,
  bsc,
  cronos,
  fantom,
  gnosis,
  harmony,
  hyperevm,
  kaia_kairos,
  monad,
  polygon_mumbai,
  polygon_pos,
} from '@defimon/networks'
import { describe, expect, it } from 'vitest'
import { realData } from '../../../test/real-data.ts'
import {
  avalancheDriver,
  bscDriver,
  cronosDriver,
  gnosisDriver,
  harmonyDriver,
  kaiaDriver,
  lachesisDriver,
  polygonDriver,
} from '../src/index.ts'

const plain = (network: L2Network<'evm'>): BlockDriver => evmDriver(network, evmDialect(network)) as unknown as BlockDriver

const DRIVERS: readonly BlockDriver[] = [
  avalancheDriver(avalanche),
  bscDriver(bsc),
  cronosDriver(cronos),
  gnosisDriver(gnosis),
  harmonyDriver(harmony),
  kaiaDriver(kaia_kairos),
  lachesisDriver(fantom),
  polygonDriver(polygon_mumbai),
  polygonDriver(polygon_pos),
  plain(hyperevm),
  plain(monad),
] as unknown as readonly BlockDriver[]

const CHECK_OF: Readonly<Record<string, Check>> = {
  header: 'block-hash',
  transactions: 'transactions-root',
  receipts: 'receipts-root',
}

interface Judged {
  readonly file: string
  readonly genuine: Readonly<Record<string, boolean>>
  readonly passed: readonly Check[]
  readonly skipped: readonly { readonly check: Check; readonly reason: string }[]
  readonly failed: Check | 'malformed' | undefined
}

async function judge(folder: string, driver: BlockDriver): Promise<Judged[]> {
  const { exchanges } = await readRecordings([`${folder}/recordings/${driver.network.id}`])
  const judgements = await judgeRecordings(driver, exchanges)
  return judgements.map(({ exchange, passed, skipped, mismatch, malformed }) => ({
    file: String(exchange.file).replace(/^.*\//, ''),
    genuine: ((exchange as { genuine?: Record<string, boolean> }).genuine ?? {}) as Record<string, boolean>,
    passed,
    skipped,
    failed: mismatch?.check ?? (malformed === undefined ? undefined : 'malformed'),
  }))
}

const folder = realData()

describe.skipIf(folder === undefined)('real recordings', () => {
  it.each(DRIVERS.map((driver) => [driver.network.id, driver] as const))(
    'of %s pass where they are genuine, and are skipped for a reason elsewhere',
    async (_id, driver) => {
      const judged = await judge(folder!, driver)
      expect(judged.length).toBeGreaterThan(0)
      for (const { file, genuine, passed, skipped, failed } of judged) {
        for (const [part, is] of Object.entries(genuine)) {
          const check = CHECK_OF[part]!
          if (is) expect([file, passed]).toEqual([file, expect.arrayContaining([check])])
          if (failed === check) expect([file, check, is]).toEqual([file, check, false])
        }
        for (const { reason } of skipped) expect(reason.length).toBeGreaterThan(10)
      }
    },
  )

  it('prove more than their recorder could: native transactions of Kaia, state sync of Polygon, receipts of Cronos by their place', async () => {
    const kairos = await judge(folder!, kaiaDriver(kaia_kairos) as unknown as BlockDriver)
    const proven = (file: string): readonly Check[] => kairos.find((each) => each.file === file)?.passed ?? []
    const bodies: readonly Check[] = ['transactions-root', 'receipts-root', 'logs-bloom']
    expect(proven('klay_getBlockByNumber-19097.json')).toEqual(expect.arrayContaining(['block-hash', ...bodies]))
    expect(proven('klay_getBlockByNumber-7210033.json')).toEqual(expect.arrayContaining([...bodies]))
    const polygon = await judge(folder!, polygonDriver(polygon_pos) as unknown as BlockDriver)
    const synced = polygon.find(({ file }) => file === 'eth_getBlockByNumber-63434768.json')
    expect(synced?.passed).toEqual(expect.arrayContaining(['block-hash', 'transactions-root']))
    const cut = polygon.filter(({ failed }) => failed !== undefined).map(({ file, failed }) => [file, failed])
    expect(cut).toEqual([
      ['eth_getBlockByNumber-31992640.json', 'transactions-root'],
      ['eth_getBlockByNumber-34155965.json', 'transactions-root'],
    ])
  })
})

if (folder === undefined) {
  it('real recordings are left out: DEFIMON_REAL_DATA is not set and ../shared is not there', () => {})
}
