import type { BlockRef, Evidence, L2Network } from '@defimon/core'
import { blockBefore, contractsOn, type ParentView } from '@defimon/evm/parent'
import { CHECKPOINT_STEP, currentHeaderBlock, headerBlocks, newHeaderBlock } from './root-chain.ts'

/** Finds the checkpoint that covers a block. */
export interface CheckpointReader {
  /** Undefined: none covers it yet. Asks `eth_call` of the root chain contract, and the log of the checkpoint once. */
  find(view: ParentView, block: BlockRef): Promise<Evidence | undefined>
}

interface Checkpoint {
  readonly id: number
  readonly from: number
  readonly to: number
  readonly createdAtMs: number
  readonly root: string
}

/** Evidence that is kept: blocks are asked in order, so the last ones are enough. */
const KEPT = 64
/** A checkpoint says when it was made, not where: its log is looked for from a block of about that time on. */
const TOLERANCE_MS = 96_000
const PARENT_BLOCK_TIME_MS = 12_000
const NEARBY_BLOCKS = 2 * Math.ceil(TOLERANCE_MS / PARENT_BLOCK_TIME_MS)

/** The checkpoints of a network on its parent; undefined where no contract of the network is known there. */
export function createCheckpointReader(network: L2Network<'polygon-pos'>, parent: string): CheckpointReader | undefined {
  const contract = contractsOn(network.contracts.checkpoint, parent).at(-1)?.address.toLowerCase()
  if (contract === undefined) return undefined
  const transactions = new Map<number, string>()
  const found: Checkpoint[] = []

  const read = async (view: ParentView, id: number): Promise<Checkpoint> => {
    const output = await view.call(contract, headerBlocks.encodeInput(id), view.latest.number)
    const [root, start, end, createdAt] = headerBlocks.decodeOutput(output)
    return { id, from: Number(start), to: Number(end), createdAtMs: Number(createdAt) * 1000, root: String(root) }
  }

  /** Checkpoints have consecutive ids and ranges, so halving finds the one. */
  const covering = async (view: ParentView, number: number): Promise<Checkpoint | undefined> => {
    const known = found.find(({ from, to }) => from <= number && number <= to)
    if (known) {
      const still = await read(view, known.id)
      if (still.root === known.root && still.to === known.to) return known
      found.splice(found.indexOf(known), 1)
      transactions.delete(known.id)
    }
    let high = Number(
      currentHeaderBlock.decodeOutput(await view.call(contract, currentHeaderBlock.selector, view.latest.number))[0],
    )
    let low = CHECKPOINT_STEP
    while (low <= high) {
      const middle = Math.floor((low + high) / 2 / CHECKPOINT_STEP) * CHECKPOINT_STEP
      const checkpoint = await read(view, middle)
      if (number < checkpoint.from) high = middle - CHECKPOINT_STEP
      else if (number > checkpoint.to) low = middle + CHECKPOINT_STEP
      else {
        found.push(checkpoint)
        if (found.length > KEPT) found.shift()
        return checkpoint
      }
    }
    return undefined
  }

  return {
    async find(view, block) {
      const checkpoint = await covering(view, block.number)
      if (!checkpoint) return undefined
      const { id, from, to, createdAtMs } = checkpoint
      let transactionHash = transactions.get(id)
      if (transactionHash === undefined) {
        const near = await blockBefore(view, createdAtMs, { toleranceMs: TOLERANCE_MS, blockTimeMs: PARENT_BLOCK_TIME_MS })
        const topics = [newHeaderBlock.topic0, null, `0x${id.toString(16).padStart(64, '0')}`]
        const range = { from: near, to: near + NEARBY_BLOCKS }
        transactionHash = (await view.logs({ address: contract, topics }, range)).at(-1)?.transactionHash
        if (transactionHash === undefined) return undefined
        transactions.set(id, transactionHash)
        if (transactions.size > KEPT) transactions.delete(transactions.keys().next().value ?? id)
      }
      return view.evidence({
        kind: 'checkpoint',
        transactionHash,
        covers: { from, to, exact: true },
        dataAvailability: 'own',
        purpose: 'execute',
      })
    },
  }
}
