import type { KafkaJS } from '@confluentinc/kafka-javascript'
import type { Batch, L2Block, Settlement } from '@defimon/core'
import {
  KAFKA_SCHEMAS,
  type KafkajsClient,
  type KafkajsProducer,
  type KafkaSinkOptions,
  kafkajsProducer,
  kafkaSink,
  type PlatformaticProducer,
  platformaticProducer,
} from '@defimon/sync/kafka'
import type { Producer as PlatformaticClient } from '@platformatic/kafka'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { Kafka, Producer as KafkajsClientProducer } from 'kafkajs'
import { beforeEach, describe, expect, expectTypeOf, it } from 'vitest'
import { createFakeChain, fakeBlock } from './fake-chain.ts'
import { readBlocks } from './kafka-reader.ts'
import { createKafkaStandIn, type KafkaStandIn } from './kafka-stand-in.ts'

let kafka: KafkaStandIn

beforeEach(() => {
  kafka = createKafkaStandIn()
})

function batchOf(blocks: readonly L2Block[], rest: Partial<Batch> = {}): Batch {
  const last = blocks.at(-1)
  const done = last ? [{ from: 0, to: last.number }] : []
  const checkpoint = { network: 'base', done, ...(last && { head: { number: last.number, hash: last.hash } }) }
  return { network: 'base', blocks, settlements: [], reverted: [], checkpoint, ...rest }
}

function chainOf(count: number, shape = { transactions: 3, logsPerTransaction: 2 }): readonly L2Block[] {
  const chain = createFakeChain('base', { shape })
  chain.mine(count)
  return chain.blocks()
}

function sinkOf(options: { transactional?: boolean } & Partial<KafkaSinkOptions> = {}): ReturnType<typeof kafkaSink> {
  const { transactional = false, ...rest } = options
  return kafkaSink(kafka.producer({ transactional }), { readTopic: kafka.readTopic, ...rest })
}

async function store(batches: readonly Batch[], options: Parameters<typeof sinkOf>[0] = {}): Promise<void> {
  await using sink = sinkOf(options)
  await sink.open()
  for (const batch of batches) await sink.write(batch)
}

const read = async (): Promise<readonly number[]> =>
  readBlocks(await kafka.readTopic('defimon.blocks'), 'base').map(({ number }) => number)
const values = (topic: string): Record<string, unknown>[] =>
  kafka.records(topic).map(({ value }) => JSON.parse(value) as Record<string, unknown>)

describe('the clients', () => {
  it('fit as they are: kafkajs, the Confluent client, @platformatic/kafka', () => {
    expectTypeOf<KafkajsClientProducer>().toExtend<KafkajsProducer>()
    // Its types are those of the package; were they not found, they would be any, and extend everything.
    expectTypeOf<KafkaJS.Producer>().not.toBeAny()
    expectTypeOf<KafkaJS.Producer>().toExtend<KafkajsProducer>()
    expectTypeOf<Kafka>().toExtend<KafkajsClient>()
    expectTypeOf<PlatformaticClient<string, string, string, string>>().toExtend<PlatformaticProducer>()
  })

  it('get what they want: records by topic, or a list; and transactions where they have them', async () => {
    const sent: unknown[] = []
    const sender = {
      sendBatch: async (batch: unknown) => sent.push(batch),
      send: async (options: unknown) => sent.push(options),
      commit: async () => void sent.push('commit'),
      abort: async () => void sent.push('abort'),
      cancel: async () => void sent.push('cancel'),
    }
    const message = { topic: 't', key: 'base', value: '{}', headers: { ce_id: '1' } }
    const other = { ...message, topic: 'u' }
    const { topic: _, ...bare } = message
    const kafkajs = kafkajsProducer({ ...sender, transaction: async () => sender }, { transactional: true })
    await kafkajs.send([message, other, message])
    const first = await kafkajs.begin!()
    await first.send([message])
    await first.commit()
    const platformatic = platformaticProducer({ ...sender, beginTransaction: async () => sender }, { transactional: true })
    await platformatic.send([message])
    const second = await platformatic.begin!()
    await second.send([other])
    await second.commit()
    expect(sent).toEqual([
      {
        topicMessages: [
          { topic: 't', messages: [bare, bare] },
          { topic: 'u', messages: [bare] },
        ],
      },
      { topicMessages: [{ topic: 't', messages: [bare] }] },
      'commit',
      { messages: [message], acks: -1 },
      { messages: [other] },
      'commit',
    ])
    expect(kafkajsProducer({ ...sender, transaction: async () => sender }, { transactional: false }).begin).toBeUndefined()
  })

  it('of @platformatic/kafka are told that a transaction is over which the broker does not know', async () => {
    const ended: string[] = []
    const abort = async (error: { readonly apiId: string } | undefined, sends: boolean): Promise<void> => {
      const client = {
        send: async () => undefined,
        beginTransaction: async () => ({
          send: async () => undefined,
          commit: async () => undefined,
          async abort() {
            ended.push('abort')
            if (error) throw new AggregateError([error])
          },
          cancel: async () => void ended.push('cancel'),
        }),
      }
      const transaction = await platformaticProducer(client, { transactional: true }).begin!()
      if (sends) await transaction.send([])
      await transaction.abort()
    }
    await abort(undefined, false)
    await abort(undefined, true)
    await abort({ apiId: 'INVALID_TXN_STATE' }, true)
    expect(ended).toEqual(['cancel', 'abort', 'abort', 'cancel'])
    await expect(abort({ apiId: 'PRODUCER_FENCED' }, true)).rejects.toThrow(AggregateError)
  })
})

describe('records', () => {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true })
  const validators = new Map<unknown, ValidateFunction>(
    Object.entries(KAFKA_SCHEMAS).map(([type, schema]) => [type, ajv.compile(schema)]),
  )

  it('are what their JSON Schemas say, with the attributes of a CloudEvent', async () => {
    const blocks = chainOf(3)
    const evidence = {
      kind: 'batch',
      network: 'ethereum',
      number: 9,
      parentStatus: 'safe',
      covers: { from: 0, to: 2, exact: false },
    } as const
    const block = { number: 2, hash: blocks[2]!.hash }
    const settlements: Settlement[] = [
      { network: 'base', block, nextExpectedMs: 7, state: { stage: 'posted', posted: [evidence] } },
    ]
    const reverted: Settlement[] = [{ network: 'base', block, state: { stage: 'sequenced' } }]
    await store([
      batchOf(blocks, { settlements, reverted, fencingToken: 2n ** 70n }),
      batchOf([], { rollbackTo: { number: 1, hash: blocks[1]!.hash } }),
    ])
    const topics = ['defimon.blocks', 'defimon.settlements', 'defimon.checkpoints']
    const all = topics.flatMap((topic) => kafka.records(topic))
    const types = new Set<unknown>()
    for (const { key, value, headers } of all) {
      const parsed = JSON.parse(value) as { type: string; schemaVersion: number }
      const validate = validators.get(parsed.type)!
      expect(validate(parsed), JSON.stringify(validate.errors)).toBe(true)
      types.add(parsed.type)
      expect(key).toBe('base')
      expect(headers).toMatchObject({
        ...{ 'content-type': 'application/json', ce_specversion: '1.0', ce_source: '/defimon/base', ce_partitionkey: 'base' },
        ...{ ce_type: `defimon.${parsed.type}.v1`, ce_dataschema: KAFKA_SCHEMAS[parsed.type as 'block'].$id },
      })
    }
    expect(types).toEqual(new Set(Object.keys(KAFKA_SCHEMAS)))
    expect(new Set(all.map(({ headers }) => headers['ce_id'])).size).toBe(all.length)
    expect(kafka.records('defimon.blocks')[1]!.headers).toMatchObject({
      ce_subject: `0/${blocks[0]!.hash}`,
      ce_time: new Date(blocks[0]!.timestampMs).toISOString(),
    })
  })

  it('of another shape are refused by the schemas', async () => {
    await store([batchOf(chainOf(1))])
    const [, value] = values('defimon.blocks')
    const validate = validators.get('block')!
    expect(validate(value)).toBe(true)
    const block = value!['block'] as Record<string, unknown>
    for (const wrong of [
      { ...value, schemaVersion: 2 },
      { ...value, block: { ...block, gasUsed: 21_000 } },
      { ...value, block: { ...block, timestampMs: undefined } },
      { ...value, block: { ...block, number: -1 } },
      { ...value, block: { ...block, transactions: [{}] } },
    ]) {
      expect(validate(JSON.parse(JSON.stringify(wrong)))).toBe(false)
    }
  })

  it('are divided where a block is too large for one, and lose nothing', async () => {
    const blocks = chainOf(2, { transactions: 40, logsPerTransaction: 3 })
    await store([batchOf(blocks)], { maxMessageBytes: 4_000 })
    const parts = values('defimon.blocks').filter(({ type }) => type === 'block')
    expect(parts.length).toBeGreaterThan(10)
    for (const { value } of kafka.records('defimon.blocks')) expect(value.length).toBeLessThan(5_500)
    for (const part of parts) expect(validators.get('block')!(part)).toBe(true)
    const [, block] = readBlocks(await kafka.readTopic('defimon.blocks'), 'base')
    expect(block!.transactions!.map(({ hash }) => hash)).toEqual(blocks[1]!.transactions!.map(({ hash }) => hash))
    expect(block!.logs).toEqual(blocks[1]!.logs)
  })

  it('hold as much as is to be kept, and never what the endpoints answered', async () => {
    const [block] = chainOf(1)
    const kept = async (keep: 'measures' | 'transactions' | 'logs'): Promise<string[]> => {
      kafka = createKafkaStandIn()
      await store([batchOf([{ ...block!, raw: { secret: true } }])], { keep })
      const value = values('defimon.blocks').at(-1)!['block'] as object
      return ['transactions', 'logs', 'raw', 'gasUsed'].filter((name) => name in value)
    }
    expect(await kept('measures')).toEqual(['gasUsed'])
    expect(await kept('transactions')).toEqual(['transactions', 'gasUsed'])
    expect(await kept('logs')).toEqual(['transactions', 'logs', 'gasUsed'])
  })
})

describe('at least once', () => {
  it('takes back after a crash what no checkpoint covers, so that another branch can follow', async () => {
    const blocks = chainOf(6)
    await store([batchOf(blocks.slice(0, 3))])
    // Sent, and the process died before the checkpoint was.
    kafka.failSend(1, 'lost')
    await expect(store([batchOf(blocks)])).rejects.toMatchObject({ code: 'SINK', retryable: true })
    expect(await read()).toEqual([0, 1, 2, 3, 4, 5])
    const other = fakeBlock({ network: 'base', number: 3, parent: blocks[2]!, branch: 'other' })
    await store([batchOf([other])])
    expect(await read()).toEqual([0, 1, 2, 3])
    expect(readBlocks(await kafka.readTopic('defimon.blocks'), 'base')[3]!.hash).toBe(other.hash)
  })

  it('takes everything back where nothing was ever committed', async () => {
    const blocks = chainOf(2)
    kafka.failSend(1, 'lost')
    await expect(store([batchOf(blocks)])).rejects.toMatchObject({ code: 'SINK' })
    await store([batchOf(blocks.slice(0, 1))])
    expect(await read()).toEqual([0])
  })

  it('does not send a batch again of which only the answer was lost', async () => {
    const blocks = chainOf(2)
    await using sink = sinkOf()
    await sink.open()
    await sink.write(batchOf(blocks.slice(0, 1)))
    const batch = batchOf(blocks)
    kafka.failSend(1, 'answer-lost')
    await expect(sink.write(batch)).rejects.toMatchObject({ code: 'SINK' })
    const before = kafka.records('defimon.blocks').length
    await sink.write(batch)
    expect(kafka.records('defimon.blocks').length).toBe(before)
    expect((await sink.readCheckpoint('base'))!.done).toEqual([{ from: 0, to: 1 }])
  })
})

describe('exactly once', () => {
  it('is what the sink promises where the producer is transactional, and not otherwise', () => {
    expect(sinkOf({ transactional: true }).delivery).toBe('transactional')
    expect(sinkOf().delivery).toBe('at-least-once')
  })

  it('holds where the answer to a commit was lost, and where the commit was', async () => {
    const blocks = chainOf(4)
    await using sink = sinkOf({ transactional: true })
    await sink.open()
    await sink.write(batchOf(blocks.slice(0, 1)))
    for (const [how, to] of [
      ['answer-lost', 2],
      ['lost', 4],
    ] as const) {
      const batch = batchOf(blocks.slice(0, to))
      kafka.failCommit(how)
      await expect(sink.write(batch)).rejects.toMatchObject({ code: 'SINK' })
      await sink.write(batch)
    }
    expect(values('defimon.blocks').map(({ type, block }) => [type, (block as L2Block)?.number])).toEqual(
      [0, 1, 2, 3].map((number) => ['block', number]),
    )
    expect(values('defimon.checkpoints').map(({ revision }) => revision)).toEqual([1, 2, 3])
  })

  it('is one transaction at a time, whatever networks are written at once', async () => {
    await using sink = sinkOf({ transactional: true })
    await sink.open()
    const networks = ['a', 'b', 'c', 'd']
    await Promise.all(
      networks.map((network) => {
        const block = fakeBlock({ network, number: 1 })
        return sink.write({ ...batchOf([block]), network, checkpoint: { network, done: [{ from: 1, to: 1 }] } })
      }),
    )
    expect(kafka.records('defimon.checkpoints').map(({ key }) => key)).toEqual(networks)
  })

  it('ends at open what a killed process left open', async () => {
    const dead = kafka.producer({ transactional: true })
    const transaction = await dead.begin!()
    await transaction.send([{ topic: 'defimon.blocks', key: 'base', value: '{"type":"block"}', headers: {} }])
    await store([], { transactional: true })
    await transaction.commit().catch(() => undefined)
    expect(kafka.records('defimon.checkpoints')).toEqual([])
  })
})

describe('the topic of checkpoints', () => {
  it('is read at each question, and shared by those that come together', async () => {
    let readings = 0
    await using sink = kafkaSink(kafka.producer({ transactional: false }), {
      async readTopic(topic) {
        readings += 1
        return kafka.readTopic(topic)
      },
    })
    await sink.open()
    await Promise.all(['a', 'b', 'c', 'd'].map((network) => sink.readCheckpoint(network)))
    expect(readings).toBe(1)
    await store([batchOf(chainOf(1))])
    expect((await sink.readCheckpoint('base'))!.done).toEqual([{ from: 0, to: 0 }])
    expect(readings).toBe(2)
  })

  it('that holds something else, or something newer, is refused', async () => {
    const { send } = kafka.producer({ transactional: false })
    await using sink = sinkOf()
    await sink.open()
    for (const value of ['{}', 'no JSON', '{"type":"checkpoint","schemaVersion":2,"revision":1,"writer":"w","checkpoint":{}}']) {
      await send([{ topic: 'defimon.checkpoints', key: 'base', value, headers: {} }])
      await expect(sink.readCheckpoint('base')).rejects.toMatchObject({ code: 'SINK', retryable: false })
    }
  })
})
