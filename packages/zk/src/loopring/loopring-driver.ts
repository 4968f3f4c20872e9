import { type BlockTag, DefimonError, type Detail, type Exchange, type L2Network, type L2Transaction } from '@defimon/core'
import {
  assertNetwork,
  type BlockDriver,
  type CheckResult,
  type DecodedBlock,
  type DriverCall,
  type HeadClaim,
  type RecordedBlock,
} from '@defimon/core/adapter'
import {
  askRest,
  type Json,
  otherBlock,
  readArray,
  readCommitment,
  readNumber,
  readObject,
  readString,
} from '../rest/ask-rest.ts'
import type {} from './fields.ts'

/** The answers of one block of Loopring: its own, and that of the block before it, for the parent's root. */
export interface LoopringRaw {
  readonly block: unknown
  /** Absent: block 1, or not recorded. */
  readonly parent?: unknown
}

const FIRST_BLOCK = 1

/** A block of the API. Errors come with HTTP 200: `resultInfo.code` above 0, or `code` beside `message`. DeGate wraps it in `data`. */
async function askBlock(call: DriverCall, network: L2Network<'loopring'>, id: string): Promise<Json> {
  const answer = readObject(await askRest(call, network, `block/getBlock?id=${id}`), 'answer')
  const info = answer['resultInfo'] === undefined ? answer : readObject(answer['resultInfo'], 'resultInfo')
  if (typeof info['code'] === 'number' && info['code'] > 0) {
    throw new DefimonError('RPC', `the API failed: ${String(info['message'] ?? 'no reason given')}`, {
      network: network.id,
      host: call.endpoint,
      rpcCode: info['code'],
    })
  }
  return answer['data'] === undefined ? answer : readObject(answer['data'], 'data')
}

async function readHead(call: DriverCall, network: L2Network<'loopring'>, tag: BlockTag): Promise<HeadClaim> {
  if (tag === 'safe')
    throw new DefimonError('UNSUPPORTED', 'Loopring has no safe block: it is proven or not', { network: network.id })
  const { number, hash, timestampMs } = decode({ block: await askBlock(call, network, tag) }, 'header')
  return { number, hash, timestampMs }
}

async function fetchBlock(
  call: DriverCall,
  network: L2Network<'loopring'>,
  id: number | { readonly hash: string },
): Promise<LoopringRaw | undefined> {
  if (typeof id !== 'number') {
    throw new DefimonError('UNSUPPORTED', 'Loopring gives blocks by number, not by hash', { network: network.id })
  }
  let block: Json
  try {
    block = await askBlock(call, network, String(id))
  } catch (error) {
    // The codes of the API are not documented; its newest block decides, and below it the words.
    if (!DefimonError.isInstance(error) || error.code !== 'RPC' || error.rpcCode === undefined) throw error
    if (/not (found|exist)/i.test(error.message)) return undefined
    if (id > (await readHead(call, network, 'latest')).number) return undefined
    throw error
  }
  if (id <= FIRST_BLOCK) return { block }
  const parent = await askBlock(call, network, String(id - 1))
  if (parent['blockId'] !== id - 1) throw otherBlock(parent['blockId'], id - 1, call.endpoint)
  return { block, parent }
}

function decodeTransaction(value: unknown, index: number, blockId: number, detail: Detail): L2Transaction<'loopring'> {
  const answer = readObject(value, 'transaction')
  const type = readString(answer['txType'], 'txType')
  return {
    // Loopring's transactions have no hash: block and place name them.
    hash: `${blockId}-${index}`,
    index,
    kind: /^deposit$/i.test(type) ? 'deposit' : 'user',
    type,
    // A block holds only what its circuit accepted.
    ...(detail === 'receipts' && { status: 'succeeded' as const }),
    fields: { answer },
  }
}

function decode(raw: LoopringRaw, detail: Detail): DecodedBlock<'loopring'> {
  const block = readObject(raw.block, 'block')
  const number = readNumber(block['blockId'], 'blockId')
  const entries = readArray(block['transactions'] ?? [], 'transactions')
  const root = readCommitment(block['merkleRoot'], 'merkleRoot')
  const parent = raw.parent === undefined ? undefined : readObject(raw.parent, 'block before it')
  const { status, txHash, blockSize } = block
  return {
    number,
    hash: root,
    ...(parent && { parent: { number: number - 1, hash: readCommitment(parent['merkleRoot'], 'merkleRoot') } }),
    timestampMs: readNumber(block['createdAt'], 'createdAt'),
    transactionCount: entries.length,
    transactions:
      detail === 'header' ? undefined : entries.map((entry, index) => decodeTransaction(entry, index, number, detail)),
    logs: detail === 'receipts' ? [] : undefined,
    stateRoot: root,
    fields: {
      ...(typeof status === 'string' && { status }),
      ...(typeof txHash === 'string' && { submitTransactionHash: txHash }),
      ...(typeof blockSize === 'number' && { blockSize }),
    },
  }
}

const UNRECOMPUTABLE: readonly CheckResult[] = [
  {
    check: 'block-hash',
    outcome: 'skipped',
    reason: 'the root follows from all accounts, which the API does not give; Ethereum holds it (BlockSubmitted)',
  },
  {
    check: 'transactions-root',
    outcome: 'skipped',
    reason: 'sha256 of the data on Ethereum stands over them; the API gives no data',
  },
]

function* recordedBlocks(network: string, exchanges: readonly Exchange[]): Iterable<RecordedBlock<LoopringRaw>> {
  for (const exchange of exchanges) {
    if (exchange.network !== network || typeof exchange.result !== 'object' || exchange.result === null) continue
    const result = exchange.result as Json
    const block = (result['data'] ?? result) as Json
    if (typeof block['blockId'] === 'number') yield { exchange, raw: { block }, detail: 'receipts' }
  }
}

/**
 * Loopring by REST: `block/getBlock?id=…`, twice a block, since a block does not name the root before it. The exchange was closed on
 * 2026-06-28; what stands on Ethereum for good is read by `readSubmittedBlocks`.
 */
export function loopringDriver(network: L2Network<'loopring'>): BlockDriver<'loopring', LoopringRaw> {
  assertNetwork(network, 'loopring')
  return {
    network,
    settlementStages: async () => (await import('./settlement/settlement-stages.ts')).loopringStages(network),
    checks: ['block-hash', 'transactions-root'],
    readChainId: async () => undefined,
    readHead: (call, tag) => readHead(call, network, tag),
    fetchBlock: (call, id) => fetchBlock(call, network, id),
    decode,
    verify: () => UNRECOMPUTABLE,
    recordedBlocks: (exchanges) => recordedBlocks(network.id, exchanges),
  }
}
