import { type Checkpoint, DefimonError, type NetworkId } from '@defimon/core'
import type { KafkaRecord, TopicReader } from './kafka-producer.ts'
import { type CheckpointValue, SCHEMA_VERSION } from './values.ts'

/** The newest checkpoint of each network in a topic. */
export interface StoredCheckpoints {
  /** What the topic holds now. Calls that come together share a reading that begins after them. */
  read(network: NetworkId): Promise<CheckpointValue | undefined>
}

/** Reads the topic whenever it is asked; a compacted one is short. */
export function createStoredCheckpoints(topic: string, readTopic: TopicReader): StoredCheckpoints {
  let waiting: Promise<ReadonlyMap<NetworkId, CheckpointValue>> | undefined
  let last: Promise<unknown> = Promise.resolve()

  const readAll = (): Promise<ReadonlyMap<NetworkId, CheckpointValue>> => {
    waiting ??= last
      .catch(() => undefined)
      .then(async () => {
        waiting = undefined
        return newest(await readTopic(topic))
      })
    last = waiting
    return waiting
  }
  return {
    async read(network) {
      return (await readAll()).get(network)
    },
  }
}

function newest(records: readonly KafkaRecord[]): ReadonlyMap<NetworkId, CheckpointValue> {
  const found = new Map<NetworkId, CheckpointValue>()
  for (const { key, value } of records) {
    if (value === null) found.delete(key)
    else found.set(key, decodeCheckpoint(key, value))
  }
  return found
}

/** Fails with `SINK` for what is no checkpoint of a version that this release knows. */
function decodeCheckpoint(network: NetworkId, text: string): CheckpointValue {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    value = undefined
  }
  const record = (typeof value === 'object' && value !== null ? value : {}) as Partial<Record<keyof CheckpointValue, unknown>>
  const { type, schemaVersion, revision, writer, checkpoint, fencingToken } = record
  if (type !== 'checkpoint' || typeof checkpoint !== 'object' || checkpoint === null || typeof writer !== 'string') {
    throw new DefimonError('SINK', 'the topic of checkpoints holds something else', { network, retryable: false })
  }
  if (schemaVersion !== SCHEMA_VERSION || !Number.isSafeInteger(revision)) {
    const message = `a checkpoint has schema version ${schemaVersion}, this release knows ${SCHEMA_VERSION}`
    throw new DefimonError('SINK', message, { network, retryable: false })
  }
  return {
    ...{ schemaVersion, type, writer, revision: revision as number, checkpoint: checkpoint as Checkpoint },
    ...(typeof fencingToken === 'string' && { fencingToken }),
  }
}
