import { simulateNetwork } from '@defimon/core/testing'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import {
  type Body,
  bodyOf,
  compareReadings,
  differingMutations,
  recordedBodies,
  simulatedBodies,
  whenReady,
} from '../../../test/compare-readings.ts'
import { seededRandom } from '../../../test/mutation/seeded-random.ts'
import { recordedNetworks } from '../../../test/recorded-networks.ts'
import { assembleReaderModule } from '../scripts/assemble-reader-module.ts'
import { READER_MODULE } from '../src/bytes/reader-module.ts'
import { ethereumDialect, evmDriver, type RpcObject } from '../src/index.ts'
import { makeBlock, NETWORK } from './block-fixture.ts'
import { recordedDriver } from './recorded-driver.ts'

const SEED = 20_261_121
const { block, receipts } = makeBlock(7, 5)
const own: Body = { name: 'made', text: bodyOf(block, receipts), id: 7 }
const driver = evmDriver(NETWORK, ethereumDialect)
const simulated = simulateNetwork({ stack: 'evm' })
const simulatedDriver = evmDriver(simulated.network, ethereumDialect)
const networks = recordedNetworks(/^ethereum/)

/** The bodies that both readings make the same of, as bytes; the others are named. */
async function expectSame(bodies: readonly Body[], reader: typeof driver): Promise<number> {
  let read = 0
  for (const { name, text, id } of bodies) {
    for (const verify of [true, false]) {
      const { isRead, fromBytes, fromJson } = await compareReadings(reader, text, id, verify)
      expect(fromBytes, name).toEqual(fromJson)
      if (isRead) read += 1
    }
  }
  return read
}

beforeAll(async () => {
  expect(await whenReady(driver, own.text)).toBe(true)
})

describe('the module that reads bytes', () => {
  it('in the sources is what its text compiles to', async () => {
    expect(Buffer.from(await assembleReaderModule()).toString('base64')).toBe(READER_MODULE)
  }, 60_000)
})

describe('a block that is read from the bytes of its answers', () => {
  it('is what its JSON says, with the same verdict', async () => {
    expect(await expectSame([own], driver)).toBe(2)
    const bodies = await simulatedBodies(simulated, 6)
    expect(await expectSame(bodies, simulatedDriver)).toBe(12)
  })

  it('is what its JSON says for every recorded block', async () => {
    let [bodies, read] = [0, 0]
    for (const network of networks) {
      const reader = recordedDriver(network)
      const recorded = recordedBodies(reader, network)
      bodies += 2 * recorded.length
      read += await expectSame(recorded, reader)
    }
    // One recording is cut, and holds no transactions root: it fails, and is left to JSON where it is checked.
    expect(read).toBe(Math.max(0, bodies - 1))
  })

  it('is left to JSON where its text is not as nodes write it', async () => {
    const changes: Record<string, (text: string) => string> = {
      'a space between tokens': (text) => text.replace('"nonce":', '"nonce": '),
      'an escape': (text) => text.replace('"nonce":"', '"nonce":"\\u0030').replace('\\u00300x', '\\u0030x'),
      'capitals in a hash': (text) => text.replace(/"mixHash":"0x[0-9a-f]+"/, `"mixHash":"0x${'A'.repeat(64)}"`),
      'a member given twice': (text) => text.replace('"status":"0x1"', '"status":"0x1","status":"0x1"'),
      'a type that is not known': (text) => text.replaceAll('"type":"0x0"', '"type":"0x63"'),
      'a fraction': (text) => text.replace('"type":"0x0"', '"more":1.5,"type":"0x0"'),
      'text that is not ASCII': (text) => text.replace('"type":"0x0"', '"more":"é","type":"0x0"'),
    }
    for (const [name, change] of Object.entries(changes)) {
      const text = change(own.text)
      expect(text, name).not.toBe(own.text)
      const { isRead, fromBytes, fromJson } = await compareReadings(driver, text, own.id, true)
      expect(fromBytes, name).toEqual(fromJson)
      expect(isRead, name).toBe(name === 'capitals in a hash' ? isRead : false)
    }
  })

  it('is left to JSON where a topic is too short, though nobody checks', async () => {
    const { text, id } = (await simulatedBodies(simulated, 6)).find((one) => one.text.includes('"topics":["')) ?? own
    const cut = text.replace(/("topics":\["0x)[0-9a-f]{8}([0-9a-f]{56}"\])/, '$1$2')
    expect(cut).not.toBe(text)
    const { isRead, fromJson } = await compareReadings(simulatedDriver, cut, id, false)
    expect(isRead).toBe(false)
    expect(fromJson).toMatchObject({ code: 'MALFORMED' })
  })

  it('does not hold the answers of others', async () => {
    const other = makeBlock(8, 5)
    for (const text of [
      bodyOf(block, other.receipts),
      bodyOf(block, receipts.slice(1)),
      bodyOf(block, [...receipts, receipts[0]]),
      bodyOf(receipts, block),
      bodyOf(null, receipts),
      bodyOf(block, null),
      bodyOf({ ...block, transactions: (block['transactions'] as RpcObject[]).map(({ hash }) => hash) }, receipts),
    ]) {
      const { isRead, fromBytes, fromJson } = await compareReadings(driver, text, own.id, true)
      expect(isRead).toBe(false)
      expect(fromBytes).toEqual(fromJson)
    }
  })

  it('is asked for again where two calls got the answers of each other', async () => {
    const swapped = own.text.replace('"id":1,', '"id":0,').replace('"id":2,', '"id":1,').replace('"id":0,', '"id":2,')
    const { fromBytes, fromJson } = await compareReadings(driver, swapped, own.id, true)
    expect(fromJson).toMatchObject({ code: 'MALFORMED' })
    expect(fromBytes).toMatchObject({ code: 'MALFORMED' })
  })
})

describe('where there is no WebAssembly', () => {
  it('all answers are left to JSON', async () => {
    vi.resetModules()
    vi.stubGlobal('WebAssembly', undefined)
    try {
      const fresh = await import('../src/index.ts')
      const reader = fresh.evmDriver(NETWORK, fresh.ethereumDialect).answerReader?.(true)
      const bytes = new TextEncoder().encode(own.text)
      for (let tried = 0; tried < 20; tried++) {
        expect(reader?.readAnswers([bytes], bytes.length, 1, 2)).toBeUndefined()
        await new Promise((resolve) => setTimeout(resolve, 1))
      }
      // By then the module would have been there: it is what the other tests read with.
      await expect(import('../src/bytes/read-body.ts').then(({ createBlockScanner }) => createBlockScanner())).rejects.toThrow()
    } finally {
      vi.unstubAllGlobals()
    }
  })
})

describe('a change of the text', () => {
  it('makes no difference between the two readings', async () => {
    const random = seededRandom(SEED)
    const bodies = await simulatedBodies(simulated, 4)
    const made = await differingMutations(driver, [own], 250, random)
    const simulatedOnes = await differingMutations(simulatedDriver, bodies, 250, random)
    expect([...made.differing, ...simulatedOnes.differing]).toEqual([])
    // Changes of what nothing commits to are read: it is not that all is left to JSON.
    expect(made.read + simulatedOnes.read).toBeGreaterThan(100)
  })

  it('makes none in recorded blocks', async () => {
    const random = seededRandom(SEED + 1)
    for (const network of networks) {
      const reader = recordedDriver(network)
      const small = recordedBodies(reader, network).filter(({ text }) => text.length < 300_000)
      expect((await differingMutations(reader, small, 15, random)).differing).toEqual([])
    }
  })
})
