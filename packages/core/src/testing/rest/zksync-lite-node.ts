import { RpcFailure } from '../simulation/rpc-failure.ts'
import type { ChainView, RpcCall, SimulatedBlock } from '../simulation/stack-model.ts'
import type { RestBlock, RestTransaction } from './rest-model.ts'

type View = ChainView<RestBlock>

function lowest(view: View): number {
  const { retainedBlocks } = view.limits
  return retainedBlocks === undefined
    ? view.earliestNumber
    : Math.max(view.earliestNumber, view.tagged('latest')!.number - retainedBlocks + 1)
}

function visible(view: View, number: number): SimulatedBlock | undefined {
  const block = number < lowest(view) ? undefined : view.block(number)
  return block && block.number <= view.tagged('latest')!.number ? block : undefined
}

function blockJson(view: View, block: SimulatedBlock): object {
  const { number, root, timestampMs, commitTransactionHash } = view.content(block)
  const isFinal = number <= (view.tagged('finalized')?.number ?? -1)
  return {
    blockNumber: number,
    newStateRoot: root,
    blockSize: 630,
    commitTxHash: commitTransactionHash,
    verifyTxHash: isFinal ? commitTransactionHash.replace(/.$/, '0') : null,
    committedAt: new Date(timestampMs).toISOString(),
    finalizedAt: isFinal ? new Date(timestampMs + 3_600_000).toISOString() : null,
    status: isFinal ? 'finalized' : 'committed',
  }
}

/** Newest first. The block before the first that is kept is known by its root. */
function listBlocks(view: View, from: number, limit: number): readonly object[] {
  const list: object[] = []
  for (let number = Math.min(from, view.tagged('latest')!.number); list.length < limit && number >= 0; number--) {
    const block = visible(view, number)
    const child = block ? undefined : visible(view, number + 1)
    if (block) list.push(blockJson(view, block))
    else if (child) list.push({ blockNumber: number, newStateRoot: view.content(child).parent.root, status: 'finalized' })
    else break
  }
  return list
}

function transactionJson(block: RestBlock, { hash, type, from, to, amount, fee, nonce }: RestTransaction, index: number): object {
  const isDeposit = type === 'Deposit'
  return {
    txHash: hash,
    blockIndex: index,
    blockNumber: block.number,
    op: {
      type,
      from,
      to,
      amount: amount.toString(),
      accountId: nonce,
      ...(isDeposit
        ? { tokenId: 0, ethHash: hash, id: nonce }
        : { token: 0, fee: fee.toString(), nonce, validFrom: 0, validUntil: 4_294_967_295 }),
    },
    status: 'finalized',
    failReason: null,
    createdAt: new Date(block.timestampMs).toISOString(),
    batchId: null,
  }
}

function listTransactions(block: RestBlock, from: string, limit: number): object {
  const newestFirst = block.transactions.map((each, index) => transactionJson(block, each, index)).reverse()
  const start = from === 'latest' ? 0 : newestFirst.findIndex((each) => (each as { txHash: string }).txHash === from)
  return {
    list: start < 0 ? [] : newestFirst.slice(start, start + limit),
    pagination: { from, limit, direction: 'older', count: block.transactions.length },
  }
}

/** An answer of API v0.2. A block that is not there is `null`, and the list begins below it. */
export function answerZksyncLite({ method, params }: RpcCall, view: View, networkName: string): unknown {
  const query = (params ?? {}) as Readonly<Record<string, string>>
  const envelope = (result: unknown): object => ({
    request: {
      network: networkName,
      apiVersion: 'v02',
      resource: method.slice(4),
      args: query,
      timestamp: '2026-04-01T00:00:00Z',
    },
    status: 'success',
    error: null,
    result,
  })
  const [resource, name, part] = method.replace('GET /', '').split('/')
  if (resource !== 'blocks') throw new RpcFailure(404, 'Not Found')
  if (name === undefined) {
    return envelope({ list: listBlocks(view, Number(query['from']), Number(query['limit'])), pagination: { count: 1 } })
  }
  const tag = name === 'lastCommitted' ? 'latest' : name === 'lastFinalized' ? 'finalized' : undefined
  const block = tag ? view.tagged(tag) : visible(view, Number(name))
  if (part === undefined) return envelope(block ? blockJson(view, block) : null)
  if (!block) return envelope({ list: [], pagination: { from: query['from'], limit: 1, direction: 'older', count: 0 } })
  return envelope(listTransactions(view.content(block), String(query['from']), Number(query['limit'])))
}
