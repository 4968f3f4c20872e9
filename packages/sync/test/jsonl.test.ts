import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Batch, L2Block, Settlement } from '@defimon/core'
import { virtualRuntime } from '@defimon/core/testing'
import { JSONL_SCHEMAS, type JsonlSinkOptions, jsonlSink } from '@defimon/sync/jsonl'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFakeChain } from './fake-chain.ts'
import { jsonlFiles, readBlocks, readLines } from './jsonl-files.ts'

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

  it('holds lines that are what their JSON Schemas say', async () => {
    const ajv = new Ajv2020({ strict: true, strictRequired: false })
    const validators = new Map(Object.entries(JSONL_SCHEMAS).map(([type, schema]) => [type, ajv.compile(schema)]))
    const blocks = chainOf(2)
    const block = { number: 1, hash: blocks[1]!.hash }
    const settlement: Settlement = { network: 'base', block, state: { stage: 'sequenced' } }
    await using sink = jsonlSink({ folder })
    await sink.open()
    await sink.write({ ...batchOf(blocks, 0), settlements: [settlement], reverted: [settlement], fencingToken: 2n ** 70n })
    await sink.write({ ...batchOf(blocks, 0), blocks: [], rollbackTo: { number: 0, hash: blocks[0]!.hash } })
    const lines = readLines(folder, 'base')
    expect(new Set(lines.map(({ type }) => type))).toEqual(new Set(Object.keys(JSONL_SCHEMAS)))
    for (const line of lines) {
      const validate = validators.get(line.type)!
      expect(validate(line), `${line.type}: ${JSON.stringify(validate.errors)}`).toBe(true)
    }
    expect(validators.get('block')!({ ...lines[0], block: { ...lines[0]!.block, gasUsed: 1 } })).toBe(false)
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

describe('rotation', () => {
  const names = (): string[] => readdirSync(folder).sort()
  const numbers = (): number[] => readBlocks(readLines(folder, 'base')).map(({ number }) => number)
  const write = async (blocks: readonly L2Block[], options: Partial<JsonlSinkOptions> = {}): Promise<void> => {
    await using sink = jsonlSink({ folder, ...options })
    await sink.open()
    for (const block of blocks) await sink.write(batchOf([block], 0))
  }

  it('puts a file aside between two batches, and keeps as many as it is told', async () => {
    const blocks = chainOf(12)
    const maxBytes = 40_000
    await write(blocks, { rotation: { maxBytes } })
    const all = names()
    expect(all.length).toBeGreaterThan(3)
    expect(all[0]).toBe('base.jsonl')
    expect(all[1]).toBe('base@00000001.jsonl')
    expect(numbers()).toEqual(blocks.map(({ number }) => number))
    for (const path of jsonlFiles(folder, 'base').slice(0, -1)) expect(statSync(path).size).toBeGreaterThanOrEqual(maxBytes)
    for (const path of jsonlFiles(folder, 'base').slice(1)) expect(readFileSync(path, 'utf8')).toMatch(/^\{"type":"checkpoint"/)
    const more = createFakeChain('base', { shape: { transactions: 40, logsPerTransaction: 5 } })
    more.mine(20)
    await write(more.blocks().slice(12), { rotation: { maxBytes, keepFiles: 2 } })
    expect(names()).toHaveLength(3)
    expect(numbers().at(-1)).toBe(19)
  })

  it('begins a file for each period of time, counted from the last batch and not from the start of the process', async () => {
    const hour = 3_600_000
    const runtime = virtualRuntime({ startMs: 1_750_000_000_000 })
    const rotation = { everyMs: hour }
    const [first, second, third, fourth] = chainOf(4)
    await write([first!], { rotation, runtime })
    utimesSync(file, runtime.now() / 1000, runtime.now() / 1000)
    await write([second!], { rotation, runtime })
    expect(names()).toEqual(['base.jsonl'])
    utimesSync(file, runtime.now() / 1000, runtime.now() / 1000)
    runtime.jumpWallClock(hour)
    await write([third!], { rotation, runtime })
    expect(names()).toEqual(['base.jsonl', 'base@00000001.jsonl'])
    utimesSync(file, runtime.now() / 1000, runtime.now() / 1000)
    // A clock that goes back does not put a file aside.
    runtime.jumpWallClock(-5 * hour)
    await write([fourth!], { rotation, runtime })
    expect(names()).toHaveLength(2)
    expect(numbers()).toEqual([0, 1, 2, 3])
  })

  it('goes on from the file that was put aside where a crash came before the new one began', async () => {
    const blocks = chainOf(3)
    await write(blocks.slice(0, 2), { rotation: { maxBytes: 1 } })
    for (const torn of [undefined, '', '{"type":"checkpoint","che']) {
      rmSync(file)
      if (torn !== undefined) writeFileSync(file, torn)
      writeFileSync(join(folder, 'base@00000009.jsonl'), '{"type":"block"')
      await using sink = jsonlSink({ folder })
      await sink.open()
      expect((await sink.readCheckpoint('base'))!.done).toEqual([{ from: 0, to: 0 }])
      rmSync(join(folder, 'base@00000009.jsonl'))
    }
    await write(blocks.slice(1), { rotation: { maxBytes: 1 } })
    expect(numbers()).toEqual([0, 1, 2])
  })

  it('that fails half-way is finished by the next write', async () => {
    const blocks = chainOf(3)
    await using sink = jsonlSink({ folder, rotation: { maxBytes: 1 } })
    await sink.open()
    await sink.write(batchOf(blocks.slice(0, 1), 0))
    const handle = await open(join(folder, 'probe'), 'w')
    const prototype = Object.getPrototypeOf(handle) as { appendFile(bytes: Uint8Array): Promise<void> }
    await handle.close()
    const appendFile = prototype.appendFile
    prototype.appendFile = async () => {
      prototype.appendFile = appendFile
      throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
    }
    await expect(sink.write(batchOf(blocks.slice(0, 2), 0))).rejects.toMatchObject({ code: 'SINK', message: /ENOSPC/ })
    await sink.write(batchOf(blocks.slice(0, 2), 0))
    await sink.write(batchOf(blocks.slice(0, 3), 0))
    expect(numbers()).toEqual([0, 1, 2])
  })

  it('by one process is seen by the other, which is told', async () => {
    const blocks = chainOf(4)
    await using first = jsonlSink({ folder, rotation: { maxBytes: 1 } })
    await using second = jsonlSink({ folder })
    await first.open()
    await second.open()
    await first.write(batchOf(blocks.slice(0, 1), 0))
    await second.readCheckpoint('base')
    await first.write(batchOf(blocks.slice(0, 2), 0))
    await expect(second.write(batchOf(blocks.slice(0, 3), 0))).rejects.toMatchObject({ code: 'SINK', message: /another process/ })
    expect(numbers()).toEqual([0, 1])
  })
})
