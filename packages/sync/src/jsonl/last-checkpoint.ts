import type { FileHandle } from 'node:fs/promises'
import type { Checkpoint } from '@defimon/core'

const CHECKPOINT_START = '{"type":"checkpoint"'
const FIRST_TAIL_BYTES = 65_536

/** The last line of a committed batch. */
export interface CheckpointLine {
  readonly type: 'checkpoint'
  readonly checkpoint: Checkpoint
  readonly fencingToken?: string
}

/** The last whole checkpoint line of a file, and where it ends. Looks from the end in growing steps: a batch is small and a file is not. */
export async function findLastCheckpoint(file: FileHandle): Promise<{ line: CheckpointLine; end: number } | undefined> {
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
