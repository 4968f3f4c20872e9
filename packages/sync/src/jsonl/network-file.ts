import { type FileHandle, open, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { DefimonError, type NetworkId, type Runtime } from '@defimon/core'
import { type CheckpointLine, findLastCheckpoint } from './last-checkpoint.ts'
import { asideFiles, createRotationClock, type JsonlRotation, type RotationClock } from './rotation.ts'

/** The file of one network. What stands after its last whole checkpoint line was never committed. */
export interface NetworkFile {
  readonly last: CheckpointLine | undefined
  /** Whether it failed in the middle of being put aside: it must be closed and opened again. */
  readonly isHalfAside: boolean
  /** Adds lines, of which the last is the checkpoint. All of them count, or after a crash none. */
  append(lines: string, line: CheckpointLine): Promise<void>
  close(): Promise<void>
}

/** What a file is opened with. */
export interface NetworkFileOptions {
  readonly path: string
  readonly network: NetworkId
  readonly fsync: boolean
  readonly rotation: JsonlRotation | undefined
  readonly runtime: Runtime
  /** How lines are written. */
  readonly encode: (line: CheckpointLine) => string
}

interface OpenFile {
  readonly handle: FileHandle
  last: CheckpointLine | undefined
  /** How many bytes count. */
  committed: number
  /** Whether there may be more. */
  isTorn: boolean
}

/** Opens or creates the file, and cuts off a batch that a crash left unfinished. */
export async function openNetworkFile(options: NetworkFileOptions): Promise<NetworkFile> {
  const { path, network, fsync, rotation, runtime, encode } = options
  const aside = asideFiles(path)
  let file = await openCut(path)
  let clock: RotationClock | undefined
  let isHalfAside = false
  try {
    file.last ??= await lastAside(await aside.list())
    clock = rotation && (await createRotationClock(path, rotation, runtime))
  } catch (error) {
    await file.handle.close()
    throw error
  }

  const write = async (lines: string): Promise<void> => {
    const bytes = Buffer.from(lines)
    file.isTorn = true
    await file.handle.appendFile(bytes)
    if (fsync) await file.handle.datasync()
    file.isTorn = false
    file.committed += bytes.length
  }
  /** The new file begins with the checkpoint of the old one: it says where it goes on, also when the old one is gone. */
  const rotate = async (): Promise<void> => {
    const { last, handle } = file
    isHalfAside = true
    await aside.putAside()
    const next = await openCut(path)
    await handle.close()
    file = { ...next, last }
    if (last) await write(encode(last))
    if (fsync) await syncFolder(dirname(path))
    isHalfAside = false
    if (rotation?.keepFiles !== undefined) await aside.prune(rotation.keepFiles)
  }
  const assertSole = async (): Promise<void> => {
    const [own, there] = [await file.handle.stat(), await stat(path).catch(() => undefined)]
    if (own.size === file.committed && own.ino === there?.ino) return
    throw new DefimonError('SINK', 'another process writes to the file of this network', { network, retryable: false })
  }

  return {
    get last() {
      return file.last
    },
    get isHalfAside() {
      return isHalfAside
    },
    async append(lines, line) {
      await cutTorn(file)
      await assertSole()
      if (file.last && clock?.isDue(file.committed)) await rotate()
      await write(lines)
      clock?.written()
      file.last = line
    },
    close: () => file.handle.close(),
  }
}

async function openCut(path: string): Promise<OpenFile> {
  const handle = await open(path, 'a+')
  try {
    const found = await findLastCheckpoint(handle)
    const committed = found?.end ?? 0
    const file = { handle, last: found?.line, committed, isTorn: (await handle.stat()).size !== committed }
    await cutTorn(file)
    return file
  } catch (error) {
    await handle.close()
    throw error
  }
}

async function cutTorn(file: OpenFile): Promise<void> {
  if (!file.isTorn) return
  await file.handle.truncate(file.committed)
  file.isTorn = false
}

/** Where the file itself holds no checkpoint, a crash came between putting the old one aside and beginning the new one. */
async function lastAside(paths: readonly string[]): Promise<CheckpointLine | undefined> {
  for (const path of paths.toReversed()) {
    const handle = await open(path, 'r')
    try {
      const found = await findLastCheckpoint(handle)
      if (found) return found.line
    } finally {
      await handle.close()
    }
  }
  return undefined
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r').catch(() => undefined)
  // Not every system can; there a power cut may bring back the old name, and its checkpoint with it.
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}
