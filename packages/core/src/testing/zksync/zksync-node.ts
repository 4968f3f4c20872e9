import type { EthereumBlock } from '../ethereum/block.ts'
import { toQuantity } from '../ethereum/hex.ts'
import { RpcFailure } from '../simulation/rpc-failure.ts'
import type { ChainView, RpcCall, SimulatedBlock } from '../simulation/stack-model.ts'

type Json = Readonly<Record<string, unknown>>

/** How many blocks a simulated batch has. Batches are sealed up to the safe block, and executed up to the finalized one. */
export const BLOCKS_PER_BATCH = 4

/** The batch of a block. */
export function batchOf(number: number): number {
  return Math.floor(number / BLOCKS_PER_BATCH)
}

function lastOf(batch: number): number {
  return (batch + 1) * BLOCKS_PER_BATCH - 1
}

function isSealed(view: ChainView, number: number): boolean {
  return lastOf(batchOf(number)) <= (view.tagged('safe')?.number ?? -1)
}

function isExecuted(view: ChainView, number: number): boolean {
  return lastOf(batchOf(number)) <= (view.tagged('finalized')?.number ?? -1)
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An answer about blocks, transactions, receipts or logs, with the batch that carries them: null until it is sealed. */
export function withBatches(answer: unknown, view: ChainView): unknown {
  if (Array.isArray(answer)) return answer.map((each) => withBatches(each, view))
  if (!isObject(answer)) return answer
  const number = Number(answer['blockNumber'] ?? answer['number'])
  if (!Number.isSafeInteger(number)) return answer
  const l1BatchNumber = isSealed(view, number) ? toQuantity(batchOf(number)) : null
  const isBlock = 'sealFields' in answer
  return {
    ...answer,
    l1BatchNumber,
    ...(isBlock && { l1BatchTimestamp: l1BatchNumber === null ? null : answer['timestamp'] }),
    ...('transactions' in answer && { transactions: withBatches(answer['transactions'], view) }),
    ...('logs' in answer && { logs: withBatches(answer['logs'], view) }),
    ...('transactionIndex' in answer &&
      'from' in answer && { l1BatchTxIndex: l1BatchNumber === null ? null : answer['transactionIndex'] }),
  }
}

function details(view: ChainView<EthereumBlock>, block: SimulatedBlock): Json {
  const executed = isExecuted(view, block.number)
  const step = (name: string): Json => ({
    [`${name}TxHash`]: executed ? `0x${batchOf(block.number).toString(16).padStart(64, '0')}` : null,
    [`${{ commit: 'committed', prove: 'proven', execute: 'executed' }[name]}At`]: executed
      ? new Date(block.timestampMs).toISOString()
      : null,
  })
  return {
    timestamp: Math.floor(block.timestampMs / 1000),
    l1TxCount: 0,
    l2TxCount: block.transactionCount,
    rootHash: executed ? block.hash : null,
    status: executed ? 'verified' : 'sealed',
    ...step('commit'),
    ...step('prove'),
    ...step('execute'),
    l1GasPrice: 20_000_000_000,
    l2FairGasPrice: 25_000_000,
    baseSystemContractsHashes: { bootloader: `0x${'01'.repeat(32)}`, default_aa: `0x${'02'.repeat(32)}` },
  }
}

/** Answers the `zks_` methods that are about batches. Undefined: another method. Fails with `RpcFailure`. */
export function answerZks({ method, params }: RpcCall, view: ChainView<EthereumBlock>): unknown {
  const [first] = Array.isArray(params) ? (params as unknown[]) : []
  if (!method.startsWith('zks_')) return undefined
  const number = Number(first)
  switch (method) {
    case 'zks_L1BatchNumber':
      return toQuantity(batchOf((view.tagged('safe')?.number ?? 0) + 1) - 1)
    case 'zks_getL1BatchBlockRange':
      return isSealed(view, lastOf(number)) ? [toQuantity(number * BLOCKS_PER_BATCH), toQuantity(lastOf(number))] : null
    case 'zks_getBlockDetails': {
      const block = view.block(number)
      if (!block) return null
      const operatorAddress = `0x${'0f'.repeat(20)}`
      return {
        number,
        l1BatchNumber: batchOf(number),
        operatorAddress,
        protocolVersion: 'Version29',
        ...details(view, block),
      }
    }
    case 'zks_getL1BatchDetails': {
      const last = isSealed(view, lastOf(number)) ? view.block(lastOf(number)) : undefined
      return last ? { number, ...details(view, last) } : null
    }
    default:
      throw new RpcFailure(-32601, `the method ${method} does not exist/is not available`)
  }
}
