import { RpcFailure } from '../simulation/rpc-failure.ts'
import type { ChainView, RpcCall, SimulatedBlock, StackModel } from '../simulation/stack-model.ts'
import type { StarknetBlock } from './block.ts'
import { shortString, toFelt } from './felt.ts'

/** Versions of JSON-RPC that a simulated node can speak. */
export const STARKNET_SPEC_VERSIONS = ['0.8.1', '0.9.0', '0.10.2'] as const

/** A version of JSON-RPC. */
export type StarknetSpecVersion = (typeof STARKNET_SPEC_VERSIONS)[number]

type View = ChainView<StarknetBlock>

const BLOCK_NOT_FOUND = 24
const SINCE_0_10 = [
  ...['transaction_commitment', 'event_commitment', 'receipt_commitment', 'state_diff_commitment'],
  ...['transaction_count', 'event_count', 'state_diff_length'],
]

function isFelt(value: unknown): value is string {
  return typeof value === 'string' && /^0x[0-9a-f]{1,64}$/i.test(value)
}

/** A block by height, hash or tag; each version of the specification has its own tags. */
function find(view: View, id: unknown, spec: StarknetSpecVersion): SimulatedBlock {
  const invalid = new RpcFailure(-32602, 'Invalid params', { reason: 'unknown block id' })
  const notFound = new RpcFailure(BLOCK_NOT_FOUND, 'Block not found')
  let found: SimulatedBlock | undefined
  if (id === 'latest') found = view.tagged('latest')
  else if (id === 'l1_accepted' && spec !== '0.8.1') found = view.tagged('finalized')
  else if (typeof id !== 'object' || id === null) throw invalid
  else if ('block_number' in id && Number.isSafeInteger(id.block_number)) found = view.block(id.block_number as number)
  else if ('block_hash' in id && isFelt(id.block_hash)) found = view.at(toFelt(BigInt(id.block_hash)))
  else throw invalid
  const { retainedBlocks } = view.limits
  const head = view.tagged('latest')?.number ?? 0
  const lowest = retainedBlocks === undefined ? view.earliestNumber : Math.max(view.earliestNumber, head - retainedBlocks + 1)
  if (found === undefined || found.number < lowest) throw notFound
  return found
}

function statusOf(view: View, block: SimulatedBlock): string {
  const accepted = view.tagged('finalized')
  return accepted !== undefined && block.number <= accepted.number ? 'ACCEPTED_ON_L1' : 'ACCEPTED_ON_L2'
}

/** A header as a version of the specification has it. */
function headerOf(content: StarknetBlock, spec: StarknetSpecVersion): Record<string, unknown> {
  const header: Record<string, unknown> = { ...content.header }
  if (spec !== '0.10.2') for (const field of SINCE_0_10) delete header[field]
  return header
}

function shown(view: View, id: unknown, spec: StarknetSpecVersion, method: string): unknown {
  const block = find(view, id, spec)
  const content = view.content(block)
  const status = statusOf(view, block)
  const header = { status, ...headerOf(content, spec) }
  if (method === 'starknet_getBlockWithTxHashes') return { ...header, transactions: content.transactions.map(({ hash }) => hash) }
  if (method === 'starknet_getBlockWithTxs') {
    return { ...header, transactions: content.transactions.map(({ hash, json }) => ({ transaction_hash: hash, ...json })) }
  }
  let eventIndex = 0
  return {
    ...header,
    transactions: content.transactions.map(({ json, receipt }, transactionIndex) => ({
      transaction: json,
      receipt: {
        ...receipt,
        finality_status: status,
        events: receipt.events.map((event) =>
          spec === '0.10.2' ? { ...event, transaction_index: transactionIndex, event_index: eventIndex++ } : event,
        ),
      },
    })),
  }
}

/** Answers as a full node does (starknet-specs, starknet_api_openrpc.json of the version). Fails with `RpcFailure`. */
export function answerStarknet({ method, params }: RpcCall, view: View, chainName: string, spec: StarknetSpecVersion): unknown {
  const named = typeof params === 'object' && params !== null && !Array.isArray(params)
  const id = named ? (params as { block_id?: unknown }).block_id : Array.isArray(params) ? (params as unknown[])[0] : undefined
  switch (method) {
    case 'starknet_specVersion':
      return spec
    case 'starknet_chainId':
      return toFelt(shortString(chainName))
    case 'starknet_syncing':
      return false
    case 'starknet_blockNumber':
      return view.tagged('latest')?.number
    case 'starknet_blockHashAndNumber': {
      const head = view.tagged('latest')
      return { block_hash: head?.hash, block_number: head?.number }
    }
    case 'starknet_getStateUpdate': {
      const block = find(view, id, spec)
      const { header, stateDiff } = view.content(block)
      return { block_hash: block.hash, old_root: '0x0', new_root: header['new_root'], state_diff: stateDiff }
    }
    case 'starknet_getBlockTransactionCount':
      return find(view, id, spec).transactionCount
    case 'starknet_getBlockWithTxHashes':
    case 'starknet_getBlockWithTxs':
    case 'starknet_getBlockWithReceipts':
      return shown(view, id, spec, method)
    default:
      throw new RpcFailure(-32601, `Method not found: ${method}`)
  }
}

/** `starknet_subscribeNewHeads`: the header of each new block. */
export const starknetNewHead: NonNullable<StackModel<StarknetBlock>['newHead']> = {
  method: 'starknet_subscribeNewHeads',
  matches: () => true,
  result: (_block, content) => content.header,
}
