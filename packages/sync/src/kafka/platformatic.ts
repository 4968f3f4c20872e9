import type { KafkaMessage, KafkaProducer } from './kafka-producer.ts'

interface Sender {
  send(options: { messages: { topic: string; key: string; value: string; headers: Record<string, string> }[] }): Promise<unknown>
}

/** What is used of a producer of `@platformatic/kafka`, made with `stringSerializers`. */
export interface PlatformaticProducer {
  send(options: Parameters<Sender['send']>[0] & { acks: number }): Promise<unknown>
  beginTransaction(options: {
    producerId: bigint
    producerEpoch: number
  }): Promise<Sender & { commit(): Promise<void>; abort(): Promise<void>; cancel(): Promise<void> }>
}

const ALL_REPLICAS = -1
/** Asks for whatever producer id belongs to the transactional id. Its own default, 0, is refused where there is one already. */
const ANY_PRODUCER = { producerId: -1n, producerEpoch: -1 }

/**
 * A producer of `@platformatic/kafka` for the sink.
 *
 * `transactional`: it was made with a `transactionalId` and `idempotent: true`; a client does not say so itself.
 */
export function platformaticProducer(
  producer: PlatformaticProducer,
  options: { readonly transactional: boolean },
): KafkaProducer {
  const mutable = (messages: readonly KafkaMessage[]): Parameters<Sender['send']>[0]['messages'] =>
    messages.map((message) => ({ ...message, headers: { ...message.headers } }))
  return {
    async send(messages) {
      // Its own default is the leader alone.
      await producer.send({ messages: mutable(messages), acks: ALL_REPLICAS })
    },
    ...(options.transactional && {
      async begin() {
        const transaction = await producer.beginTransaction({ ...ANY_PRODUCER })
        let isEmpty = true
        return {
          async send(messages) {
            isEmpty = false
            await transaction.send({ messages: mutable(messages) })
          },
          commit: () => transaction.commit(),
          async abort() {
            // Brokers refuse to end what nothing was sent in.
            if (isEmpty) return transaction.cancel()
            try {
              await transaction.abort()
            } catch (error) {
              if (!isNothingOpen(error)) throw error
              // The producer thinks otherwise until it is told.
              await transaction.cancel()
            }
          },
        }
      },
    }),
  }
}

/** Whether a broker said that there is no transaction to end: no record of it came through, or it is ended already. */
function isNothingOpen(error: unknown): boolean {
  const { errors = [] } = error as { readonly errors?: readonly { readonly apiId?: unknown }[] }
  return errors.some(({ apiId }) => apiId === 'INVALID_TXN_STATE')
}
