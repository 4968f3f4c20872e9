// The sinks of the child, with what they call wrapped so that each step counts. Each loads what it needs and no more: there are
// hundreds of children.
import { type FileHandle, open } from 'node:fs/promises'
import { createRequire, syncBuiltinESMExports } from 'node:module'
import type { Sink } from '@defimon/core'
import type { KafkaProducer } from '@defimon/sync/kafka'
import { die, type Moments } from './moment.ts'
import type { Scenario } from './scenario.ts'

/** A sink whose steps count, and what ends it. */
export interface KilledSink {
  readonly sink: Sink
  close(): Promise<void>
}

type Method = (this: unknown, ...values: unknown[]) => unknown

function wrap(prototype: object, name: string, around: (call: () => unknown, values: unknown[]) => unknown): void {
  const methods = prototype as Record<string, Method>
  const original = methods[name]!
  methods[name] = function (...values) {
    return around(() => original.apply(this, values), values)
  }
}

const nothing = async (): Promise<void> => {}

/** The sink of a scenario. */
export function openKilledSink(scenario: Scenario, moments: Moments): Promise<KilledSink> {
  switch (scenario.sink) {
    case 'sqlite':
      return killedSqlite(scenario, moments)
    case 'postgres':
      return killedPostgres(scenario, moments)
    case 'jsonl':
    case 'jsonl-rotated':
      return killedJsonl(scenario, moments)
    default:
      return killedKafka(scenario, moments)
  }
}

async function killedSqlite({ store, steps }: Scenario, moments: Moments): Promise<KilledSink> {
  const { sqliteSink } = await import('@defimon/sync/sqlite')
  const sqlite = createRequire(import.meta.url)('node:sqlite') as typeof import('node:sqlite')
  wrap(sqlite.DatabaseSync.prototype, 'exec', (call) => moments.around(call))
  for (const name of steps === 'all' ? ['run', 'get', 'all'] : []) {
    wrap(sqlite.StatementSync.prototype, name, (call) => moments.around(call))
  }
  return { sink: sqliteSink({ file: `${store}/store.sqlite` }), close: nothing }
}

async function killedJsonl({ sink, store }: Scenario, moments: Moments): Promise<KilledSink> {
  const { jsonlSink } = await import('@defimon/sync/jsonl')
  const probe = await open(process.execPath, 'r')
  const prototype = Object.getPrototypeOf(probe) as Record<string, Method>
  await probe.close()
  const around = async (call: () => unknown): Promise<unknown> => {
    if (moments.isMoment()) die()
    const result = await call()
    if (moments.isMoment()) die()
    return result
  }
  for (const name of ['stat', 'read', 'truncate']) wrap(prototype, name, around)
  const files = createRequire(import.meta.url)('node:fs/promises') as Record<string, Method>
  for (const name of ['rename', 'open', 'unlink']) wrap(files, name, around)
  syncBuiltinESMExports()
  const write = prototype['write'] as (this: FileHandle, bytes: Uint8Array) => Promise<unknown>
  prototype['appendFile'] = async function (this: FileHandle, ...values) {
    const bytes = values[0] as Uint8Array
    // Killed before, in the middle of a line, at the end of a line, short of the last byte, and after.
    const lineEnd = Buffer.from(bytes).indexOf('\n', bytes.length / 3) + 1
    for (const length of [0, Math.floor(bytes.length / 2), lineEnd, bytes.length - 1]) {
      if (!moments.isMoment()) continue
      if (length > 0) await write.call(this, bytes.subarray(0, length))
      die()
    }
    await write.call(this, bytes)
    if (moments.isMoment()) die()
    return undefined
  } as Method
  const rotation = sink === 'jsonl-rotated' && { rotation: { maxBytes: 10_000 } }
  return { sink: jsonlSink({ folder: store, fsync: false, ...rotation }), close: nothing }
}

async function killedPostgres({ store }: Scenario, moments: Moments): Promise<KilledSink> {
  const { postgresSink } = await import('@defimon/sync/postgres')
  const { Client, Pool } = await import('pg')
  wrap(Client.prototype, 'query', (call) => moments.aroundAnswer(call as () => Promise<unknown>))
  const pool = new Pool({ connectionString: process.env['DEFIMON_POSTGRES_URL'], max: 2 })
  return { sink: postgresSink(pool, { schema: store }), close: () => pool.end() }
}

async function killedKafka({ sink, store }: Scenario, moments: Moments): Promise<KilledSink> {
  const { kafkaSink } = await import('@defimon/sync/kafka')
  const { connectKafka, kafkaBrokers } = await import('../kafka-brokers.ts')
  const kafka = await connectKafka(kafkaBrokers() ?? [])
  const producer = await kafka.producer('kafkajs', sink === 'kafka-transactional' ? store : undefined)
  const { begin } = producer
  const counted: KafkaProducer = {
    send: (messages) => moments.aroundAnswer(() => producer.send(messages)),
    ...(begin && {
      async begin() {
        const transaction = await moments.aroundAnswer(begin)
        return {
          send: (messages) => moments.aroundAnswer(() => transaction.send(messages)),
          commit: () => moments.aroundAnswer(() => transaction.commit()),
          abort: () => moments.aroundAnswer(() => transaction.abort()),
        }
      },
    }),
  }
  const readTopic = (topic: string): ReturnType<typeof kafka.readTopic> => moments.aroundAnswer(() => kafka.readTopic(topic))
  return { sink: kafkaSink(counted, { topics: storeTopics(store), readTopic }), close: () => kafka.close() }
}

/** The topics of a store. */
export function storeTopics(store: string): { blocks: string; settlements: string; checkpoints: string } {
  return { blocks: `${store}-blocks`, settlements: `${store}-settlements`, checkpoints: `${store}-checkpoints` }
}
