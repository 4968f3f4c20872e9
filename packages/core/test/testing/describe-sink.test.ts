import {
  type Batch,
  type BlockRef,
  type Checkpoint,
  DefimonError,
  type L2Block,
  type Settlement,
  type Sink,
  type StoredSettlement,
  stageRank,
} from '@defimon/core'
import { describeSink, type SinkStore } from '@defimon/core/testing'
import { describe, expect, it } from 'vitest'

interface Content {
  readonly blocks: ReadonlyMap<string, L2Block>
  readonly settlements: ReadonlyMap<number, Settlement>
  readonly checkpoint?: Checkpoint
  readonly token: bigint
}

/** What a sink may do wrong. */
type Defect =
  | 'forgets rollbacks'
  | 'stores twice'
  | 'mixes networks'
  | 'rounds amounts'
  | 'ignores tokens'
  | 'tears batches'
  | 'forgets on close'
  | 'writes on close'
  | 'refuses what it has'
  | 'lets settlements fall'

const EMPTY: Content = { blocks: new Map(), settlements: new Map(), token: 0n }

/** A store of maps that does one thing wrong, or nothing. */
function createStore(defect?: Defect): SinkStore {
  let networks = new Map<string, Content>()
  let breaks = false
  let unwritten: Batch | undefined
  let copies = 0
  const read = (network: string): Content => networks.get(defect === 'mixes networks' ? 'all' : network) ?? EMPTY
  const keep = (network: string, content: Content): void => {
    networks.set(defect === 'mixes networks' ? 'all' : network, content)
  }
  const apply = (batch: Batch, content: Content): Content => {
    const blocks = new Map(content.blocks)
    const { rollbackTo } = batch
    if (rollbackTo && defect !== 'forgets rollbacks') {
      for (const [key, block] of blocks) if (block.number > rollbackTo.number) blocks.delete(key)
    }
    for (const block of batch.blocks) {
      if (defect === 'stores twice') copies++
      blocks.set(`${block.hash}${copies}`, block)
    }
    const settlements = new Map([...content.settlements].filter(([number]) => !rollbackTo || number <= rollbackTo.number))
    const put = (settlement: StoredSettlement, isRevert: boolean): void => {
      const { from, to } = settlement.holdsFor ?? { from: settlement.block.number, to: settlement.block.number }
      for (let number = from; number <= to; number++) {
        const isBehind = stageRank(settlement.state.stage) < stageRank(settlements.get(number)?.state.stage ?? 'sequenced')
        if (isRevert || !isBehind || defect === 'lets settlements fall') settlements.set(number, settlement)
      }
    }
    for (const settlement of batch.settlements) put(settlement, false)
    for (const settlement of batch.reverted) put(settlement, true)
    return { blocks, settlements, checkpoint: batch.checkpoint, token: batch.fencingToken ?? content.token }
  }
  const sink: Sink = {
    specVersion: 1,
    delivery: 'transactional',
    async open() {},
    readCheckpoint: async (network) => read(network).checkpoint,
    async write(batch, options) {
      options?.signal?.throwIfAborted()
      const before = read(batch.network)
      if (batch.fencingToken !== undefined && batch.fencingToken < before.token && defect !== 'ignores tokens') {
        throw new DefimonError('SINK', 'an older writer')
      }
      if (breaks) {
        breaks = false
        if (defect === 'tears batches') keep(batch.network, { ...apply({ ...batch, blocks: batch.blocks.slice(0, 1) }, before) })
        throw new DefimonError('SINK', 'the disk is full')
      }
      const isThere = batch.blocks.length > 0 && batch.blocks.every(({ hash }) => before.blocks.has(`${hash}0`))
      if (defect === 'refuses what it has' && isThere) throw new DefimonError('SINK', 'it is there')
      // What another process finds is what was written last but one.
      if (defect === 'writes on close') {
        if (unwritten) keep(unwritten.network, apply(unwritten, read(unwritten.network)))
        unwritten = batch
        return
      }
      keep(batch.network, apply(batch, before))
    },
    async close() {
      if (defect === 'forgets on close') networks = new Map()
    },
    [Symbol.asyncDispose]: () => sink.close(),
  }
  const rounded = (value: bigint | undefined): bigint | undefined =>
    value !== undefined && defect === 'rounds amounts' ? BigInt(Number(value)) : value
  return {
    sink: () => sink,
    readBlocks: async (network): Promise<BlockRef[]> => [...read(network).blocks.values()].sort((a, b) => a.number - b.number),
    readAmounts: async (network, hash) =>
      [...read(network).blocks.values()]
        .find((block) => block.hash === hash)!
        .transactions!.map((each) => ({
          hash: each.hash,
          valueWei: rounded(each.valueWei),
          nonce: rounded(each.nonce),
          feeWei: rounded(each.fee?.totalWei),
        })),
    readStage: async (network, block) => read(network).settlements.get(block.number)?.state.stage,
    breakNextWrite: async () => {
      breaks = true
    },
  }
}

async function failingCases(defect: Defect): Promise<string[]> {
  const cases: [string, () => Promise<void>][] = []
  describeSink({
    describe: (_name, body) => body(),
    it: (name, body) => cases.push([name, body]),
    name: defect,
    create: () => createStore(defect),
  })
  const failing: string[] = []
  for (const [name, body] of cases) await body().catch(() => failing.push(name))
  return failing
}

describeSink({ describe, it, name: 'a sink without a defect passes the kit', create: () => createStore() })

describe('the conformance kit for sinks', () => {
  it.each([
    ['forgets rollbacks', 'rolls back and writes the other branch in one batch'],
    ['stores twice', 'stores a block once, however often it is written'],
    ['mixes networks', 'keeps networks apart'],
    ['rounds amounts', 'keeps amounts beyond 2^53 whole'],
    ['ignores tokens', 'refuses a writer whose token is older than the last one'],
    ['tears batches', 'writes all of a batch or nothing of it'],
    ['forgets on close', 'holds everything after it was closed and opened again'],
    ['writes on close', 'goes on after a process that died without closing it'],
    ['refuses what it has', 'takes a batch again whose answer was lost, also one that rolls back'],
    [
      'lets settlements fall',
      'applies a settlement to all blocks that it holds for, and takes back exactly those that a revert names',
    ],
  ] as const)('catches a sink that %s', async (defect, name) => {
    expect(await failingCases(defect)).toContain(name)
  })
})
