import type { Evidence, L2Network } from '@defimon/core'
import type { BlockDriver, DriverCall } from '@defimon/core/adapter'
import { virtualRuntime } from '@defimon/core/testing'
import { type EvmRaw, evmSource } from '@defimon/evm'
import { id } from 'ethers'
import { expect, it } from 'vitest'
import { createOptimismSettlement } from '../../src/settlement/optimism-settlement.ts'
import { answering, FACTORY, game, PORTAL, REGISTRY, resolution } from './optimism-rollup.ts'
import { type Happening, simulateParent } from './simulated-parent.ts'

const START_MS = Date.UTC(2025, 5, 1)
const BLOCKS = 100_000
/** As on OP Mainnet: a block every 2 s, a game an hour; here it ends after five hours, and the air gap is one. */
const IN_GAME = 1_800
const GAME_EVERY = 300
const ENDS_AFTER = 1_500
const AIR_GAP_S = 3_600
const PARENT_BLOCKS = 18_800

it('settles 100,000 blocks in order for at most one request to the parent per 100 blocks', { timeout: 60_000 }, async () => {
  const runtime = virtualRuntime({ startMs: START_MS + PARENT_BLOCKS * 12_000 })
  const happenings: Happening[] = []
  for (let number = 1; (number - 1) * IN_GAME < BLOCKS; number += 1) {
    const at = number * GAME_EVERY + 5
    happenings.push(
      game(`${number}`, at, number * IN_GAME - 1, id(`root ${number}`)),
      resolution(`${number}`, at + ENDS_AFTER, 2),
    )
  }
  const byBlock = new Map(happenings.map((each) => [each.at, happenings.filter(({ at }) => at === each.at)]))
  const call = answering([
    { to: PORTAL, declaration: 'anchorStateRegistry()', types: ['address'], values: () => [REGISTRY] },
    { to: REGISTRY, declaration: 'respectedGameType()', types: ['uint32'], values: () => [0] },
    { to: REGISTRY, declaration: 'disputeGameFinalityDelaySeconds()', types: ['uint256'], values: () => [AIR_GAP_S] },
    { to: REGISTRY, declaration: 'isGameClaimValid(address)', types: ['bool'], values: () => [true] },
  ])
  const parent = simulateParent([], {
    runtime,
    blocks: PARENT_BLOCKS,
    startMs: START_MS,
    call,
    planned: ({ number }) => (byBlock.get(number) ?? []).map(({ transaction }) => transaction()),
  })
  await using parentSource = evmSource(parent.network, { runtime })

  const network: L2Network<'op-stack'> = {
    id: 'counted',
    name: 'Counted',
    stack: 'op-stack',
    endpoints: [],
    contracts: {
      disputeGameFactory: [{ address: FACTORY, chain: 'ethereum' }],
      optimismPortal: [{ address: PORTAL, chain: 'ethereum' }],
    },
  }
  // Blocks that are made up as they are asked for: what is counted is what the parent is asked.
  const driver = {
    network,
    fetchBlock: async (_: DriverCall, number: number) => ({ block: { number, stateRoot: id('state') } }),
    decode: ({ block }: { readonly block: { readonly number: number } }) => {
      const { number } = block
      return { number, hash: id(`block ${number}`), timestampMs: START_MS + number * 2_000 }
    },
    verify: () => [],
    readHead: async () => ({ number: 0, hash: id('block 0') }),
  } as unknown as BlockDriver<'op-stack', EvmRaw>
  const request = async (method: string, params: unknown): Promise<unknown> => {
    if (method !== 'eth_getTransactionByBlockHashAndIndex') return null
    const number = asked.get((params as readonly [string])[0]) ?? 0
    return { l1BlockNumber: `0x${Math.floor(number / 6).toString(16)}` }
  }
  const asked = new Map<string, number>()
  const reader = createOptimismSettlement(network, driver, { runtime, parent: parentSource })

  let questions = 0
  for (let number = 0; number < BLOCKS; questions += 1) {
    const block = { number, hash: id(`block ${number}`) }
    asked.set(block.hash, number)
    const { state } = await runtime.runUntil(
      reader.readSettlement({ endpoint: 'counted', request } as unknown as DriverCall, block),
    )
    expect(state.stage, `block ${number}`).toBe('settled')
    if (state.stage !== 'settled') return
    const ends = [state.claimed, state.settled].map((evidence?: Evidence) => evidence?.covers?.to ?? number)
    number = Math.min(...ends) + 1
  }
  const { callsByMethod } = parent.endpoints[0]!.statistics
  const calls = [...callsByMethod.values()].reduce((sum, count) => sum + count, 0)
  expect(questions).toBeLessThan(60)
  expect(calls, JSON.stringify([...callsByMethod])).toBeLessThanOrEqual(BLOCKS / 100)
})
