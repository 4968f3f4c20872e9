import { createHash } from 'node:crypto'
import type { BlockRef, L2Block, L2Log, L2Transaction, NetworkId } from '@defimon/core'

/** How many transactions and logs the blocks of a fake chain carry. */
export interface FakeBlockShape {
  readonly transactions: number
  readonly logsPerTransaction: number
}

/** A chain whose blocks are decided by network, height and branch, and that a test moves as it likes. */
export interface FakeChain {
  readonly network: NetworkId
  readonly head: BlockRef | undefined
  /** The canonical block at a height. */
  at(number: number): L2Block | undefined
  /** Any block that ever was. */
  byHash(hash: string): L2Block | undefined
  /** The canonical blocks, ascending. */
  blocks(): readonly L2Block[]
  /** Adds blocks; `branch` names them, so that forks differ. `skip` leaves heights empty before each. */
  mine(count: number, branch?: string, skip?: number): void
  /** Takes the newest blocks away down to this height. */
  dropAbove(number: number): void
  /** Makes a block that was seen before the head again, with its ancestors. */
  switchTo(hash: string): void
  finalized: number | undefined
}

const START_MS = 1_749_990_000_000

export function digest(text: string): string {
  return `0x${createHash('sha256').update(text).digest('hex')}`
}

/** A chain with its first block at height `first`. */
export function createFakeChain(
  network: NetworkId,
  options: { readonly first?: number; readonly blockTimeMs?: number; readonly shape?: FakeBlockShape } = {},
): FakeChain {
  const { first = 0, blockTimeMs = 2_000, shape = { transactions: 1, logsPerTransaction: 1 } } = options
  const known = new Map<string, L2Block>()
  let canonical: L2Block[] = []
  const at = (number: number): L2Block | undefined => {
    // Heights ascend by one where nothing was skipped, so the guess is nearly always right.
    const guess = canonical[number - first]
    return guess?.number === number ? guess : canonical.find((block) => block.number === number)
  }
  return {
    network,
    finalized: undefined,
    get head() {
      return canonical.at(-1)
    },
    at,
    byHash: (hash) => known.get(hash),
    blocks: () => canonical,
    mine(count, branch = '', skip = 0) {
      for (let step = 0; step < count; step++) {
        const parent = canonical.at(-1)
        const number = parent ? parent.number + 1 + skip : first
        const timestampMs = START_MS + number * blockTimeMs
        const block = fakeBlock({ network, number, branch, timestampMs, shape, ...(parent && { parent }) })
        known.set(block.hash, block)
        canonical.push(block)
      }
    },
    dropAbove(number) {
      canonical = canonical.filter((block) => block.number <= number)
    },
    switchTo(hash) {
      const path: L2Block[] = []
      for (let block = known.get(hash); block; block = block.parent && known.get(block.parent.hash)) path.unshift(block)
      canonical = path
    },
  }
}

/** One block. Its hash depends on everything that tells it apart. */
export function fakeBlock(options: {
  readonly network: NetworkId
  readonly number: number
  readonly parent?: BlockRef
  readonly branch?: string
  readonly timestampMs?: number
  readonly shape?: FakeBlockShape
}): L2Block {
  const { network, number, parent, branch = '', timestampMs = START_MS + number * 2_000 } = options
  const shape = options.shape ?? { transactions: 1, logsPerTransaction: 1 }
  const hash = digest(`${network}/${number}/${branch}/${parent?.hash}`)
  const transactions: L2Transaction[] = []
  const logs: L2Log[] = []
  for (let index = 0; index < shape.transactions; index++) {
    const transactionHash = digest(`${hash}/${index}`)
    transactions.push({
      hash: transactionHash,
      index,
      kind: index === 0 ? 'deposit' : 'user',
      type: index === 0 ? '0x7e' : '0x2',
      from: digest(`from/${index % 7}`).slice(0, 42),
      to: digest(`to/${index % 5}`).slice(0, 42),
      valueWei: BigInt(number) * 10n ** 18n + BigInt(index),
      nonce: BigInt(index),
      input: digest(`input/${number}/${index}`),
      gasLimit: 100_000n,
      status: index % 10 === 9 ? 'failed' : 'succeeded',
      gasUsed: 21_000n + BigInt(index),
      fee: { totalWei: 2n ** 70n + BigInt(index), l1DataWei: 5n, priorityWei: 1n },
      fields: { maxFeePerGasWei: 2n ** 65n, accessList: [] } as object,
    })
    for (let log = 0; log < shape.logsPerTransaction; log++) {
      logs.push({
        transactionHash,
        transactionIndex: index,
        logIndex: logs.length,
        address: digest(`token/${log}`).slice(0, 42),
        topics: [digest('Transfer'), digest(`a/${index}`), digest(`b/${log}`)],
        data: digest(`data/${number}/${index}/${log}`),
      })
    }
  }
  return {
    network,
    stack: 'op-stack',
    number,
    hash,
    ...(parent && { parent: { number: parent.number, hash: parent.hash } }),
    timestampMs,
    transactionCount: shape.transactions,
    transactions,
    logs,
    gasUsed: 21_000n * BigInt(shape.transactions),
    gasLimit: 30_000_000n,
    baseFeePerGasWei: 7n,
    stateRoot: digest(`state/${hash}`),
    l1Origin: { network: 'ethereum', number: Math.floor(number / 6), hash: digest(`l1/${Math.floor(number / 6)}`) },
    verification: {
      passed: ['identity', 'parent-link', 'block-hash'],
      skipped: [{ check: 'signatures', reason: 'not sampled' }],
      anchoredBy: 'none',
    },
    fields: { sequenceNumber: number % 6, size: 2n ** 60n } as object,
  } as L2Block
}
