import { describe, expect, it } from 'vitest'
import { recordedNetworks } from '../../../test/recorded-networks.ts'
import type { NearRaw } from '../src/index.ts'
import { recordedDriver } from './recorded-driver.ts'

const networks = recordedNetworks(/^near$/)

describe('a near-lake file without a chunk list', () => {
  if (networks.length === 0) {
    it('is left out, for there are no real recordings here', () => {
      expect(networks).toEqual([])
    })
    return
  }

  it.each(['tx_root', 'prev_state_root', 'outcome_root'])('is held against the header by the %s of its shards', async (name) => {
    const [network] = networks
    const driver = recordedDriver(network!)
    const recorded = [...driver.recordedBlocks(network!.exchanges)].find(({ raw }) => heightOf(raw) === 105_089_746)
    const outcomeOf = async (raw: NearRaw): Promise<string | undefined> => {
      const results = await driver.verify(raw, driver.decode(raw, 'receipts'), 'receipts')
      return results.find(({ check }) => check === 'block-hash')?.outcome
    }
    const { raw } = recorded!
    expect((raw.block as { chunks?: unknown }).chunks).toBeUndefined()
    expect(await outcomeOf(raw)).toBe('passed')
    const [first, ...others] = raw.shards as readonly { readonly chunk: { readonly header: Readonly<Record<string, unknown>> } }[]
    const header = { ...first!.chunk.header, [name]: '11111111111111111111111111111111' }
    expect(await outcomeOf({ ...raw, shards: [{ ...first, chunk: { ...first!.chunk, header } }, ...others] })).toBe('mismatch')
  })
})

function heightOf({ block }: NearRaw): unknown {
  return (block as { header: { height: unknown } }).header.height
}
