import { join } from 'node:path'
import { type Batch, DefimonError, type NetworkId, type Runtime, type Sink, systemRuntime } from '@defimon/core'
import { makeFolder } from '@defimon/core/node'
import { clipRanges, isDone } from '../done-ranges.ts'
import { encodeJson } from '../encode-json.ts'
import type { CheckpointLine } from './last-checkpoint.ts'
import { type NetworkFile, openNetworkFile } from './network-file.ts'
import type { JsonlRotation } from './rotation.ts'

/** Where to write. */
export interface JsonlSinkOptions {
  /** Made where it is not there. One file per network, `<network>.jsonl`. */
  readonly folder: string
  /**
   * Whether each batch is forced to the disk. Default true. Without it a killed process still loses nothing, but a power cut may lose
   * the last batches.
   */
  readonly fsync?: boolean
  /** Puts the file of a network aside when it is large or old, and begins a new one. Default: never. */
  readonly rotation?: JsonlRotation
  /** Tells the time for rotation. Default: the real one. */
  readonly runtime?: Runtime
}

/**
 * Appends blocks as lines of JSON. The lines of a batch are, in this order: `{"type":"rollback","to":…}` where blocks go,
 * `{"type":"block","block":…}`, `{"type":"settlement","settlement":…}`, `{"type":"reverted","settlement":…}`, and
 * `{"type":"checkpoint","checkpoint":…}`, which commits them. Lines after the last checkpoint do not count; opening the file cuts them
 * off, so every block stands in it once. Amounts are decimal strings.
 *
 * With `rotation` the file is put aside between two batches, as `<network>@<sequence>.jsonl`, and the new one begins with the checkpoint
 * so far. The store is what all of them amount to, in order.
 *
 * A reader who follows the file must wait for the checkpoint line. `write` fails with `SINK` where the file cannot be written, or
 * where another process writes to it.
 */
export function jsonlSink(options: JsonlSinkOptions): Sink {
  const { folder, fsync = true, rotation, runtime = systemRuntime() } = options
  const files = new Map<NetworkId, Promise<NetworkFile>>()
  let isOpen = false

  const fileOf = (network: NetworkId): Promise<NetworkFile> => {
    if (!isOpen) return Promise.reject(new DefimonError('SINK', 'the JSONL sink is not open', { network, retryable: false }))
    const known = files.get(network)
    if (known) return known
    // An id is the caller's text: nothing in it may leave the folder.
    const path = join(folder, `${encodeURIComponent(network)}.jsonl`)
    const opening = openNetworkFile({ ...{ path, network, fsync, rotation, runtime }, encode: (line) => `${encodeJson(line)}\n` })
    files.set(network, opening)
    opening.catch(() => files.delete(network))
    return opening
  }
  const close = async (): Promise<void> => {
    isOpen = false
    const open = [...files.values()]
    files.clear()
    for (const file of open) await (await file).close()
  }

  return {
    specVersion: 1,
    delivery: 'transactional',
    async open() {
      await makeFolder(folder)
      isOpen = true
    },
    async readCheckpoint(network) {
      return (await guard(network, () => fileOf(network))).last?.checkpoint
    },
    async write(batch, options) {
      options?.signal?.throwIfAborted()
      await guard(batch.network, async () => {
        const file = await fileOf(batch.network)
        try {
          await appendBatch(file, batch)
        } finally {
          if (file.isHalfAside) {
            files.delete(batch.network)
            await file.close()
          }
        }
      })
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

async function appendBatch(file: NetworkFile, batch: Batch): Promise<void> {
  const { network, rollbackTo, blocks, settlements, reverted, checkpoint } = batch
  const heldToken = file.last?.fencingToken
  if (heldToken !== undefined && batch.fencingToken !== undefined && batch.fencingToken < BigInt(heldToken)) {
    const message = `a newer writer holds token ${heldToken}, this one has ${batch.fencingToken}`
    throw new DefimonError('SINK', message, { network, retryable: false })
  }
  // A batch that comes again after its checkpoint was committed must not stand in the file twice.
  const stored = file.last?.checkpoint.done ?? []
  const done = rollbackTo ? clipRanges(stored, rollbackTo.number) : stored
  const fencingToken = batch.fencingToken === undefined ? heldToken : String(batch.fencingToken)
  const commit: CheckpointLine = { type: 'checkpoint', checkpoint, ...(fencingToken !== undefined && { fencingToken }) }
  const lines: unknown[] = [
    ...(rollbackTo ? [{ type: 'rollback', to: rollbackTo }] : []),
    ...blocks.filter((block) => !isDone(done, block.number)).map((block) => ({ type: 'block', block })),
    ...settlements.map((settlement) => ({ type: 'settlement', settlement })),
    ...reverted.map((settlement) => ({ type: 'reverted', settlement })),
    commit,
  ]
  await file.append(`${lines.map(encodeJson).join('\n')}\n`, commit)
}

async function guard<T>(network: NetworkId | undefined, step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (cause) {
    if (DefimonError.isInstance(cause)) throw cause
    const code = (cause as { code?: unknown }).code
    throw new DefimonError('SINK', `cannot write the file: ${typeof code === 'string' ? code : String(cause)}`, {
      network,
      cause,
      // Disks get room again, and folders come back.
      retryable: true,
    })
  }
}
