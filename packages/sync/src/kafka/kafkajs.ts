import { DefimonError, type Runtime, systemRuntime } from '@defimon/core'
import type { KafkaMessage, KafkaProducer, KafkaRecord, TopicReader } from './kafka-producer.ts'

const OFFSET_ATTEMPTS = 6
const OFFSET_PAUSE_MS = 50

interface TopicMessages {
  topic: string
  messages: { key: string; value: string; headers: Record<string, string> }[]
}

interface Sender {
  sendBatch(batch: { topicMessages: TopicMessages[] }): Promise<unknown>
}

/** What is used of a producer of `kafkajs`. That of the Confluent client (its KafkaJS interface) is the same. */
export interface KafkajsProducer extends Sender {
  transaction(): Promise<Sender & { commit(): Promise<void>; abort(): Promise<void> }>
}

/**
 * A producer of `kafkajs` or of `@confluentinc/kafka-javascript` for the sink, connected already.
 *
 * `transactional`: it was made with a `transactionalId` (with kafkajs also `idempotent: true` and `maxInFlightRequests: 1`); a client
 * does not say so itself.
 */
export function kafkajsProducer(producer: KafkajsProducer, options: { readonly transactional: boolean }): KafkaProducer {
  const send = (sender: Sender) => async (messages: readonly KafkaMessage[]) => {
    await sender.sendBatch({ topicMessages: byTopic(messages) })
  }
  return {
    send: send(producer),
    ...(options.transactional && {
      async begin() {
        const transaction = await producer.transaction()
        return { send: send(transaction), commit: () => transaction.commit(), abort: () => transaction.abort() }
      },
    }),
  }
}

function byTopic(messages: readonly KafkaMessage[]): TopicMessages[] {
  const topics = new Map<string, TopicMessages>()
  for (const { topic, key, value, headers } of messages) {
    const known = topics.get(topic) ?? { topic, messages: [] }
    topics.set(topic, known)
    known.messages.push({ key, value, headers: { ...headers } })
  }
  return [...topics.values()]
}

interface Offsets {
  readonly partition: number
  readonly low: string
  readonly high: string
}

interface BatchEnd {
  readonly payload: { readonly partition: number; readonly lastOffset: string; readonly highWatermark: string }
}

interface Crash {
  readonly error: Error
  /** It goes on by itself. */
  readonly restart: boolean
}

/** What is used of a consumer of `kafkajs`. */
export interface KafkajsConsumer {
  readonly events: { readonly END_BATCH_PROCESS: 'consumer.end_batch_process'; readonly CRASH: 'consumer.crash' }
  on(event: 'consumer.end_batch_process', listener: (event: BatchEnd) => void): unknown
  on(event: 'consumer.crash', listener: (event: { readonly payload: Crash }) => void): unknown
  connect(): Promise<void>
  subscribe(subscription: { topics: string[]; fromBeginning: boolean }): Promise<void>
  run(config: {
    autoCommit: boolean
    eachMessage(payload: { message: { key: Uint8Array | null; value: Uint8Array | null } }): Promise<void>
  }): Promise<void>
  disconnect(): Promise<void>
}

/** What is used of `new Kafka(…)` of `kafkajs`. */
export interface KafkajsClient {
  admin(): {
    connect(): Promise<void>
    disconnect(): Promise<void>
    listTopics(): Promise<string[]>
    fetchTopicOffsets(topic: string): Promise<readonly Offsets[]>
    deleteGroups(groupIds: string[]): Promise<unknown>
  }
  consumer(config: { groupId: string; readUncommitted: boolean; maxWaitTimeInMs: number }): KafkajsConsumer
}

/** How a topic is read. */
export interface TopicReaderOptions {
  /** Groups that the reader makes begin so; each is removed when it has read. Default `defimon-reader`. */
  readonly groupPrefix?: string
  /** Fails with `TIMEOUT` when the end was not reached. Default 60 s. */
  readonly timeoutMs?: number
  readonly runtime?: Runtime
}

/**
 * Reads topics by a client of `kafkajs`: from the beginning to the end, committed records only. A topic that does not exist has none.
 * Each reading is a consumer group of its own, since a group divides the partitions among its members.
 */
export function kafkajsTopicReader(kafka: KafkajsClient, options: TopicReaderOptions = {}): TopicReader {
  const { groupPrefix = 'defimon-reader', timeoutMs = 60_000, runtime = systemRuntime() } = options
  return async (topic) => {
    const admin = kafka.admin()
    await admin.connect()
    try {
      if (!(await admin.listTopics()).includes(topic)) return []
      const ends = new Map<number, bigint>()
      for (const { partition, low, high } of await fetchOffsets(admin, topic, runtime)) {
        if (BigInt(high) > BigInt(low)) ends.set(partition, BigInt(high))
      }
      if (ends.size === 0) return []
      const groupId = `${groupPrefix}-${Math.floor(runtime.random() * 2 ** 52).toString(36)}`
      const records = await readToEnds(kafka, { topic, groupId, ends, timeoutMs, runtime })
      // It holds nothing; brokers remove it by themselves after some days.
      await admin.deleteGroups([groupId]).catch(() => undefined)
      return records
    } finally {
      await admin.disconnect()
    }
  }
}

/** A client that has not heard of the newest leader yet is told so, and asks again. */
async function fetchOffsets(
  admin: ReturnType<KafkajsClient['admin']>,
  topic: string,
  runtime: Runtime,
): Promise<readonly Offsets[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await admin.fetchTopicOffsets(topic)
    } catch (error) {
      if (attempt === OFFSET_ATTEMPTS || (error as { retriable?: unknown }).retriable !== true) throw error
      await runtime.sleep(OFFSET_PAUSE_MS * attempt)
    }
  }
}

interface Reading {
  readonly topic: string
  readonly groupId: string
  /** The offset after the last record of each partition that has any. */
  readonly ends: ReadonlyMap<number, bigint>
  readonly timeoutMs: number
  readonly runtime: Runtime
}

async function readToEnds(kafka: KafkajsClient, reading: Reading): Promise<readonly KafkaRecord[]> {
  const { topic, groupId, timeoutMs, runtime } = reading
  const ends = new Map(reading.ends)
  const isSeen = new Set<number>()
  const records: KafkaRecord[] = []
  const consumer = kafka.consumer({ groupId, readUncommitted: false, maxWaitTimeInMs: 200 })
  const isRead = new Promise<void>((resolve, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
      if (!restart) reject(error)
    })
    // The marks that end transactions have offsets too, but only this event tells of them: the last offset need not be a record's.
    consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload: { partition, lastOffset, highWatermark } }) => {
      const end = ends.get(partition)
      if (end === undefined) return
      // What was asked for ends before transactions that are being committed: their records are there, and are waited for.
      const wanted = isSeen.has(partition) ? end : BigInt(highWatermark)
      isSeen.add(partition)
      if (BigInt(lastOffset) + 1n < wanted) ends.set(partition, wanted)
      else ends.delete(partition)
      if (ends.size === 0) resolve()
    })
  })
  // It may fail while nobody waits for it yet.
  isRead.catch(() => undefined)
  const timeout = new AbortController()
  try {
    await consumer.connect()
    await consumer.subscribe({ topics: [topic], fromBeginning: true })
    await consumer.run({
      autoCommit: false,
      async eachMessage({ message: { key, value } }) {
        const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8')
        records.push({ key: key === null ? '' : text(key), value: value === null ? null : text(value) })
      },
    })
    const tooLong = runtime.sleep(timeoutMs, timeout.signal).then(() => {
      throw new DefimonError('TIMEOUT', `the end of topic ${topic} was not reached within ${timeoutMs} ms`)
    })
    await Promise.race([isRead, tooLong])
    return records
  } finally {
    timeout.abort()
    await consumer.disconnect()
  }
}
