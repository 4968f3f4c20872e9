import { arbitrumShape } from './arbitrum-shape.ts'
import { optimismShape } from './optimism-shape.ts'
import type { Shape } from './shape.ts'
import { zksyncShape } from './zksync-shape.ts'

const BLOCKS = 100_000
/** A request for 100 blocks. */
const BOUND = 1
const DAY_BLOCKS = 7_200

const OP_MAINNET = {
  ...{ blocks: BLOCKS, blockTimeMs: 2_000, inGame: 1_800 },
  ...{ gameBlocks: 3.5 * DAY_BLOCKS, airGapBlocks: 3.5 * DAY_BLOCKS, isAggregate: false },
}
const BASE = { ...OP_MAINNET, inGame: 600, gameBlocks: 5 * DAY_BLOCKS, isAggregate: true }
const ARBITRUM_ONE = { blocks: BLOCKS, blockTimeMs: 250, inBatch: 367, data: 'blobs' as const }
const ERA = { blocks: BLOCKS, blockTimeMs: 200, inBatch: 1_018, committed: 1, proven: 1, executed: 1 }

const ERA_2023 = { ...ERA, blockTimeMs: 1_000, inBatch: 63 }
/** Every batch in transactions of its own, executed alone too. */
const SMALL = { ...ERA, blockTimeMs: 1_000, inBatch: 5, blocks: 5_000 }

/** What is measured; where the numbers come from stands in the README of the benchmarks. */
export const SHAPES: readonly Shape[] = [
  optimismShape('op mainnet', OP_MAINNET, { bound: BOUND }),
  optimismShape('base', BASE, { bound: BOUND }),
  arbitrumShape('arbitrum one', ARBITRUM_ONE, { bound: BOUND }),
  arbitrumShape('arbitrum one, 2023', { ...ARBITRUM_ONE, inBatch: 267, data: 'calldata' }, { bound: BOUND }),
  zksyncShape('zksync era', ERA, { bound: BOUND }),
  // Too many transactions for the bound, each of which has a cost: what it takes is told.
  zksyncShape('zksync era, 2023', { ...ERA_2023, blocks: 20_000 }),
  zksyncShape('zk stack, 5 in a batch', SMALL),
  zksyncShape('zksync era, 2023, no costs', ERA_2023, { bound: BOUND, hasCosts: false }),
  zksyncShape('zk stack, 5 in a batch, no costs', SMALL, { bound: BOUND, hasCosts: false }),
  arbitrumShape('arbitrum one, no costs', ARBITRUM_ONE, { bound: BOUND, hasCosts: false }),
  optimismShape('op mainnet, two parents', OP_MAINNET, { bound: BOUND, parentEndpoints: 2 }),
  arbitrumShape('arbitrum one, two parents', ARBITRUM_ONE, { bound: BOUND, parentEndpoints: 2 }),
  zksyncShape('zksync era, two parents', ERA, { bound: BOUND, parentEndpoints: 2 }),
]
