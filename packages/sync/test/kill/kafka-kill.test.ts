import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectKafka, kafkaBrokers, type RealKafka } from '../kafka-brokers.ts'
import { readBlocks } from '../kafka-reader.ts'
import { type Children, createChildren, killAtEachStep, runCampaign, type Stores } from './campaign.ts'
import { storeTopics } from './killed-sinks.ts'

const brokers = kafkaBrokers()

let children: Children
let kafka: RealKafka
let count = 0

/** What a reader of committed records holds in the end, who follows the retractions; and the newest checkpoint. */
async function readStore(store: string): Promise<unknown> {
  const topics = storeTopics(store)
  const checkpoint = (await kafka.readTopic(topics.checkpoints)).at(-1)?.value ?? 'null'
  return {
    blocks: readBlocks(await kafka.readTopic(topics.blocks), 'base'),
    checkpoint: (JSON.parse(checkpoint) as { checkpoint: unknown }).checkpoint,
  }
}

/** The same, and each block stands in the topic once, except where it was taken back between. */
async function readExactly(store: string): Promise<unknown> {
  // A commit is answered a moment before readers see it; whoever takes over the transactional id waits for that.
  await kafka.producer('kafkajs', store)
  const blocks = new Set<number>()
  for (const { value } of await kafka.readTopic(storeTopics(store).blocks)) {
    const record = JSON.parse(value!) as { type: string; above: { number: number } | null; block: { number: number } }
    if (record.type === 'block') {
      if (blocks.has(record.block.number)) throw new Error(`block ${record.block.number} of ${store} stands in the topic twice`)
      blocks.add(record.block.number)
    } else for (const number of blocks) if (number > (record.above?.number ?? -1)) blocks.delete(number)
  }
  return readStore(store)
}

const stores: Stores = {
  read: readStore,
  async lend(use) {
    count += 1
    const store = `kill-${process.pid}-${count}`
    await kafka.createTopics(Object.values(storeTopics(store)))
    return use(store)
  },
}

describe.runIf(brokers)('a process that is killed', { timeout: 600_000 }, () => {
  beforeAll(async () => {
    children = await createChildren()
    kafka = await connectKafka(brokers!)
  })
  afterAll(async () => {
    await children.close()
    await kafka.close()
  })

  it('at any step leaves readers of Kafka with every block once: exactly once where the producer is transactional', async () => {
    const campaign = { children, sink: 'kafka-transactional', stores: { ...stores, read: readExactly } } as const
    expect(await killAtEachStep({ ...campaign, steps: 'all' })).toBeGreaterThan(10)
    expect(await runCampaign({ ...campaign, count: 2, killsPerStore: 9, recoverySteps: 12 })).toBe(18)
  })

  it('at any step leaves readers of Kafka with every block once: by retractions where it is not', async () => {
    const campaign = { children, sink: 'kafka', stores } as const
    expect(await killAtEachStep({ ...campaign, steps: 'all' })).toBeGreaterThan(10)
    expect(await runCampaign({ ...campaign, count: 2, killsPerStore: 9, recoverySteps: 8 })).toBe(18)
  })
})

describe.runIf(!brokers)('a process that is killed', () => {
  it('is left out for Kafka: it needs a broker; `npm run check:real-parts` runs one', () => {
    expect(kafkaBrokers()).toBeUndefined()
  })
})
