import type { KafkaMessage, KafkaProducer, KafkaRecord, TopicReader } from '@defimon/sync/kafka'

interface StoredRecord extends KafkaMessage {
  state: 'open' | 'committed' | 'aborted'
}

/** A broker inside the process, of the two interfaces that the sink sees. Everything is in one partition; nothing is compacted. */
export interface KafkaStandIn {
  /** A new producer; one that is transactional ends the transactions that others left open, as one transactional id does. */
  producer(options: { readonly transactional: boolean }): KafkaProducer
  readonly readTopic: TopicReader
  /** Committed records of a topic with their headers. */
  records(topic: string): readonly KafkaMessage[]
  /** The send after so many others fails, before or after its records are there. */
  failSend(after: number, how: 'lost' | 'answer-lost'): void
  /** The next commit fails, before or after it happened. */
  failCommit(how: 'lost' | 'answer-lost'): void
}

/** An empty broker. */
export function createKafkaStandIn(): KafkaStandIn {
  let log: StoredRecord[] = []
  let sends = 0
  let failing: { at: number; how: 'lost' | 'answer-lost' } | undefined
  let failingCommit: 'lost' | 'answer-lost' | undefined

  const append = (messages: readonly KafkaMessage[], state: StoredRecord['state']): StoredRecord[] => {
    sends += 1
    const fails = failing?.at === sends ? failing.how : undefined
    if (fails === 'lost') throw new Error('the broker is away')
    const added = messages.map((message): StoredRecord => ({ ...message, state }))
    log = [...log, ...added]
    if (fails === 'answer-lost') throw new Error('the request timed out')
    return added
  }
  const committed = (topic: string): StoredRecord[] =>
    log.filter((record) => record.topic === topic && record.state === 'committed')

  return {
    producer: ({ transactional }) => ({
      async send(messages) {
        append(messages, 'committed')
      },
      ...(transactional && {
        async begin() {
          for (const record of log) if (record.state === 'open') record.state = 'aborted'
          const mine: StoredRecord[] = []
          const end = (state: 'committed' | 'aborted'): void => {
            for (const record of mine) record.state = state
          }
          return {
            async send(messages) {
              mine.push(...append(messages, 'open'))
            },
            async commit() {
              const how = failingCommit
              failingCommit = undefined
              if (how === 'lost') throw new Error('the coordinator is away')
              end('committed')
              if (how === 'answer-lost') throw new Error('the request timed out')
            },
            async abort() {
              if (mine.every(({ state }) => state === 'open')) end('aborted')
            },
          }
        },
      }),
    }),
    readTopic: async (topic) => committed(topic).map(({ key, value }): KafkaRecord => ({ key, value })),
    records: committed,
    failSend(after, how) {
      failing = { at: sends + after + 1, how }
    },
    failCommit(how) {
      failingCommit = how
    },
  }
}
