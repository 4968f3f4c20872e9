import { type Stage, stageRank } from '@defimon/core'
import type { BlockValue, KafkaRecord, RetractionValue, SettlementValue } from '@defimon/sync/kafka'

type JsonBlock = {
  readonly number: number
  readonly hash: string
  readonly transactions?: { hash: string; valueWei?: string; nonce?: string; fee?: { totalWei: string } }[]
  readonly logs?: unknown[]
}

/** What a reader holds of one network who follows the records of a topic of blocks: retractions, parts, and blocks that come again. */
export function readBlocks(records: readonly KafkaRecord[], network: string): readonly JsonBlock[] {
  const blocks = new Map<number, JsonBlock>()
  for (const value of valuesOf<BlockValue | RetractionValue>(records, network)) {
    if (value.type === 'retraction') {
      for (const number of blocks.keys()) if (number > (value.above?.number ?? -1)) blocks.delete(number)
      continue
    }
    const part = value.block as unknown as JsonBlock
    const known = blocks.get(part.number)
    const before = value.part === 0 ? {} : { ...known }
    if (value.part === 0 && known && known.hash !== part.hash) throw new Error(`block ${part.number} was not retracted`)
    blocks.set(part.number, {
      ...before,
      ...part,
      transactions: [...((value.part > 0 && known?.transactions) || []), ...(part.transactions ?? [])],
      logs: [...((value.part > 0 && known?.logs) || []), ...(part.logs ?? [])],
    })
  }
  return [...blocks.values()].sort((a, b) => a.number - b.number)
}

/** The stage of a block, for a reader of a topic of settlements. */
export function readStage(records: readonly KafkaRecord[], network: string, number: number): Stage | undefined {
  let stage: Stage | undefined
  for (const value of valuesOf<SettlementValue | RetractionValue>(records, network)) {
    if (value.type === 'retraction') {
      if (number > (value.above?.number ?? -1)) stage = undefined
      continue
    }
    const { block, holdsFor = { from: block.number, to: block.number }, state } = value.settlement
    if (number < holdsFor.from || number > holdsFor.to) continue
    const goesBack = stage !== undefined && stageRank(state.stage) < stageRank(stage)
    if (value.type === 'settlement-reverted' || !goesBack) stage = state.stage
  }
  return stage
}

function valuesOf<T>(records: readonly KafkaRecord[], network: string): T[] {
  return records.flatMap(({ key, value }) => (key === network && value !== null ? [JSON.parse(value) as T] : []))
}
