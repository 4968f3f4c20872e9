import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Children, createChildren, folderStores, NEVER, runCampaign } from './campaign.ts'
import { readJsonlStore, readSqliteStore } from './read-store.ts'

let children: Children

const sqlite = folderStores(readSqliteStore)

/**
 * One store for each step that begins or ends a transaction: the process dies there, on a branch that is gone when the next one starts,
 * so that whatever was committed without its checkpoint stands in the way.
 */
async function killAtEachTransaction(): Promise<number> {
  const disturbed = { sink: 'sqlite', branch: 'a', switchAfter: NEVER, steps: 'transactions' } as const
  const undisturbed = { ...disturbed, branch: 'final', killAt: 0 }
  const wanted = await sqlite.lend(async (store) => {
    await children.run({ ...undisturbed, store })
    return readSqliteStore(store)
  })
  const { steps } = await sqlite.lend((store) => children.run({ ...disturbed, store, killAt: 0 }))
  const disturb = (killAt: number): Promise<void> =>
    sqlite.lend(async (store) => {
      expect((await children.run({ ...disturbed, store, killAt })).killed).toBe(true)
      await children.run({ ...undisturbed, store })
      expect(readSqliteStore(store), `killed at step ${killAt} of ${steps}`).toEqual(wanted)
    })
  for (let killAt = 1; killAt <= steps; killAt += 2) {
    await Promise.all([disturb(killAt), ...(killAt < steps ? [disturb(killAt + 1)] : [])])
  }
  return steps
}

describe('a process that is killed', { timeout: 300_000 }, () => {
  beforeAll(async () => {
    children = await createChildren()
  })
  afterAll(() => children.close())

  it('leaves a SQLite store equal to the undisturbed one', async () => {
    expect(await runCampaign({ children, sink: 'sqlite', stores: sqlite, count: 6, killsPerStore: 12 })).toBe(72)
  })

  it('at the beginning or end of any transaction leaves a SQLite store equal to the undisturbed one', async () => {
    expect(await killAtEachTransaction()).toBeGreaterThan(20)
  })

  it('leaves a JSONL store equal to the undisturbed one, also where files are put aside', async () => {
    const stores = folderStores(readJsonlStore)
    expect(await runCampaign({ children, sink: 'jsonl', stores, count: 3, killsPerStore: 9 })).toBe(27)
    expect(await runCampaign({ children, sink: 'jsonl-rotated', stores, count: 3, killsPerStore: 9 })).toBe(27)
  })
})
