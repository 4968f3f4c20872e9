import type { L2Network } from '@defimon/core'
import { type Happening, zksyncRollup } from '../../test/settlement/event-encoders.ts'
import { eraHeader, wordOf } from './made-headers.ts'
import { makeNode } from './made-node.ts'
import { asSimulated, parentBlockAt, type Rollup, type Shape, START_MS, type Step } from './shape.ts'

/** What makes one chain of the ZK Stack differ from another here. */
export interface ZksyncProportions {
  readonly blocks: number
  readonly blockTimeMs: number
  readonly inBatch: number
  /** Batches that one transaction commits, proves, executes. */
  readonly committed: number
  readonly proven: number
  readonly executed: number
}

const CHAIN_ID = 1_337_324
/** From the last block of a batch to its commit, its proof and its execution, in blocks of the parent. ZIP-4 delays execution by three hours. */
const DELAYS = { commit: 2, prove: 150, execute: 1_000 } as const
const MARGIN = 150

/** A chain of the ZK Stack. */
export function zksyncShape(name: string, proportions: ZksyncProportions, rest: Partial<Shape> = {}): Shape {
  return { name, blocks: proportions.blocks, make: () => makeRollup(proportions), ...rest }
}

function makeRollup({ blocks, blockTimeMs, inBatch, committed, proven, executed }: ZksyncProportions): Rollup {
  const batches = Math.ceil(blocks / inBatch)
  /** Batch 1 begins with block 0. */
  const firstOf = (batch: number): number => (batch - 1) * inBatch
  const lastOf = (batch: number): number => Math.min(blocks, batch * inBatch) - 1
  const batchOf = (block: number): number => Math.floor(block / inBatch) + 1
  const together = (batch: number, size: number): readonly [number, number] => {
    const from = Math.floor((batch - 1) / size) * size + 1
    return [from, Math.min(batches, from + size - 1)]
  }
  const placeOf = (batch: number, delay: number): number => parentBlockAt((lastOf(batch) + 1) * blockTimeMs) + delay
  const rootOf = (batch: number): string => wordOf(`root ${batch}`)
  const l2 = asSimulated((number) => ({ number, hash: wordOf(`unused ${number}`) }))

  const happenings: Happening[] = []
  for (let batch = 1; batch <= batches; batch += 1) {
    const [commits, proofs, executions] = [committed, proven, executed].map((size) => together(batch, size))
    if (commits?.[1] === batch) {
      happenings.push(zksyncRollup.commit(l2, placeOf(batch, DELAYS.commit), commits, 'blobs', { rootOf }))
    }
    if (proofs?.[1] === batch) happenings.push(zksyncRollup.prove(placeOf(batch, DELAYS.prove), proofs))
    if (executions?.[1] === batch) {
      happenings.push(zksyncRollup.execute(l2, placeOf(batch, DELAYS.execute), executions, { rootOf }))
    }
  }

  const node = makeNode({
    chainId: CHAIN_ID,
    head: blocks - 1,
    header: (number) => eraHeader(number, Math.floor((START_MS + number * blockTimeMs) / 1_000), batchOf(number)),
    methods: {
      zks_getL1BatchBlockRange: ([batch]) =>
        [firstOf(Number(batch)), lastOf(Number(batch))].map((each) => `0x${each.toString(16)}`),
      zks_getL1BatchDetails: ([batch]) => ({ number: batch, rootHash: rootOf(Number(batch)) }),
    },
  })
  const network: L2Network<'zksync'> = {
    ...{ id: 'measured', name: 'Measured', stack: 'zksync', chainId: `eip155:${CHAIN_ID}`, evmChainId: CHAIN_ID, blockTimeMs },
    category: 'zk_rollup',
    dataAvailability: 'ethereum-blobs',
    endpoints: [{ url: node.url }],
    contracts: { diamondProxy: [{ address: zksyncRollup.PROXY, chain: 'ethereum' }] },
  }
  const stepOf = (block: number, step: Step['step'], what: string, kind: Step['parts']['kind'], size: number): Step => {
    const [from, to] = together(batchOf(block), size)
    const covers = { from: firstOf(from), to: lastOf(to), exact: true }
    const dataAvailability = step === 'posted' ? { dataAvailability: 'ethereum-blobs' as const } : {}
    return { step, happening: `${what} ${from}`, parts: { kind, covers, ...dataAvailability } }
  }
  return {
    network,
    node,
    happenings,
    parentBlocks: placeOf(batches, DELAYS.execute) + MARGIN,
    stepsOf: (number) => [
      stepOf(number, 'posted', 'commit', 'batch', committed),
      stepOf(number, 'proven', 'prove', 'validity-proof', proven),
      stepOf(number, 'settled', 'execute', 'settlement', executed),
    ],
  }
}
