import type { Fault } from './fault.ts'
import type { ChainView, SimulatedBlock } from './stack-model.ts'

/** The chain as a node shows it that has not seen the newest blocks. */
function laggingView(view: ChainView, blocks: number): ChainView {
  const newest = (): SimulatedBlock => {
    const head = view.tagged('latest')!
    let block = head
    for (let steps = 0; steps < blocks; steps++) block = view.block(block.parentNumber) ?? block
    return block
  }
  const seen = (block: SimulatedBlock | undefined): SimulatedBlock | undefined =>
    block && block.number <= newest().number ? block : undefined
  return {
    ...view,
    tagged: (tag) => (tag === 'latest' ? newest() : seen(view.tagged(tag))),
    block: (number) => seen(view.block(number)),
    at: (hash) => seen(view.at(hash)),
  }
}

/** A node that is this many blocks behind. */
export function staleHead(blocks: number): Fault {
  return {
    description: `${blocks} blocks behind the others`,
    verdict: 'unseen',
    reason: 'a slow node tells the truth of another moment; only other endpoints or the clock show that it is late',
    about: 'head',
    view: (view) => laggingView(view, blocks),
  }
}

/** A node on a branch of its own, apart for this many blocks. */
export function onFork(blocks: number): Fault {
  return {
    description: `on another branch for the newest ${blocks} blocks`,
    verdict: 'unseen',
    reason: 'the blocks of a branch are consistent; only other endpoints or the parent chain show that it is not the chain',
    about: 'head',
    view: (view, { head, forkedView }) => ({ ...forkedView(head.number - blocks), limits: view.limits }),
  }
}

/** A node that went its own way at the beginning of the chain: its final blocks are others too. */
const deepFork: Fault = {
  description: 'on a branch of its own that parted from the chain below what is final',
  verdict: 'unseen',
  reason:
    'the blocks of a branch are consistent; only other endpoints, the parent chain or what was stored show that it is not the chain',
  about: 'head',
  view: (view, { forkedView }) => {
    const forked = forkedView(view.earliestNumber)
    const tagged: typeof view.tagged = (tag) => {
      const shown = view.tagged(tag)
      // Heights may be missing on one branch that the other has.
      for (let number = shown?.number; number !== undefined && number >= view.earliestNumber; number--) {
        const block = forked.block(number)
        if (block) return block
      }
      return undefined
    }
    return { ...forked, limits: view.limits, tagged }
  },
}

/** Faults of a node that shows another chain than there is, whatever its stack. */
export const viewFaults: Readonly<Record<string, Fault>> = {
  'stale-head': staleHead(5),
  fork: onFork(3),
  'deep-fork': deepFork,
  'wrong-network': {
    description: 'a node of another network of the same stack, its chain id too',
    verdict: 'rejected',
    answer: (call, _answer, { foreign }) => foreign.answer(call),
  },
}
