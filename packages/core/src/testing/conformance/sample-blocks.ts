import type { Batch, BlockRef, Checkpoint, L2Block, L2Log, L2Transaction, NetworkId, Settlement } from '@defimon/core'
import { seededRandom } from '../runtime/seeded-random.ts'

/** Which blocks to make up. */
export interface SampleOptions {
  readonly network: NetworkId
  readonly from: number
  readonly count: number
  /** Another branch has other hashes. Default `main`. */
  readonly branch?: string
  /** The block before the first. Default: the one of the same branch. */
  readonly parent?: BlockRef
  /** In each block. Default 2. */
  readonly transactions?: number
}

const HUGE_WEI = 2n ** 255n - 19n

function hashOf(...parts: readonly unknown[]): string {
  return seededRandom(parts.join('/')).hex(32)
}

/** The ref of a made-up block. */
export function sampleRef(network: NetworkId, number: number, branch = 'main'): BlockRef {
  return { number, hash: hashOf(network, branch, number) }
}

function sampleTransaction(block: BlockRef, index: number): L2Transaction {
  const random = seededRandom(`${block.hash}/${index}`)
  return {
    hash: random.hex(32),
    index,
    kind: 'user',
    type: '0x2',
    from: random.hex(20),
    ...(index % 2 === 0 && { to: random.hex(20) }),
    valueWei: index === 0 ? HUGE_WEI : BigInt(random.integer(0, 2 ** 52)) * 1_000_003n,
    nonce: 2n ** 60n + BigInt(index),
    input: random.hex(4),
    gasLimit: 21_000n,
    status: index % 3 === 2 ? 'failed' : 'succeeded',
    gasUsed: 21_000n,
    fee: { totalWei: HUGE_WEI - BigInt(index), l1DataWei: 7n },
    fields: {},
  }
}

/** Blocks that are linked and whole, without any chain behind them: for tests of sinks. Their amounts go up to 2^255. */
export function sampleBlocks(options: SampleOptions): L2Block[] {
  const { network, from, count, branch = 'main', transactions = 2 } = options
  let parent: BlockRef | undefined = options.parent ?? (from > 0 ? sampleRef(network, from - 1, branch) : undefined)
  return Array.from({ length: count }, (_, offset) => {
    const ref = sampleRef(network, from + offset, branch)
    const all = Array.from({ length: transactions }, (_each, index) => sampleTransaction(ref, index))
    const logs: L2Log[] = all.map(({ hash }, index) => ({
      transactionHash: hash,
      transactionIndex: index,
      logIndex: index,
      address: seededRandom(`token/${index}`).hex(20),
      topics: [hashOf('topic', index)],
      data: index % 2 === 0 ? '0x' : seededRandom(hash).hex(64),
    }))
    const block: L2Block = {
      ...ref,
      network,
      stack: 'evm',
      ...(parent && { parent }),
      timestampMs: 1_750_000_000_000 + (from + offset) * 2000,
      transactionCount: transactions,
      transactions: all,
      logs,
      gasUsed: 21_000n * BigInt(transactions),
      gasLimit: 30_000_000n,
      baseFeePerGasWei: 2n ** 70n,
      stateRoot: hashOf('state', ref.hash),
      verification: {
        passed: ['identity', 'block-hash'],
        skipped: [{ check: 'signatures', reason: 'not asked for' }],
        anchoredBy: 'none',
      },
      fields: {},
    }
    parent = ref
    return block
  })
}

/** A batch of these blocks with the checkpoint that goes with them. */
export function sampleBatch(blocks: readonly L2Block[], rest: Partial<Batch> & { readonly network: NetworkId }): Batch {
  const [first, last] = [blocks[0], blocks.at(-1)]
  const checkpoint: Checkpoint = {
    network: rest.network,
    ...(last && { head: { number: last.number, hash: last.hash } }),
    done: first && last ? [{ from: first.number, to: last.number }] : [],
  }
  return { blocks, settlements: [], reverted: [], checkpoint, ...rest }
}

/** A settlement of a block, claimed on a made-up parent chain, or merely sequenced. */
export function sampleSettlement(network: NetworkId, block: BlockRef, stage: 'sequenced' | 'claimed'): Settlement {
  if (stage === 'sequenced') return { network, block, state: { stage } }
  const claimed = {
    kind: 'state-claim',
    network: 'sample_parent',
    number: 9_000_000 + block.number,
    hash: hashOf('parent', block.number),
    transactionHash: hashOf('claim', block.number),
    parentStatus: 'safe',
    covers: { from: Math.max(0, block.number - 9), to: block.number, exact: true },
    cost: { purpose: 'claim', feeWei: HUGE_WEI, gasUsed: 100_000n, gasPriceWei: 10n ** 10n },
  } as const
  return { network, block, state: { stage, claimed } }
}
