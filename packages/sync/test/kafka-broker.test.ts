import type { L2Block } from '@defimon/core'
import { describeSink, type SinkStore } from '@defimon/core/testing'
import { type KafkaMessage, type KafkaProducer, type KafkaTopics, kafkaSink, type TopicReader } from '@defimon/sync/kafka'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFakeChain } from './fake-chain.ts'
import { connectKafka, kafkaBrokers, type RealKafka } from './kafka-brokers.ts'
import { readBlocks, readStage } from './kafka-reader.ts'

const brokers = kafkaBrokers()

let kafka: RealKafka
let count = 0

async function newTopics(): Promise<KafkaTopics> {
  count += 1
  const name = (kind: string): string => `test-${process.pid}-${count}-${kind}`
  const topics = { blocks: name('blocks'), settlements: name('settlements'), checkpoints: name('checkpoints') }
  await kafka.createTopics(Object.values(topics))
  return topics
}

describe.runIf(brokers)('on a real broker', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    kafka = await connectKafka(brokers!)
  })
  afterAll(() => kafka?.close())

  for (const client of ['kafkajs', 'platformatic'] as const) {
    for (const transactional of [true, false]) {
      describeSink({
        describe,
        it,
        name: `kafkaSink by ${client}, ${transactional ? 'transactional' : 'at least once'}`,
        async create(): Promise<SinkStore> {
          const topics = await newTopics()
          // Each sink has a producer of its own, as each process has; those of one transactional id follow each other.
          const connect = (): Promise<KafkaProducer> => kafka.producer(client, transactional ? topics.blocks : undefined)
          // A commit is answered a moment before readers see it: they wait for as many records as were committed.
          const committed = new Map<string, number>()
          const count = (messages: readonly KafkaMessage[]): void => {
            for (const { topic } of messages) committed.set(topic, (committed.get(topic) ?? 0) + 1)
          }
          const readAll = async (topic: string): ReturnType<TopicReader> => {
            for (;;) {
              const records = await kafka.readTopic(topic)
              if (records.length >= (committed.get(topic) ?? 0)) return records
            }
          }
          const blocks = async (network: string): Promise<ReturnType<typeof readBlocks>> =>
            readBlocks(await readAll(topics.blocks), network)
          const broken = { next: false }
          return {
            sink() {
              let connected: Promise<KafkaProducer> | undefined
              const use = (): Promise<KafkaProducer> => {
                connected ??= connect()
                return connected
              }
              const producer: KafkaProducer = {
                send: async (messages) => (await use()).send(messages),
                ...(transactional && {
                  async begin() {
                    const transaction = await (await use()).begin!()
                    const sent: KafkaMessage[] = []
                    return {
                      ...transaction,
                      async send(messages) {
                        await transaction.send(messages)
                        sent.push(...messages)
                      },
                      async commit() {
                        if (!broken.next) {
                          await transaction.commit()
                          return count(sent)
                        }
                        broken.next = false
                        throw new Error('the connection broke')
                      },
                    }
                  },
                }),
              }
              return kafkaSink(producer, { topics, readTopic: kafka.readTopic })
            },
            readBlocks: blocks,
            readAmounts: async (network, hash) =>
              (await blocks(network))
                .find((block) => block.hash === hash)!
                .transactions!.map((transaction) => ({
                  hash: transaction.hash,
                  valueWei: BigInt(transaction.valueWei!),
                  nonce: BigInt(transaction.nonce!),
                  feeWei: BigInt(transaction.fee!.totalWei),
                })),
            readStage: async (network, block) => readStage(await readAll(topics.settlements), network, block.number),
            async breakNextWrite() {
              broken.next = true
            },
          }
        },
        leaveOut: transactional
          ? {}
          : {
              'writes all of a batch or nothing of it':
                'records that were sent stay; a retraction takes them back with the next write',
            },
      })
    }
  }

  it.each(['kafkajs', 'platformatic'] as const)(
    '%s: who takes over a transactional id ends what was left open, and is the only one',
    async (client) => {
      const topics = await newTopics()
      const chain = createFakeChain('base')
      chain.mine(4)
      const batch = (blocks: readonly L2Block[]): Parameters<ReturnType<typeof kafkaSink>['write']>[0] => ({
        ...{ network: 'base', blocks, settlements: [], reverted: [] },
        checkpoint: { network: 'base', done: [{ from: 0, to: blocks.at(-1)!.number }] },
      })
      const [first, second] = [await kafka.producer(client, topics.blocks), await kafka.producer(client, topics.blocks)]
      await using old = kafkaSink(first, { topics, readTopic: kafka.readTopic })
      await old.open()
      await old.write(batch(chain.blocks().slice(0, 2)))
      const open = await first.begin!()
      await open.send([
        { topic: topics.blocks, key: 'base', value: '{"type":"block","part":0,"block":{"number":9}}', headers: {} },
      ])
      await using taken = kafkaSink(second, { topics, readTopic: kafka.readTopic })
      await taken.open()
      expect((await taken.readCheckpoint('base'))!.done).toEqual([{ from: 0, to: 1 }])
      await taken.write(batch(chain.blocks().slice(0, 4)))
      await expect(open.commit()).rejects.toThrow()
      // Whoever takes over waits until what was committed is seen.
      await (await kafka.producer(client, topics.blocks)).begin!()
      expect(readBlocks(await kafka.readTopic(topics.blocks), 'base').map(({ number }) => number)).toEqual([0, 1, 2, 3])
    },
  )
})

describe.runIf(!brokers)('Kafka', () => {
  it('is left out on a real broker: DEFIMON_KAFKA_BROKERS is not set; `npm run check:real-parts` runs one', async () => {
    expect(kafkaBrokers()).toBeUndefined()
  })
})
