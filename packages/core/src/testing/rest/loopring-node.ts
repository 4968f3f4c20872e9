import { RpcFailure } from '../simulation/rpc-failure.ts'
import type { ChainView, RpcCall, SimulatedBlock } from '../simulation/stack-model.ts'
import type { RestBlock } from './rest-model.ts'

type View = ChainView<RestBlock>

/** Errors come with HTTP 200. */
const NO_BLOCK = { resultInfo: { code: 107_500, message: 'Block not found' } }

function lowest(view: View): number {
  const { retainedBlocks } = view.limits
  return retainedBlocks === undefined
    ? view.earliestNumber
    : Math.max(view.earliestNumber, view.tagged('latest')!.number - retainedBlocks + 1)
}

function blockJson({ number, root, timestampMs, transactions, commitTransactionHash }: RestBlock): object {
  return {
    blockId: number,
    blockSize: 388,
    createdAt: timestampMs,
    merkleRoot: root,
    status: 'confirmed',
    txHash: commitTransactionHash,
    transactions: transactions.map(({ type, from, to, amount }) => ({
      txType: type,
      accountId: Number.parseInt(from.slice(2, 8), 16),
      toAddress: to,
      token: { tokenId: 0, amount: amount.toString() },
    })),
  }
}

/** An answer of API v3. */
export function answerLoopring({ method, params }: RpcCall, view: View): unknown {
  if (method !== 'GET /block/getBlock') throw new RpcFailure(404, 'Not Found')
  const { id } = (params ?? {}) as Readonly<Record<string, string>>
  let block: SimulatedBlock | undefined
  if (id === 'latest' || id === 'finalized') block = view.tagged(id)
  else {
    const number = Number(id)
    block = number < lowest(view) || number > view.tagged('latest')!.number ? undefined : view.block(number)
    const first = number === lowest(view) - 1 ? view.block(number + 1) : undefined
    // The root before the first block that is kept is known by its child.
    if (first) return { blockId: number, createdAt: 0, merkleRoot: view.content(first).parent.root, transactions: [] }
  }
  return block ? blockJson(view.content(block)) : NO_BLOCK
}
