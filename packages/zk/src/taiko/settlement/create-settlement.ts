import type { L2Network, SourceOptions } from '@defimon/core'
import type { BlockDriver } from '@defimon/core/adapter'
import type { EvmRaw } from '@defimon/evm'
import { createBatchBounds } from '../../settlement/batch-bounds.ts'
import { coverTime } from '../../settlement/cover-time.ts'
import { readAskedHeader } from '../../settlement/l2-header.ts'
import { nextExpectedMs } from '../../settlement/next-expected.ts'
import { createSettlementReader, type SettlementReader } from '../../settlement/settlement-reader.ts'
import { earlierState } from './earlier-settlement.ts'
import { scanTaikoEvents, type TaikoEvent } from './scan-events.ts'
import { proposalOf, proposalReader, shastaState } from './shasta-settlement.ts'

/** What is waited for at a stage, in the events of all forks. */
const POSTING: readonly TaikoEvent['type'][] = ['blocks', 'proposal']
const PROVING: readonly TaikoEvent['type'][] = ['proved-proposals', 'proved-batches', 'proved-block']
const VERIFYING: readonly TaikoEvent['type'][] = ['verified-batch', 'verified-block']

/**
 * Settlement of Taiko in all its forks: Katla and Ontake block by block, Pacaya by batches, Shasta by proposals. Blocks are derived from
 * the parent chain, so a reorganisation there may be one of Taiko. Verifications and checkpoints hold hashes of blocks: anchors.
 */
export function createTaikoSettlement(
  network: L2Network<'taiko'>,
  driver: BlockDriver<'taiko', EvmRaw>,
  options: SourceOptions,
): SettlementReader {
  const all = [...(network.contracts.inbox ?? []), ...(network.contracts.signalService ?? [])]
  return createSettlementReader(network, options, all, ({ pace }) => {
    const scan = scanTaikoEvents(network, options.parent?.network.id ?? '')
    const bounds = createBatchBounds(proposalReader(driver))
    return async ({ view, call, block }) => {
      const header = await readAskedHeader(driver, call, block)
      await coverTime(view, scan, header.timestampMs, pace)
      const proposal = proposalOf(header.fields.extraData)
      const ground = { view, call, block, scan, driver }
      const state = proposal === undefined ? await earlierState(ground) : await shastaState({ ...ground, bounds }, proposal)
      const { stage } = state
      if (stage === 'settled') return { state }
      const awaited = stage === 'sequenced' ? POSTING : stage === 'posted' ? PROVING : VERIFYING
      const places = scan.events.filter(({ event }) => awaited.includes(event.type)).map(({ blockNumber }) => blockNumber)
      return { state, nextExpectedMs: nextExpectedMs(view, places, pace.blockTimeMs) }
    }
  })
}
