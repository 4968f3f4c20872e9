import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BlockRef, type Checkpoint, type Stage, stageRank } from '@defimon/core'

/** One line of a JSONL store. */
export interface Line {
  readonly type: 'rollback' | 'block' | 'settlement' | 'reverted' | 'checkpoint'
  readonly to: BlockRef
  readonly block: BlockRef & {
    readonly transactions: { hash: string; valueWei?: string; nonce?: string; fee?: { totalWei: string } }[]
  }
  readonly settlement: {
    readonly block: BlockRef
    readonly state: { readonly stage: Stage }
    readonly holdsFor?: { readonly from: number; readonly to: number }
  }
  readonly checkpoint: Checkpoint
}

/** The files of a network, oldest first. */
export function jsonlFiles(folder: string, network: string): readonly string[] {
  if (!existsSync(folder)) return []
  const aside = readdirSync(folder).filter((name) => name.startsWith(`${network}@`))
  return [...aside.sort(), `${network}.jsonl`].map((name) => join(folder, name)).filter((path) => existsSync(path))
}

/** The lines that count, of all files. */
export function readLines(folder: string, network: string): Line[] {
  return jsonlFiles(folder, network).flatMap((path) => {
    const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1)
    const last = lines.findLastIndex((line) => line.startsWith('{"type":"checkpoint"'))
    return lines.slice(0, last + 1).map((line) => JSON.parse(line) as Line)
  })
}

/** The blocks that the lines amount to. Throws where a block stands in them twice. */
export function readBlocks(lines: readonly Line[]): Line['block'][] {
  const blocks = new Map<number, Line['block']>()
  for (const line of lines) {
    if (line.type === 'rollback') {
      for (const number of blocks.keys()) if (number > line.to.number) blocks.delete(number)
    } else if (line.type === 'block') {
      if (blocks.has(line.block.number)) throw new Error(`block ${line.block.number} stands in the files twice`)
      blocks.set(line.block.number, line.block)
    }
  }
  return [...blocks.values()].sort((a, b) => a.number - b.number)
}

/** How far a block has settled, as a reader works it out who follows the lines. */
export function readStage(lines: readonly Line[], number: number): Stage | undefined {
  let stage: Stage | undefined
  for (const line of lines) {
    if (line.type === 'rollback' && number > line.to.number) stage = undefined
    if (line.type !== 'settlement' && line.type !== 'reverted') continue
    const { block, holdsFor = { from: block.number, to: block.number }, state } = line.settlement
    if (number < holdsFor.from || number > holdsFor.to) continue
    if (line.type === 'reverted' || stage === undefined || stageRank(state.stage) >= stageRank(stage)) stage = state.stage
  }
  return stage
}
