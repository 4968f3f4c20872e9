import { type Batch, type BlockRef, DefimonError, type NetworkId, type Runtime, type Sink, systemRuntime } from '@defimon/core'
import { clipRanges, isDone } from '../done-ranges.ts'
import type { Keep } from '../keep.ts'
import { type BatchToSend, batchMessages, inGroups } from './batch-messages.ts'
import type { KafkaMessage, KafkaProducer, TopicReader } from './kafka-producer.ts'
import { createStoredCheckpoints, type StoredCheckpoints } from './stored-checkpoints.ts'
import { DEFAULT_TOPICS, type KafkaTopics } from './topics.ts'
import { type CheckpointValue, type RetractionValue, SCHEMA_VERSION } from './values.ts'

/** Below the default limit of brokers (1 MiB), with room for what a client adds. */
const MAX_MESSAGE_BYTES = 900_000

/** What goes where, and how checkpoints are read back. */
export interface KafkaSinkOptions {
  /** Reads the topic of checkpoints. `kafkajsTopicReader` makes one. */
  readonly readTopic: TopicReader
  /** Default `defimon.blocks`, `defimon.settlements`, `defimon.checkpoints`. */
  readonly topics?: Partial<KafkaTopics>
  /** `measures`: blocks alone; `transactions`: with these; `logs`: with these too. Default `logs`. */
  readonly keep?: Keep
  /** The largest record that the topics take, and the most bytes that are sent at once. Larger blocks are divided. Default 900,000. */
  readonly maxMessageBytes?: number
  /** Makes up the name of this writer. Default: the real one. */
  readonly runtime?: Runtime
}

/** What is known of the records of a network. */
interface NetworkState {
  /** Undefined: nothing is committed. */
  stored: CheckpointValue | undefined
  /** Whether records may stand in the topics that no checkpoint covers. */
  isClean: boolean
  /** A batch of which nobody knows whether it arrived, and what its checkpoint would say. */
  uncertain: { readonly batch: Batch; readonly writer: string } | undefined
}

/**
 * Sends blocks, retractions and settlements to Kafka, keyed by network, each with a JSON Schema and the attributes of a CloudEvent. The
 * producer is the caller's, connected and closed by it.
 *
 * With a transactional producer a batch is one transaction, checkpoint included: readers of committed records see every block
 * exactly once (`delivery: 'transactional'`). Without, the checkpoint follows the batch (`'at-least-once'`): after a crash the first batch
 * begins with a retraction of what no checkpoint covers, and readers that follow retractions hold every block once all the same.
 *
 * Two sinks that write one network at once are told apart only by the transactional id (brokers refuse the older one) or by a fencing
 * token that a checkpoint read here is newer than. `write` fails with `SINK`.
 */
export function kafkaSink(producer: KafkaProducer, options: KafkaSinkOptions): Sink {
  const { keep = 'logs', maxMessageBytes = MAX_MESSAGE_BYTES, runtime = systemRuntime() } = options
  const topics = { ...DEFAULT_TOPICS, ...options.topics }
  const states = new Map<NetworkId, NetworkState>()
  let stored: StoredCheckpoints | undefined
  let session = ''
  let attempts = 0
  let queue: Promise<unknown> = Promise.resolve()

  /** A producer has one transaction at a time. */
  const inTurn = <T>(step: () => Promise<T>): Promise<T> => {
    if (!producer.begin) return step()
    const turn = queue.then(step)
    queue = turn.catch(() => undefined)
    return turn
  }
  const readState = async (network: NetworkId): Promise<NetworkState> => {
    if (!stored) throw new DefimonError('SINK', 'the Kafka sink is not open', { network, retryable: false })
    const state = states.get(network) ?? { stored: undefined, isClean: producer.begin !== undefined, uncertain: undefined }
    const found = await guard(network, 'read the topic of checkpoints', () => stored!.read(network))
    // A commit is answered a moment before readers see it.
    if ((found?.revision ?? 0) >= (state.stored?.revision ?? 0)) state.stored = found
    states.set(network, state)
    return state
  }
  const send = async (messages: readonly KafkaMessage[]): Promise<void> => {
    const groups = inGroups(messages, maxMessageBytes)
    if (!producer.begin) {
      // Nothing of the checkpoint's group may arrive before the groups before it.
      const last = groups.at(-1)!
      const before = [...groups.slice(0, -1), last.slice(0, -1)].filter((group) => group.length > 0)
      for (const group of [...before, last.slice(-1)]) await producer.send(group)
      return
    }
    const transaction = await producer.begin()
    try {
      for (const group of groups) await transaction.send(group)
      await transaction.commit()
    } catch (error) {
      // Where this fails too, the next transaction of this id ends it.
      await transaction.abort().catch(() => undefined)
      throw error
    }
  }
  const writeBatch = async (batch: Batch): Promise<void> => {
    const { network } = batch
    let state = states.get(network)
    if (!state || state.uncertain) state = await readState(network)
    const { uncertain } = state
    state.uncertain = undefined
    // The answer was lost, not the batch.
    if (uncertain && uncertain.batch === batch && uncertain.writer === state.stored?.writer) {
      state.isClean = true
      return
    }
    attempts += 1
    const toSend = planBatch(state, batch, `${session}.${attempts}`)
    try {
      await guard(network, 'send to Kafka', () => send(batchMessages(toSend, { topics, keep, maxMessageBytes })))
    } catch (error) {
      state.uncertain = { batch, writer: toSend.checkpoint.writer }
      state.isClean = producer.begin !== undefined
      throw error
    }
    state.isClean = true
    state.stored = { schemaVersion: SCHEMA_VERSION, type: 'checkpoint', checkpoint: batch.checkpoint, ...toSend.checkpoint }
  }
  const close = async (): Promise<void> => {
    await queue
    stored = undefined
    states.clear()
  }

  return {
    specVersion: 1,
    delivery: producer.begin ? 'transactional' : 'at-least-once',
    async open() {
      if (stored) return
      session = Array.from({ length: 4 }, () => Math.floor(runtime.random() * 0x1_0000_0000).toString(36)).join('')
      // A transaction that a killed process left open hides what comes after it, until one of the same id ends it.
      if (producer.begin) await guard(undefined, 'reach Kafka', async () => (await producer.begin!()).abort())
      stored = createStoredCheckpoints(topics.checkpoints, options.readTopic)
    },
    async readCheckpoint(network) {
      return (await readState(network)).stored?.checkpoint
    },
    async write(batch, callOptions) {
      callOptions?.signal?.throwIfAborted()
      await inTurn(() => writeBatch(batch))
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** What of a batch readers do not have, and what they must forget first. Fails with `SINK` for a fencing token that is too old. */
function planBatch({ stored, isClean }: NetworkState, batch: Batch, writer: string): BatchToSend {
  const { network, rollbackTo, blocks, fencingToken } = batch
  const held = stored?.fencingToken
  if (fencingToken !== undefined && held !== undefined && fencingToken < BigInt(held)) {
    const message = `a newer writer holds token ${held}, this one has ${fencingToken}`
    throw new DefimonError('SINK', message, { network, retryable: false })
  }
  const done = rollbackTo ? clipRanges(stored?.checkpoint.done ?? [], rollbackTo.number) : (stored?.checkpoint.done ?? [])
  const token = fencingToken === undefined ? held : String(fencingToken)
  return {
    batch,
    // What a checkpoint covers was sent before it.
    blocks: blocks.filter((block) => !isDone(done, block.number)),
    retraction: isClean ? rollbackTo && retractionOf(rollbackTo) : lowest(rollbackTo, stored),
    checkpoint: { revision: (stored?.revision ?? 0) + 1, writer, ...(token !== undefined && { fencingToken: token }) },
  }
}

/** No block is below 0: then all of them go. */
function retractionOf({ number, hash }: BlockRef): RetractionValue['above'] {
  return number < 0 ? null : { number, hash }
}

/** Down to where everything goes that no checkpoint covers: above the highest block that one does. */
function lowest(rollbackTo: Batch['rollbackTo'], stored: CheckpointValue | undefined): RetractionValue['above'] {
  const { head, done = [] } = stored?.checkpoint ?? {}
  const top = done.at(-1)?.to
  if (top === undefined) return null
  if (rollbackTo && rollbackTo.number <= top) return retractionOf(rollbackTo)
  return head?.number === top ? head : { number: top }
}

async function guard<T>(network: NetworkId | undefined, what: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (cause) {
    if (DefimonError.isInstance(cause)) throw cause
    const why = cause instanceof Error ? cause.message : String(cause)
    // Clients try again by themselves what is worth it, and say of what is left whether it was.
    const retryable = (cause as { retriable?: unknown }).retriable !== false
    throw new DefimonError('SINK', `cannot ${what}: ${why}`, { network, cause, retryable })
  }
}
