import { type BlockTag, DefimonError, type Detail, type Exchange, type L2Network } from '@defimon/core'
import {
  assertNetwork,
  type BlockDriver,
  type CheckResult,
  type DriverCall,
  type HeadClaim,
  type RecordedBlock,
} from '@defimon/core/adapter'
import { askRest, otherBlock, readArray, readNumber, readObject, readString } from '../../rest/ask-rest.ts'
import { decodeZksyncLiteBlock, readPage, type ZksyncLiteRaw } from './decode-block.ts'
import type {} from './fields.ts'

/** The API shows a block once its data stand on Ethereum, so its newest is safe already. */
const BLOCK_OF_TAG: Readonly<Record<BlockTag, string>> = {
  latest: 'lastCommitted',
  safe: 'lastCommitted',
  finalized: 'lastFinalized',
}
/** The most that a page holds. */
const PAGE = 100
/** How mainnet names itself in every answer. */
const MAINNET = 'mainnet'

/** `result` of an answer. Errors come with HTTP 200 and `status: 'error'`. */
async function ask(call: DriverCall, network: L2Network<'zksync-lite'>, path: string): Promise<unknown> {
  const answer = readObject(await askRest(call, network, path), 'answer')
  const { request, status, error } = answer
  const named = readObject(request, 'request')['network']
  const wanted = network.testnetOf === undefined ? MAINNET : undefined
  if (wanted !== undefined && named !== wanted) {
    throw new DefimonError('WRONG_NETWORK', `the endpoint serves ${String(named)}`, { network: network.id, host: call.endpoint })
  }
  if (status !== 'success') {
    const message = typeof error === 'object' && error !== null ? (error as { message?: unknown }).message : undefined
    throw new DefimonError('RPC', `the API failed: ${String(message ?? 'no reason given')}`, {
      network: network.id,
      host: call.endpoint,
    })
  }
  return answer['result']
}

async function readHead(call: DriverCall, network: L2Network<'zksync-lite'>, tag: BlockTag): Promise<HeadClaim> {
  const block = await ask(call, network, `blocks/${BLOCK_OF_TAG[tag]}`)
  const { number, hash, timestampMs } = decodeZksyncLiteBlock({ number: 0, block, transactionCount: 0 }, 'header')
  return { number, hash, timestampMs }
}

/** All transactions of a block in its order: pages run from the newest to the oldest, and overlap by the one they start from. */
async function askTransactions(
  call: DriverCall,
  network: L2Network<'zksync-lite'>,
  number: number,
  detail: Detail,
): Promise<{ readonly count: number; readonly list?: readonly unknown[] }> {
  const page = async (from: string, limit: number): Promise<ReturnType<typeof readPage>> =>
    readPage(await ask(call, network, `blocks/${number}/transactions?from=${from}&limit=${limit}&direction=older`))
  if (detail === 'header') return { count: (await page('latest', 1)).count }
  const { list: first, count } = await page('latest', PAGE)
  const list = [...first]
  while (list.length < count) {
    const last = readString(readObject(list.at(-1), 'transaction')['txHash'], 'txHash')
    const more = (await page(last, PAGE)).list.filter((each) => readObject(each, 'transaction')['txHash'] !== last)
    if (more.length === 0) throw new DefimonError('MALFORMED', `${list.length} of ${count} transactions, and no more`)
    list.push(...more)
  }
  for (const each of list) {
    const { blockNumber } = readObject(each, 'transaction')
    if (blockNumber !== number) throw otherBlock(blockNumber, number, call.endpoint)
  }
  return { count, list: list.toReversed() }
}

async function fetchBlock(
  call: DriverCall,
  network: L2Network<'zksync-lite'>,
  id: number | { readonly hash: string },
  detail: Detail,
): Promise<ZksyncLiteRaw | undefined> {
  if (typeof id !== 'number') {
    throw new DefimonError('UNSUPPORTED', 'zkSync Lite gives blocks by number, not by hash', { network: network.id })
  }
  const { list } = readObject(await ask(call, network, `blocks?from=${id}&limit=2&direction=older`), 'result')
  const [block, parent] = readArray(list, 'list')
  // Where there is no block of this number, the list begins below it.
  if (block === undefined || readNumber(readObject(block, 'block')['blockNumber'], 'blockNumber') < id) {
    const head = await readHead(call, network, 'latest')
    if (id > head.number || block === undefined) return undefined
    throw otherBlock(readObject(block, 'block')['blockNumber'], id, call.endpoint)
  }
  const { count, list: transactions } = await askTransactions(call, network, id, detail)
  return {
    number: id,
    block,
    transactionCount: count,
    ...(parent !== undefined && { parent }),
    ...(transactions && { transactions }),
  }
}

const UNRECOMPUTABLE: readonly CheckResult[] = [
  {
    check: 'block-hash',
    outcome: 'skipped',
    reason: 'the root follows from all accounts, which the API does not give; Ethereum holds it',
  },
  {
    check: 'transactions-root',
    outcome: 'skipped',
    reason: 'the data that Ethereum holds stand over the transactions; the API gives no root',
  },
]

/** Answers that hold a block. Lists of an account's transactions name blocks, but hold none. */
function* recordedBlocks(network: string, exchanges: readonly Exchange[]): Iterable<RecordedBlock<ZksyncLiteRaw>> {
  for (const exchange of exchanges) {
    const block = exchange.network === network ? asObject(asObject(exchange.result)?.['result']) : undefined
    if (typeof block?.['newStateRoot'] !== 'string' || typeof block['blockNumber'] !== 'number') continue
    const number = block['blockNumber']
    yield { exchange, detail: 'header', raw: { number, block, transactionCount: 0 }, asked: number }
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined
}

/**
 * zkSync Lite by its REST API v0.2: `blocks`, `blocks/{n}/transactions`, `blocks/lastCommitted` and `blocks/lastFinalized`. The network
 * was shut down on 2026-05-04; what stands on Ethereum for good is read by `readBlockCommits`.
 */
export function zksyncLiteDriver(network: L2Network<'zksync-lite'>): BlockDriver<'zksync-lite', ZksyncLiteRaw> {
  assertNetwork(network, 'zksync-lite')
  return {
    network,
    settlementStages: async () => (await import('./settlement/settlement-stages.ts')).zksyncLiteStages(network),
    checks: ['block-hash', 'transactions-root'],
    // Every answer names the network; a chain id is not asked.
    readChainId: async () => undefined,
    readHead: (call, tag) => readHead(call, network, tag),
    fetchBlock: (call, id, detail) => fetchBlock(call, network, id, detail),
    decode: decodeZksyncLiteBlock,
    verify: () => UNRECOMPUTABLE,
    recordedBlocks: (exchanges) => recordedBlocks(network.id, exchanges),
  }
}
