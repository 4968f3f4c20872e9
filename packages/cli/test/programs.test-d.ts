// Seven programs as users write them. They are compiled with the repository, and against what is published (scripts/pack-matrix.ts), and
// never run: the contract must keep them compiling.
import { arbitrumSource } from '@defimon/arbitrum'
import {
  type BlockSource,
  type Checkpoint,
  isOrderingFinal,
  isWithdrawable,
  type L2Network,
  type Settlement,
  type Sink,
  watchBlocks,
} from '@defimon/core'
import { evmSource } from '@defimon/evm'
import { arbitrum_one, base, ethereum, linea } from '@defimon/networks'
import { optimismSource } from '@defimon/optimism'
import { createSync } from '@defimon/sync'
import { type PostgresPool, postgresSink } from '@defimon/sync/postgres'
import { lineaSource } from '@defimon/zk/linea'

declare const pool: PostgresPool
declare function show(...values: unknown[]): void

export async function follow(): Promise<void> {
  await using source = optimismSource(base)
  for await (const event of watchBlocks(source, { detail: 'transactions', signal: AbortSignal.timeout(60_000) })) {
    if (event.type === 'reorg') show('reorg', event.removed.length, 'back to', event.commonAncestor.number)
    else
      for (const transaction of event.block.transactions)
        show(event.block.fields.depositCount, transaction.hash, transaction.fields.sourceHash)
  }
}

export async function backfill(): Promise<void> {
  await using sync = createSync({
    sources: [{ source: arbitrumSource(arbitrum_one), from: 22_207_818 }],
    sink: postgresSink(pool),
  })
  void sync.run()
  for await (const event of sync.events()) if (event.type === 'reorg') show(event.network, event.depth)
}

export async function settlement(): Promise<void> {
  const source = lineaSource(linea, { parent: evmSource(ethereum) })
  const block = await source.getBlock(28_279_135, { detail: 'header' })
  // @ts-expect-error a header has no transactions
  show(block.transactions.length)
  const settled: Settlement = await source.getSettlement(block)
  if (settled.state.stage === 'settled') show(settled.state.settled.transactionHash, isWithdrawable(settled))
  else show(settled.state.stage, isOrderingFinal(settled), settled.nextExpectedMs)
}

export const mine: L2Network<'evm'> = {
  id: 'my_chain',
  name: 'Mine',
  stack: 'evm',
  contracts: {},
  endpoints: [{ url: 'https://rpc.example.org' }],
}

// @ts-expect-error a source takes its own stack only
export const wrong: BlockSource<'op-stack'> = optimismSource(arbitrum_one)

export async function quorum(): Promise<number> {
  const block = await evmSource(mine).getBlock('finalized')
  return block.logs.length + block.transactions.length
}

const rows = new Map<string, unknown>()
const checkpoints = new Map<string, Checkpoint>()
export const ownSink: Sink = {
  specVersion: 1,
  delivery: 'at-least-once',
  async open() {},
  async readCheckpoint(network) {
    return checkpoints.get(network)
  },
  async write(batch) {
    for (const block of batch.blocks) rows.set(`${batch.network}:${block.hash}`, block)
    checkpoints.set(batch.network, batch.checkpoint)
  },
  async close() {},
  async [Symbol.asyncDispose]() {},
}
