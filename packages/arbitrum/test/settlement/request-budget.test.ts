import type { L2Network } from '@defimon/core'
import type { BlockDriver, DriverCall } from '@defimon/core/adapter'
import { type SimulatedNetwork, virtualRuntime } from '@defimon/core/testing'
import { type EvmRaw, evmSource } from '@defimon/evm'
import { id } from 'ethers'
import { expect, it } from 'vitest'
import { createArbitrumSettlement } from '../../src/settlement/arbitrum-settlement.ts'
import { assertion, batch, confirmation, INBOX, OUTBOX, ROLLUP } from './arbitrum-rollup.ts'
import { type Happening, simulateParent } from './simulated-parent.ts'

const START_MS = Date.UTC(2025, 5, 1)
const BLOCKS = 100_000
/** As on Arbitrum One in 2024: four blocks a second, some 400 in a batch, a claim an hour; here confirmed after two hours. */
const BLOCK_TIME_MS = 250
const IN_BATCH = 400
const CLAIM_EVERY = 300
const CONFIRMED_AFTER = 600

const hashOf = (number: number): string => id(`block ${number}`)

it('settles 100,000 blocks in order for at most one request to the parent per 100 blocks', async () => {
  const runtime = virtualRuntime({ startMs: START_MS + 3_100 * 12_000 })
  const numbers = new Map<string, number>()
  // Blocks that are made up as they are asked for: what is counted is what the parent is asked.
  const l2 = { chain: { block: (number: number) => ({ hash: hashOf(number) }) } } as unknown as SimulatedNetwork
  const happenings: Happening[] = []
  for (let number = 0; number * IN_BATCH < BLOCKS; number += 1) {
    const [before, after] = [number * IN_BATCH, (number + 1) * IN_BATCH]
    happenings.push(batch(number, Math.floor((after * BLOCK_TIME_MS) / 12_000) + 3, [before, after], 'blobs'))
  }
  const stateAt = (at: number): { readonly block: number | string; readonly batches: number } => {
    const batches = happenings.filter(({ name, at: posted }) => name.startsWith('batch') && posted < at).length
    return { block: batches === 0 ? 'none' : batches * IN_BATCH - 1, batches }
  }
  for (let at = CLAIM_EVERY; at <= 2_400; at += CLAIM_EVERY) {
    const [before, after] = [stateAt(at - CLAIM_EVERY), stateAt(at)]
    happenings.push(assertion(l2, `claim ${at}`, at, before, after))
    happenings.push(confirmation(l2, `claim ${at}`, at + CONFIRMED_AFTER, after.block))
    numbers.set(hashOf(Number(after.block)), Number(after.block))
  }
  const parent = simulateParent(happenings, { runtime, blocks: 3_100, startMs: START_MS })
  await using parentSource = evmSource(parent.network, { runtime })

  const network: L2Network<'arbitrum'> = {
    id: 'counted',
    name: 'Counted',
    stack: 'arbitrum',
    endpoints: [],
    contracts: {
      sequencerInbox: [{ address: INBOX, chain: 'ethereum' }],
      rollup: [{ address: ROLLUP, chain: 'ethereum' }],
      outbox: [{ address: OUTBOX, chain: 'ethereum' }],
    },
  }
  const driver = {
    network,
    fetchBlock: async (_: DriverCall, asked: number | { readonly hash: string }) =>
      typeof asked === 'number' ? asked : numbers.get(asked.hash),
    decode: (number: number) => ({ number, hash: hashOf(number), timestampMs: START_MS + number * BLOCK_TIME_MS }),
    verify: () => [],
  } as unknown as BlockDriver<'arbitrum', EvmRaw>
  const reader = createArbitrumSettlement(network, driver, { runtime, parent: parentSource })

  let questions = 0
  for (let number = 0; number < BLOCKS; ) {
    const block = { number, hash: hashOf(number) }
    const { state } = await runtime.runUntil(reader.readSettlement({} as DriverCall, block))
    expect(state.stage, `block ${number}`).toBe('settled')
    if (state.stage !== 'settled') return
    const ends = [...(state.posted ?? []), state.claimed, state.settled].map((evidence) => evidence?.covers?.to ?? number)
    number = Math.min(...ends) + 1
    questions += 1
  }
  const { callsByMethod } = parent.endpoints[0]!.statistics
  const calls = [...callsByMethod.values()].reduce((sum, count) => sum + count, 0)
  expect(questions).toBeLessThan(300)
  expect(calls, JSON.stringify([...callsByMethod])).toBeLessThanOrEqual(BLOCKS / 100)
})
