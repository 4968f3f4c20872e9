import type { DecodeCase } from './decode-case.ts'
import { nearCases } from './near-case.ts'
import { recordingsFolder } from './recorded-blocks.ts'
import { solanaCases } from './solana-case.ts'
import { starknetCases } from './starknet-case.ts'

/** All that is measured: made blocks, and where there are real recordings blocks of these. */
export function decodeCases(): readonly DecodeCase[] {
  const recordings = recordingsFolder()
  return [...solanaCases(recordings), ...nearCases(recordings), ...starknetCases(recordings)]
}
