/** One record, on its way into a topic. */
export interface KafkaMessage {
  readonly topic: string
  /** The network: all records of a network stand in one partition of a topic, in the order of writing. */
  readonly key: string
  /** JSON. */
  readonly value: string
  readonly headers: Readonly<Record<string, string>>
}

/** Sends that become visible together, or not at all. */
export interface KafkaTransaction {
  send(messages: readonly KafkaMessage[]): Promise<void>
  commit(): Promise<void>
  abort(): Promise<void>
}

/**
 * What the sink needs of a producer. `kafkajsProducer` and `platformaticProducer` make it of the clients; it is connected and closed by
 * the caller.
 */
export interface KafkaProducer {
  /** Resolves when all replicas in sync have the records. Of one key they arrive in the order given. */
  send(messages: readonly KafkaMessage[]): Promise<void>
  /** Present where the producer has a transactional id. One transaction at a time. */
  begin?(): Promise<KafkaTransaction>
}

/** A record as it is read back. */
export interface KafkaRecord {
  readonly key: string
  /** Null: a tombstone. */
  readonly value: string | null
}

/**
 * Reads a topic from its beginning to the end that it has when it is asked, committed records only, those of one key in order. The sink
 * finds its checkpoints by it. `kafkajsTopicReader` makes one.
 */
export type TopicReader = (topic: string) => Promise<readonly KafkaRecord[]>
