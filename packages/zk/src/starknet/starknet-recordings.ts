import type { Detail, Exchange, L2Network } from '@defimon/core'
import type { RecordedBlock } from '@defimon/core/adapter'
import { isObject, type Json } from '@defimon/core/adapter'
import { shortStringToFelt } from './felt.ts'
import { isUnfinished } from './read-header.ts'
import { type StarknetRaw, transactionsOf } from './starknet-raw.ts'

/** Method → how much of a block it gives. `GET …` is the feeder gateway of the sequencer. */
const DETAIL_OF: Readonly<Record<string, Detail>> = {
  starknet_getBlockWithTxHashes: 'header',
  starknet_getBlockWithTxs: 'transactions',
  starknet_getBlockWithReceipts: 'receipts',
  'GET /feeder_gateway/get_block': 'receipts',
}
const LEVELS: readonly Detail[] = ['header', 'transactions', 'receipts']

/** Blocks in exchanges: answers of the three block methods, and of the feeder gateway. Unfinished blocks are no blocks. */
export function* recordedStarknetBlocks(
  network: L2Network<'starknet'>,
  exchanges: readonly Exchange[],
): Iterable<RecordedBlock<StarknetRaw>> {
  for (const exchange of exchanges) {
    const detail = DETAIL_OF[exchange.method]
    const { result } = exchange
    if (exchange.network !== network.id || !detail || !isObject(result) || isUnfinished(result)) continue
    yield { exchange, raw: { block: result }, detail }
  }
}

/** A recorded block as the answer of a method that gives less of it. */
function cutTo(block: Json, recorded: Detail, wanted: Detail): Json | undefined {
  if (recorded === wanted) return block
  if (LEVELS.indexOf(recorded) < LEVELS.indexOf(wanted)) return undefined
  const { transaction_receipts: _receipts, ...header } = block
  const entries = transactionsOf(block)
  if (wanted === 'header') return { ...header, transactions: entries.map(({ hash }) => hash) }
  return { ...header, transactions: entries.map(({ transaction, hash }) => ({ ...transaction, transaction_hash: hash })) }
}

/**
 * Answers of JSON-RPC from recorded blocks: chain id, spec version and blocks by height, hash and tag. The newest recorded block is
 * the head, and the newest one accepted on L1 the finalized one.
 */
export function answerStarknetQuestion(
  network: L2Network<'starknet'>,
  exchanges: readonly Exchange[],
): (method: string, params: unknown) => unknown {
  const blocks = [...recordedStarknetBlocks(network, exchanges)].flatMap(({ raw, detail }) =>
    isObject(raw.block) ? [{ block: raw.block, detail }] : [],
  )
  const numberOf = (block: Json): number => Number(block['block_number'])
  const ascending = blocks.toSorted((a, b) => numberOf(a.block) - numberOf(b.block))
  const matching = (id: unknown): readonly { readonly block: Json; readonly detail: Detail }[] => {
    if (isObject(id)) {
      return blocks.filter(
        ({ block }) => block['block_number'] === id['block_number'] || block['block_hash'] === id['block_hash'],
      )
    }
    const eligible = id === 'l1_accepted' ? ascending.filter(({ block }) => block['status'] === 'ACCEPTED_ON_L1') : ascending
    const newest = eligible.at(-1)
    return newest && (id === 'latest' || id === 'l1_accepted')
      ? eligible.filter(({ block }) => block['block_number'] === newest.block['block_number'])
      : []
  }
  return (method, params) => {
    if (blocks.length === 0) return undefined
    if (method === 'starknet_chainId') {
      return network.chainId && `0x${shortStringToFelt(network.chainId.replace(/^starknet:/, '')).toString(16)}`
    }
    if (method === 'starknet_specVersion') return '0.10.0'
    if (method === 'starknet_blockNumber') return ascending.at(-1)?.block['block_number']
    const wanted = DETAIL_OF[method]
    if (!wanted) return undefined
    const id = Array.isArray(params) ? params[0] : isObject(params) ? params['block_id'] : undefined
    for (const { block, detail } of matching(id)) {
      const answer = cutTo(block, detail, wanted)
      if (answer) return answer
    }
    return undefined
  }
}
