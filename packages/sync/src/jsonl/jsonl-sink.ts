import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Batch, DefimonError, type NetworkId, type Sink } from '@defimon/core'
import { clipRanges, isDone } from '../done-ranges.ts'
import { encodeJson } from '../encode-json.ts'
import { type CheckpointLine, type NetworkFile, openNetworkFile } from './network-file.ts'

/** Where to write. */
export interface JsonlSinkOptions {
  /** Made where it is not there. One file per network, `<network>.jsonl`. */
  readonly folder: string
  /**
   * Whether each batch is forced to the disk. Default true. Without it a killed process still loses nothing, but a power cut may lose
   * the last batches.
   */
  readonly fsync?: boolean
}

/**
 * Appends blocks as lines of JSON. The lines of a batch are, in this order: `{"type":"rollback","to":…}` where blocks go,
 * `{"type":"block","block":…}`, `{"type":"settlement","settlement":…}`, `{"type":"reverted","settlement":…}`, and
 * `{"type":"checkpoint","checkpoint":…}`, which commits them. Lines after the last checkpoint do not count; opening the file cuts them
 * off, so every block stands in it once. Amounts are decimal strings.
 *
 * A reader who follows the file must wait for the checkpoint line. `write` fails with `SINK` where the file cannot be written, or
 * where another process writes to it.
 */
export function jsonlSink({ folder, fsync = true }: JsonlSinkOptions): Sink {
  const files = new Map<NetworkId, Promise<NetworkFile>>()
  let isOpen = false

  const fileOf = (network: NetworkId): Promise<NetworkFile> => {
    if (!isOpen) return Promise.reject(new DefimonError('SINK', 'the JSONL sink is not open', { network, retryable: false }))
    const known = files.get(network)
    if (known) return known
    // An id is the caller's text: nothing in it may leave the folder.
    const opening = openNetworkFile(join(folder, `${encodeURIComponent(network)}.jsonl`), network, fsync)
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
      await guard(undefined, () => mkdir(folder, { recursive: true }))
      isOpen = true
    },
    async readCheckpoint(network) {
      return (await guard(network, () => fileOf(network))).last?.checkpoint
    },
    async write(batch, options) {
      options?.signal?.throwIfAborted()
      await guard(batch.network, async () => appendBatch(await fileOf(batch.network), batch))
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
    })
  }
}
