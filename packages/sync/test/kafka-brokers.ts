import {
  type KafkaProducer,
  kafkajsProducer,
  kafkajsTopicReader,
  platformaticProducer,
  type TopicReader,
} from '@defimon/sync/kafka'
import { Kafka, logLevel } from 'kafkajs'

/** The brokers that `DEFIMON_KAFKA_BROKERS` names (`host:port,…`); undefined where it is not set. */
export function kafkaBrokers(): readonly string[] | undefined {
  const named = process.env['DEFIMON_KAFKA_BROKERS']
  return named ? named.split(',') : undefined
}

/** A real broker through real clients. */
export interface RealKafka {
  /** A connected producer of a client. */
  producer(client: 'kafkajs' | 'platformatic', transactionalId?: string): Promise<KafkaProducer>
  readonly readTopic: TopicReader
  createTopics(topics: readonly string[], partitions?: number): Promise<void>
  close(): Promise<void>
}

/** Fails where the brokers do not answer: what was promised must not be left out in silence. */
export async function connectKafka(brokers: readonly string[]): Promise<RealKafka> {
  // A broker that has just started makes the topics of its coordinators when they are first asked for.
  const kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING, retry: { initialRetryTime: 50, retries: 10 } })
  const admin = kafka.admin()
  await admin.connect().catch((cause: unknown) => {
    throw new Error('DEFIMON_KAFKA_BROKERS is set, but Kafka does not answer there', { cause })
  })
  const closing: (() => Promise<unknown>)[] = [() => admin.disconnect()]
  return {
    async producer(client, transactionalId) {
      const transactional = transactionalId !== undefined
      if (client === 'platformatic') {
        const { Producer, stringSerializers } = await import('@platformatic/kafka')
        const producer = new Producer({
          ...{ clientId: 'defimon-test', bootstrapBrokers: [...brokers], serializers: stringSerializers },
          ...(transactional && { transactionalId, idempotent: true }),
        })
        closing.push(() => producer.close(true))
        return platformaticProducer(producer, { transactional })
      }
      const producer = kafka.producer(transactional ? { transactionalId, idempotent: true, maxInFlightRequests: 1 } : {})
      closing.push(() => producer.disconnect())
      await producer.connect()
      return kafkajsProducer(producer, { transactional })
    },
    readTopic: kafkajsTopicReader(kafka),
    async createTopics(topics, numPartitions = 3) {
      const wanted = topics.map((topic) => ({ topic, numPartitions }))
      // A broker may say for a moment that it does not have what it has just made.
      for (let attempt = 0; ; attempt++) {
        try {
          await admin.createTopics({ topics: wanted, waitForLeaders: true })
          return
        } catch (error) {
          if (attempt === 5) throw error
        }
      }
    },
    async close() {
      for (const each of closing.reverse()) await each()
    },
  }
}
