import { type Batch, DefimonError, type L2Block, type NetworkId, type Sink } from '@defimon/core'
import type { SeededRandom, SimulatedBlock, SimulatedNetwork } from '@defimon/core/testing'
import { type MemorySink, memorySink } from '@defimon/sync/memory'

/** A store that fails on command, checks all that is written to it, and is compared with the chains at the end. */
export interface CheckedStore {
  readonly sink: Sink
  /** The first height that is wanted of a network: that of the first start, whatever later ones say. */
  start(network: NetworkId, from: number): number
  /** The share of writes that fail from now on, before or after they landed. */
  fail(share: number): void
  head(network: NetworkId): number | undefined
  /** Whether some block of it was stored as final. */
  isFinal(network: NetworkId): boolean
  /** Throws where the store is not the chain, block for block. */
  compare(network: NetworkId): void
}

/** A sink that fails five times in a row stops its network, which is right and another test. */
const MOST_FAILURES_IN_A_ROW = 3

/** Checks what a sync writes, against chains that know the truth. What is broken is thrown at the end, and ends the run. */
export function createCheckedStore(simulated: readonly SimulatedNetwork[], random: SeededRandom): CheckedStore {
  const store: MemorySink = memorySink()
  const starts = new Map<NetworkId, number>()
  const chainOf = (network: NetworkId) => simulated.find((each) => each.network.id === network)!.chain
  let broken: string | undefined
  let share = 0
  const failuresInRow = new Map<NetworkId, number>()

  const claim = (holds: boolean, what: string): void => {
    if (!holds) broken ??= what
  }
  const maybeFail = (network: NetworkId): void => {
    const failures = failuresInRow.get(network) ?? 0
    if (failures >= MOST_FAILURES_IN_A_ROW || !random.chance(share)) return
    failuresInRow.set(network, failures + 1)
    throw new Error('the disk is full')
  }

  /** What must hold of every batch, faults or not. */
  const check = (batch: Batch): void => {
    const { network, rollbackTo } = batch
    const before = store.checkpoint(network)
    const finalized = before?.finalized?.number ?? -1
    if (rollbackTo)
      claim(rollbackTo.number >= finalized, `${network}: a rollback to ${rollbackTo.number}, below final ${finalized}`)
    for (const block of batch.blocks) {
      const truth = chainOf(network).at(block.hash)
      // A branch that only a lying node showed is unknown here, and gone at the end.
      if (truth) claim(isSame(block, truth), `${network}: block ${block.number} was stored with other contents than it has`)
      claim(block.verification.passed.includes('identity'), `${network}: block ${block.number} was stored unchecked`)
    }
  }
  /** What must hold of the store after it. */
  const checkStored = (network: NetworkId): void => {
    const blocks = store.blocks(network)
    const { done = [], head } = store.checkpoint(network) ?? {}
    const isDone = ({ number }: L2Block): boolean => done.some(({ from, to }) => from <= number && number <= to)
    claim(blocks.every(isDone), `${network}: a stored block that the checkpoint does not know of`)
    claim(!head || store.block(network, head.number)?.hash === head.hash, `${network}: the checkpoint's head is not stored`)
  }

  const sink: Sink = {
    ...store,
    async write(batch, options) {
      maybeFail(batch.network)
      check(batch)
      await store.write(batch, options)
      checkStored(batch.network)
      maybeFail(batch.network)
      failuresInRow.set(batch.network, 0)
      if (broken) throw new DefimonError('SINK', broken, { network: batch.network, retryable: false })
    },
  }

  return {
    sink,
    start(network, from) {
      const known = starts.get(network)
      if (known !== undefined) return known
      starts.set(network, from)
      return from
    },
    fail(wanted) {
      share = wanted
    },
    isFinal: (network) => store.checkpoint(network)?.finalized !== undefined,
    head: (network) => store.checkpoint(network)?.head?.number,
    compare(network) {
      if (broken) throw new Error(broken)
      const wanted = chainOf(network).canonical({ from: starts.get(network) ?? 0 })
      const stored = store.blocks(network)
      const numbers = (blocks: readonly { readonly number: number }[]): string => blocks.map(({ number }) => number).join(' ')
      const missing = wanted.filter(({ number }) => !store.block(network, number))
      const extra = stored.filter(({ number }) => !wanted.some((each) => each.number === number))
      if (missing.length > 0) throw new Error(`${network}: blocks are missing: ${numbers(missing)}`)
      if (extra.length > 0) throw new Error(`${network}: blocks that the chain does not have: ${numbers(extra)}`)
      const differ = wanted.filter((block) => !isSame(store.block(network, block.number)!, block))
      if (differ.length > 0) throw new Error(`${network}: blocks that differ from the chain's: ${numbers(differ)}`)
    },
  }
}

function isSame(block: L2Block, truth: SimulatedBlock): boolean {
  return (
    block.number === truth.number &&
    block.hash === truth.hash &&
    block.parent?.hash === truth.parentHash &&
    block.transactionCount === truth.transactionCount &&
    block.transactions?.length === truth.transactionCount &&
    block.timestampMs === truth.timestampMs
  )
}
