import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Batch, L2Block } from '@defimon/core'
import { jsonlSink } from '@defimon/sync/jsonl'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFakeChain } from './fake-chain.ts'

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'defimon-jsonl-'))
  file = join(folder, 'base.jsonl')
})
afterEach(() => rmSync(folder, { recursive: true }))

function batchOf(blocks: readonly L2Block[], from: number): Batch {
  const last = blocks.at(-1)!
  const checkpoint = { network: 'base', done: [{ from, to: last.number }], head: { number: last.number, hash: last.hash } }
  return { network: 'base', blocks, settlements: [], reverted: [], checkpoint }
}

function chainOf(count: number): readonly L2Block[] {
  const chain = createFakeChain('base', { shape: { transactions: 40, logsPerTransaction: 5 } })
  chain.mine(count)
  return chain.blocks()
}

const heights = (): number[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; block: { number: number } })
    .flatMap((line) => (line.type === 'block' ? [line.block.number] : []))

describe('a file of lines', () => {
  it('drops what a crash left after the last checkpoint, wherever it was cut', async () => {
    const blocks = chainOf(8)
    {
      await using sink = jsonlSink({ folder })
      await sink.open()
      await sink.write(batchOf(blocks.slice(0, 3), 0))
    }
    const committed = statSync(file).size
    {
      await using sink = jsonlSink({ folder })
      await sink.open()
      await sink.write(batchOf(blocks.slice(3, 8), 0))
    }
    const whole = readFileSync(file)
    // The batch is longer than the first stretch that is searched for its end.
    expect(whole.length - committed).toBeGreaterThan(65_536)
    for (const cut of [committed + 1, committed + 70_000, whole.length - 60, whole.length - 1]) {
      writeFileSync(file, whole)
      truncateSync(file, cut)
      await using sink = jsonlSink({ folder })
      await sink.open()
      expect((await sink.readCheckpoint('base'))!.done, `cut at ${cut}`).toEqual([{ from: 0, to: 2 }])
      expect(statSync(file).size).toBe(committed)
      await sink.write(batchOf(blocks.slice(3, 5), 0))
      expect(heights()).toEqual([0, 1, 2, 3, 4])
    }
  })

  it('holds nothing where the first batch was cut', async () => {
    writeFileSync(file, '{"type":"block","block":{"number":0}}\n{"type":"check')
    await using sink = jsonlSink({ folder })
    await sink.open()
    expect(await sink.readCheckpoint('base')).toBeUndefined()
    expect(statSync(file).size).toBe(0)
  })

  it('is written by one process at a time; the second one is told', async () => {
    const blocks = chainOf(4)
    await using first = jsonlSink({ folder })
    await using second = jsonlSink({ folder })
    await first.open()
    await second.open()
    await first.write(batchOf(blocks.slice(0, 2), 0))
    await second.readCheckpoint('base')
    await first.write(batchOf(blocks.slice(2, 3), 0))
    await expect(second.write(batchOf(blocks.slice(2, 4), 0))).rejects.toMatchObject({ code: 'SINK', message: /another process/ })
    expect(heights()).toEqual([0, 1, 2])
  })

  it('stays in its folder whatever the network is called', async () => {
    const network = '../../etc/base'
    const block = { ...chainOf(1)[0]!, network }
    await using sink = jsonlSink({ folder })
    await sink.open()
    await sink.write({ ...batchOf([block], 0), network, checkpoint: { network, done: [{ from: 0, to: 0 }] } })
    expect(readdirSync(folder)).toEqual(['..%2F..%2Fetc%2Fbase.jsonl'])
  })
})
