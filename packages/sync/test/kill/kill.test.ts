import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Children, createChildren, folderStores, killAtEachStep, runCampaign } from './campaign.ts'
import { readJsonlStore, readSqliteStore } from './read-store.ts'

let children: Children

const sqlite = folderStores(readSqliteStore)

describe('a process that is killed', { timeout: 300_000 }, () => {
  beforeAll(async () => {
    children = await createChildren()
  })
  afterAll(() => children.close())

  it('leaves a SQLite store equal to the undisturbed one', async () => {
    expect(await runCampaign({ children, sink: 'sqlite', stores: sqlite, count: 6, killsPerStore: 12 })).toBe(72)
  })

  it('at the beginning or end of any transaction leaves a SQLite store equal to the undisturbed one', async () => {
    const kills = await killAtEachStep({ children, sink: 'sqlite', stores: sqlite, steps: 'transactions' })
    expect(kills).toBeGreaterThan(20)
  })

  it('leaves a JSONL store equal to the undisturbed one, also where files are put aside', async () => {
    const stores = folderStores(readJsonlStore)
    expect(await runCampaign({ children, sink: 'jsonl', stores, count: 3, killsPerStore: 9 })).toBe(27)
    expect(await runCampaign({ children, sink: 'jsonl-rotated', stores, count: 3, killsPerStore: 9 })).toBe(27)
  })
})
