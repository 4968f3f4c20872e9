import type { Batch, L2Block } from '@defimon/core'
import { encodeJson } from '../encode-json.ts'
import type { Keep } from '../keep.ts'
import { encodeBlock } from './block-values.ts'
import { type CloudEvent, cloudEventHeaders } from './cloud-event.ts'
import type { KafkaMessage } from './kafka-producer.ts'
import type { KafkaTopics } from './topics.ts'
import { type CheckpointValue, type KafkaValue, type RetractionValue, SCHEMA_VERSION, type SettlementValue } from './values.ts'

/** What the records of a batch depend on. */
export interface BatchToSend {
  readonly batch: Batch
  /** Blocks that readers do not have yet. */
  readonly blocks: readonly L2Block[]
  /** What must go first; undefined: nothing. */
  readonly retraction: RetractionValue['above'] | undefined
  readonly checkpoint: Omit<CheckpointValue, 'schemaVersion' | 'type' | 'checkpoint'>
}

/** How records are written. */
export interface MessageOptions {
  readonly topics: KafkaTopics
  readonly keep: Keep
  readonly maxMessageBytes: number
}

/** The records of a batch in the order in which they must arrive; the last one is the checkpoint, which says that it is whole. */
export function batchMessages(toSend: BatchToSend, { topics, keep, maxMessageBytes }: MessageOptions): readonly KafkaMessage[] {
  const { batch, blocks, retraction, checkpoint } = toSend
  const { network } = batch
  const messages: KafkaMessage[] = []
  const add = (topic: string, value: KafkaValue, text: string, event: Pick<CloudEvent, 'subject' | 'timestampMs'>): void => {
    const id = `${checkpoint.writer}.${messages.length}`
    messages.push({ topic, key: network, value: text, headers: cloudEventHeaders(value, { network, id, ...event }) })
  }

  if (retraction !== undefined) {
    const value: RetractionValue = { schemaVersion: SCHEMA_VERSION, type: 'retraction', network, above: retraction }
    const subject = retraction === null ? 'all' : `above/${retraction.number}`
    for (const topic of [topics.blocks, topics.settlements]) add(topic, value, encodeJson(value), { subject })
  }
  for (const block of blocks) {
    const event = { subject: `${block.number}/${block.hash}`, timestampMs: block.timestampMs }
    for (const text of encodeBlock(block, keep, maxMessageBytes)) add(topics.blocks, BLOCK, text, event)
  }
  const steps = [
    ...batch.settlements.map((settlement) => ({ type: 'settlement', settlement }) as const),
    ...batch.reverted.map((settlement) => ({ type: 'settlement-reverted', settlement }) as const),
  ]
  for (const { type, settlement } of steps) {
    const value: SettlementValue = { schemaVersion: SCHEMA_VERSION, type, settlement }
    add(topics.settlements, value, encodeJson(value), { subject: `${settlement.block.number}/${settlement.block.hash}` })
  }
  const last = { schemaVersion: SCHEMA_VERSION, type: 'checkpoint', checkpoint: batch.checkpoint, ...checkpoint } as const
  add(topics.checkpoints, last, encodeJson(last), {})
  return messages
}

/** Its text is written by `encodeBlock`; the headers need to know only what it is. */
const BLOCK = {
  schemaVersion: SCHEMA_VERSION,
  type: 'block',
  part: 0,
  parts: 1,
  block: { network: '', number: 0, hash: '' },
} as const

/** Messages in groups that a broker takes as one: of one partition it wants no more bytes at once than a record may have. */
export function inGroups(messages: readonly KafkaMessage[], maxBytes: number): readonly (readonly KafkaMessage[])[] {
  const groups: KafkaMessage[][] = []
  let bytes = Number.POSITIVE_INFINITY
  for (const message of messages) {
    const size = sizeOf(message)
    if (bytes + size > maxBytes) {
      groups.push([])
      bytes = 0
    }
    groups.at(-1)!.push(message)
    bytes += size
  }
  return groups
}

function sizeOf({ value, headers }: KafkaMessage): number {
  let size = Buffer.byteLength(value) + 100
  for (const [name, text] of Object.entries(headers)) size += name.length + text.length + 4
  return size
}
