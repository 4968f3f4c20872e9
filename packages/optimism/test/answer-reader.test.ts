import { simulateNetwork } from '@defimon/core/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  type Body,
  compareReadings,
  differingMutations,
  recordedBodies,
  simulatedBodies,
  whenReady,
} from '../../../test/compare-readings.ts'
import { seededRandom } from '../../../test/mutation/seeded-random.ts'
import { recordedNetworks } from '../../../test/recorded-networks.ts'
import { optimismDriver } from '../src/index.ts'
import { recordedDriver } from './recorded-driver.ts'

const SEED = 20_261_121
const simulated = simulateNetwork({ stack: 'op-stack' })
const driver = optimismDriver(simulated.network)
const networks = recordedNetworks(/^(optimism|base)/)
let bodies: readonly Body[] = []

beforeAll(async () => {
  bodies = await simulatedBodies(simulated, 6)
  expect(await whenReady(driver, bodies[0]?.text ?? '')).toBe(true)
})

describe('a block that is read from the bytes of its answers', () => {
  it('is what its JSON says, deposits included', async () => {
    for (const { name, text, id } of bodies) {
      const { isRead, fromBytes, fromJson } = await compareReadings(driver, text, id, true)
      expect(isRead, name).toBe(true)
      expect(fromBytes, name).toEqual(fromJson)
    }
  })

  it('is what its JSON says for every recorded block', async () => {
    const left: string[] = []
    for (const network of networks) {
      const reader = recordedDriver(network)
      for (const { name, text, id } of recordedBodies(reader, network)) {
        const { isRead, fromBytes, fromJson } = await compareReadings(reader, text, id, true)
        expect(fromBytes, name).toEqual(fromJson)
        if (!isRead) left.push(name)
      }
    }
    // Before Bedrock transactions had no type, and receipts had one.
    expect(left).toEqual(networks.length === 0 ? [] : ['optimism ["0x63fe453",true]'])
  })

  it('differs from its JSON after no change of its text', async () => {
    const random = seededRandom(SEED)
    const { read, differing } = await differingMutations(driver, bodies, 150, random)
    expect(differing).toEqual([])
    expect(read).toBeGreaterThan(100)
    for (const network of networks) {
      const reader = recordedDriver(network)
      const small = recordedBodies(reader, network).filter(({ text }) => text.length < 300_000)
      expect((await differingMutations(reader, small, 15, random)).differing).toEqual([])
    }
  })
})

describe('a network whose rules are its own', () => {
  it('is read from bytes only where they are the common ones', () => {
    const of = (id: string): boolean => driverOf(id).answerReader?.(true) !== undefined
    expect([of('base'), of('zora'), of('celo'), of('metis')]).toEqual([true, true, false, false])
  })
})

function driverOf(id: string): ReturnType<typeof optimismDriver> {
  return optimismDriver({ ...simulated.network, id })
}
