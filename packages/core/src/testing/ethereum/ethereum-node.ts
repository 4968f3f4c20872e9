import type { BlockTag } from '@defimon/core'
import { RpcFailure } from '../simulation/rpc-failure.ts'
import type { ChainView, RpcCall, SimulatedBlock, StackModel } from '../simulation/stack-model.ts'
import type { EthereumBlock } from './block.ts'
import { toQuantity } from './hex.ts'

type View = ChainView<EthereumBlock>

const INVALID_PARAMS = -32602
/** What go-ethereum answers for blocks whose history it dropped (EIP-4444). */
const PRUNED_CODE = 4444
const MOST_BLOCKS_IN_RANGE = 100_000

function prunedBelow(view: View): number {
  const head = view.tagged('latest')!.number
  const { retainedBlocks } = view.limits
  return retainedBlocks === undefined ? view.earliestNumber : Math.max(view.earliestNumber, head - retainedBlocks + 1)
}

function numberOf(value: unknown): number {
  if (typeof value !== 'string' || !/^0x(0|[1-9a-f][0-9a-f]*)$/i.test(value)) {
    throw new RpcFailure(INVALID_PARAMS, 'invalid argument 0: hex string without 0x prefix or with leading zeros')
  }
  return Number(value)
}

/** A block by number or tag. Undefined: not there. */
function blockOf(view: View, id: unknown): SimulatedBlock | undefined {
  if (id === 'pending') return view.tagged('latest')
  if (id === 'latest' || id === 'safe' || id === 'finalized' || id === 'earliest') {
    const block = view.tagged(id as BlockTag | 'earliest')
    // go-ethereum fails with -39001 where a tag has no block yet.
    if (block === undefined) throw new RpcFailure(-39001, `${id} block not found`)
    return block
  }
  const number = numberOf(id)
  if (number < prunedBelow(view)) throw new RpcFailure(PRUNED_CODE, 'pruned history unavailable')
  return number > view.tagged('latest')!.number ? undefined : view.block(number)
}

function blockByHash(view: View, hash: unknown): SimulatedBlock | undefined {
  if (typeof hash !== 'string' || !/^0x[0-9a-f]{64}$/i.test(hash)) {
    throw new RpcFailure(INVALID_PARAMS, 'invalid argument 0: hex string has the wrong length')
  }
  const block = view.at(hash.toLowerCase())
  return block && block.number < prunedBelow(view) ? undefined : block
}

/** A number, tag, hash or `{ blockHash }` (EIP-1898). */
function blockOfAny(view: View, id: unknown): SimulatedBlock | undefined {
  if (typeof id === 'object' && id !== null && 'blockHash' in id) return blockByHash(view, id.blockHash)
  if (typeof id === 'string' && id.length === 66) return blockByHash(view, id)
  return blockOf(view, id)
}

function shown(view: View, block: SimulatedBlock | undefined, whole: unknown, transactions: TransactionIndex): unknown {
  if (block === undefined) return null
  const content = view.content(block)
  transactions.remember(content)
  return whole === true ? content.full : content.header
}

/** Where transactions are, of the blocks that were shown lately. */
export interface TransactionIndex {
  remember(block: EthereumBlock): void
  blockHash(transactionHash: string): string | undefined
}

/** An index of the newest transactions that were shown. */
export function createTransactionIndex(): TransactionIndex {
  const most = 50_000
  const blocks = new Map<string, string>()
  return {
    remember: (block) => {
      for (const hash of block.header.transactions) blocks.set(hash, block.hash)
      for (const hash of blocks.keys()) {
        if (blocks.size <= most) break
        blocks.delete(hash)
      }
    },
    blockHash: (transactionHash) => blocks.get(transactionHash),
  }
}

interface Located {
  readonly content: EthereumBlock
  readonly index: number
}

/** A transaction on the view's branch: by the index, else among the newest blocks. */
function locate(view: View, hash: unknown, transactions: TransactionIndex): Located | undefined {
  const wanted = String(hash).toLowerCase()
  const within = (block: SimulatedBlock | undefined): Located | undefined => {
    if (block === undefined || block.transactionCount === 0) return undefined
    const content = view.content(block)
    const index = content.header.transactions.indexOf(wanted)
    return index < 0 ? undefined : { content, index }
  }
  const lowest = prunedBelow(view)
  const known = transactions.blockHash(wanted)
  const block = known === undefined ? undefined : view.at(known)
  if (block !== undefined && block.number >= lowest && view.block(block.number)?.hash === block.hash) return within(block)
  const head = view.tagged('latest')!.number
  for (let number = head; number >= Math.max(lowest, head - 128); number--) {
    const found = within(view.block(number))
    if (found) return found
  }
  return undefined
}

interface LogFilter {
  readonly fromBlock?: unknown
  readonly toBlock?: unknown
  readonly blockHash?: unknown
  readonly address?: string | readonly string[]
  readonly topics?: readonly (string | readonly string[] | null)[]
}

function matches(filter: LogFilter, log: Readonly<Record<string, unknown>>): boolean {
  const equal = (wanted: string | readonly string[], value: unknown): boolean =>
    [wanted].flat().some((each) => each.toLowerCase() === value)
  if (filter.address !== undefined && !equal(filter.address, log['address'])) return false
  const topics = log['topics'] as readonly string[]
  return (filter.topics ?? []).every((wanted, index) => wanted === null || equal(wanted, topics[index]))
}

function logsOf(view: View, filter: LogFilter, transactions: TransactionIndex): unknown {
  const head = view.tagged('latest')!.number
  const blocks: SimulatedBlock[] = []
  if (filter.blockHash !== undefined) {
    const block = blockByHash(view, filter.blockHash)
    if (block === undefined) throw new RpcFailure(-32000, 'unknown block')
    blocks.push(block)
  } else {
    const bound = (id: unknown): number =>
      typeof id === 'string' && id.startsWith('0x') ? numberOf(id) : (blockOf(view, id ?? 'latest')?.number ?? head)
    const from = bound(filter.fromBlock)
    const to = Math.min(bound(filter.toBlock), head)
    if (from > to) {
      if (from > bound(filter.toBlock)) throw new RpcFailure(INVALID_PARAMS, 'invalid block range params')
      return []
    }
    const most = view.limits.logRangeBlocks ?? MOST_BLOCKS_IN_RANGE
    if (to - from + 1 > most) throw new RpcFailure(-32005, `block range too large: at most ${most} blocks`)
    if (from < prunedBelow(view)) throw new RpcFailure(PRUNED_CODE, 'pruned history unavailable')
    for (let number = from; number <= to; number++) {
      const block = view.block(number)
      if (block) blocks.push(block)
    }
  }
  const found = blocks
    .filter((block) => block.logCount > 0)
    .flatMap((block) => {
      const content = view.content(block)
      const logs = content.receipts.flatMap((receipt) => receipt.logs.filter((log) => matches(filter, log)))
      // Whoever was given a log may ask for its transaction, however old.
      if (logs.length > 0) transactions.remember(content)
      return logs
    })
  const most = view.limits.logResults
  if (most !== undefined && found.length > most) throw new RpcFailure(-32005, `query returned more than ${most} results`)
  return found
}

/** `eth_call` by a function of the test: it sees the block that the question named. */
export function answerCall(
  call: (request: { readonly to: string; readonly data: string }, block: SimulatedBlock) => string,
  { params }: RpcCall,
  view: View,
): string {
  const [request, id] = params as [{ readonly to: string; readonly data?: string; readonly input?: string }, unknown]
  const block = blockOfAny(view, id ?? 'latest')
  if (block === undefined) throw new RpcFailure(-32000, 'header not found')
  return call({ to: request.to.toLowerCase(), data: request.data ?? request.input ?? '0x' }, block)
}

/** Answers as go-ethereum does (execution-apis). Fails with `RpcFailure`. */
export function answerEthereum(
  { method, params }: RpcCall,
  view: View,
  chainId: number,
  transactions: TransactionIndex,
): unknown {
  const [first, second] = Array.isArray(params) ? (params as unknown[]) : []
  switch (method) {
    case 'eth_chainId':
      return toQuantity(chainId)
    case 'net_version':
      return String(chainId)
    case 'web3_clientVersion':
      return 'Simulated/v1.0.0/virtual'
    case 'eth_syncing':
      return false
    case 'eth_blockNumber':
      return toQuantity(view.tagged('latest')!.number)
    case 'eth_gasPrice':
      return toQuantity(1_000_000_000)
    case 'eth_getBlockByNumber':
      return shown(view, blockOf(view, first), second, transactions)
    case 'eth_getBlockByHash':
      return shown(view, blockByHash(view, first), second, transactions)
    case 'eth_getBlockReceipts': {
      const block = blockOfAny(view, first)
      return block === undefined ? null : view.content(block).receipts
    }
    case 'eth_getBlockTransactionCountByNumber':
    case 'eth_getBlockTransactionCountByHash': {
      const block = blockOfAny(view, first)
      return block === undefined ? null : toQuantity(block.transactionCount)
    }
    case 'eth_getTransactionReceipt': {
      const at = locate(view, first, transactions)
      return at ? at.content.receipts[at.index] : null
    }
    case 'eth_getTransactionByHash': {
      const at = locate(view, first, transactions)
      return at ? at.content.full.transactions[at.index] : null
    }
    case 'eth_getLogs':
      return logsOf(view, (first ?? {}) as LogFilter, transactions)
    default:
      throw new RpcFailure(-32601, `the method ${method} does not exist/is not available`)
  }
}

/** `eth_subscribe` of `newHeads`: the header without its transactions. */
export const ethereumNewHead: NonNullable<StackModel<EthereumBlock>['newHead']> = {
  method: 'eth_subscribe',
  matches: (params) => Array.isArray(params) && params[0] === 'newHeads',
  result: (_block, content) => {
    const { transactions: _transactions, uncles: _uncles, withdrawals: _withdrawals, size: _size, ...header } = content.header
    return header
  },
}
