import { type FileHandle, open } from 'node:fs/promises'
import { type Checkpoint, DefimonError, type NetworkId } from '@defimon/core'

const CHECKPOINT_START = '{"type":"checkpoint"'
const FIRST_TAIL_BYTES = 65_536

/** The last line of a committed batch. */
export interface CheckpointLine {
  readonly type: 'checkpoint'
  readonly checkpoint: Checkpoint
  readonly fencingToken?: string
}

/** The file of one network. What stands after its last whole checkpoint line was never committed. */
export interface NetworkFile {
  readonly last: CheckpointLine | undefined
  /** Adds lines, of which the last is the checkpoint. All of them count, or after a crash none. */
  append(lines: string, line: CheckpointLine): Promise<void>
  close(): Promise<void>
}

/** Opens or creates the file, and cuts off a batch that a crash left unfinished. */
export async function openNetworkFile(path: string, network: NetworkId, fsync: boolean): Promise<NetworkFile> {
  const file = await open(path, 'a+')
  try {
    const found = await findLastCheckpoint(file)
    let last = found?.line
    let committed = found?.end ?? 0
    let isTorn = (await file.stat()).size !== committed

    const cutTorn = async (): Promise<void> => {
      if (!isTorn) return
      await file.truncate(committed)
      isTorn = false
    }
    await cutTorn()

    return {
      get last() {
        return last
      },
      async append(lines, line) {
        await cutTorn()
        if ((await file.stat()).size !== committed) {
          throw new DefimonError('SINK', 'another process writes to the file of this network', { network, retryable: false })
        }
        const bytes = Buffer.from(lines)
        isTorn = true
        await file.appendFile(bytes)
        if (fsync) await file.datasync()
        isTorn = false
        committed += bytes.length
        last = line
      },
      close: () => file.close(),
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

/** Looks from the end of the file, in growing steps, since a batch is small and a file is not. */
async function findLastCheckpoint(file: FileHandle): Promise<{ line: CheckpointLine; end: number } | undefined> {
  const { size } = await file.stat()
  for (let length = Math.min(size, FIRST_TAIL_BYTES); ; length = Math.min(size, length * 4)) {
    const start = size - length
    const tail = Buffer.alloc(length)
    await file.read(tail, 0, length, start)
    const found = lastCheckpointIn(tail, start === 0)
    if (found) return { line: found.line, end: start + found.end }
    if (start === 0) return undefined
  }
}

function lastCheckpointIn(tail: Buffer, isWhole: boolean): { line: CheckpointLine; end: number } | undefined {
  let before = tail.length
  while (before > 0) {
    const at = tail.lastIndexOf(CHECKPOINT_START, before - 1)
    if (at < 0) return undefined
    before = at
    const startsLine = at === 0 ? isWhole : tail[at - 1] === 0x0a
    const end = tail.indexOf('\n', at)
    if (!startsLine || end < 0) continue
    const line = parseCheckpointLine(tail.toString('utf8', at, end))
    if (line) return { line, end: end + 1 }
  }
  return undefined
}

function parseCheckpointLine(text: string): CheckpointLine | undefined {
  try {
    return JSON.parse(text) as CheckpointLine
  } catch {
    return undefined
  }
}
