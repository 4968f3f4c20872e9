import type { L2Network } from '@defimon/core'
import { simulateNetwork } from '@defimon/core/testing'
import { id } from 'ethers'
import { expect, it } from 'vitest'
import { lineaSource } from '../../src/linea/index.ts'
import { createParentWorld, encodeEvent, PARENT_START, parentBlockOf, ROLLUP_START_MS } from './parent-world.ts'

const ROLLUP = '0xd19d4b5d358258f05d7b411e21a1460d11b0876f'
const FIRST = 1_000
const FINALIZATIONS = 3
/** What Linea finalizes at once is some two hours of blocks; this is less. */
const BLOCKS_EACH = 1_200
const BLOCKS = FINALIZATIONS * BLOCKS_EACH
const AFTER = parentBlockOf(ROLLUP_START_MS + BLOCKS * 2_000)
const shnarf = (name: number): string => id(`shnarf ${name}`)

/** Data and its finalization, each in a parent block of its own, 60 blocks apart. */
function planned(parentBlock: number) {
  const place = (parentBlock - AFTER) / 30
  if (!Number.isInteger(place) || place < 1 || place > 2 * FINALIZATIONS) return []
  const index = Math.ceil(place / 2)
  const last = FIRST + index * BLOCKS_EACH - 1
  const data = encodeEvent(
    ROLLUP,
    'DataSubmittedV3(bytes32,bytes32 indexed,bytes32)',
    shnarf(index - 1),
    shnarf(index),
    id('root'),
  )
  const finalized = encodeEvent(
    ROLLUP,
    'DataFinalizedV3(uint256 indexed,uint256 indexed,bytes32 indexed,bytes32,bytes32)',
    last - BLOCKS_EACH + 1,
    last,
    shnarf(index),
    id('before'),
    id('root'),
  )
  return [{ from: ROLLUP, to: ROLLUP, logs: [place % 2 === 1 ? data : finalized] }]
}

it('settling blocks in order asks the parent at most once for each hundred of them', async () => {
  const rollup = simulateNetwork({
    stack: 'linea',
    startBlock: FIRST,
    blocks: BLOCKS,
    transactionsPerBlock: 0,
    startMs: ROLLUP_START_MS,
    blockTimeMs: 2_000,
  })
  const here = createParentWorld({
    rollup,
    contracts: { rollup: [{ address: ROLLUP, chain: 'simulated_ethereum' }] },
    parentBlocks: AFTER + 30 * (2 * FINALIZATIONS + 2) - PARENT_START,
    planned,
    source: (network, options) => lineaSource(network as L2Network<'linea'>, options),
  })
  // As a sync asks: once for all blocks that an answer holds for.
  let questions = 0
  for (let number = FIRST; number < FIRST + BLOCKS; questions += 1) {
    const { state } = await here.settlementOf(number)
    if (state.stage !== 'settled') throw new Error(`block ${number} is ${state.stage}`)
    number = (state.settled.covers?.to ?? number) + 1
  }
  expect(questions).toBe(FINALIZATIONS)
  expect(here.parentCalls).toBeLessThanOrEqual(BLOCKS / 100)
  // From the newest down, nothing is read twice.
  const before = here.parentCalls
  for (let number = FIRST + BLOCKS - 1; number > FIRST; number -= BLOCKS_EACH) await here.settlementOf(number)
  expect(here.parentCalls - before).toBeLessThanOrEqual(FINALIZATIONS)
  await here.close()
})
