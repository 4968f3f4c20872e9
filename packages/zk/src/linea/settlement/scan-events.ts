import type { ContractAt } from '@defimon/core'
import { countOf, hexOf } from '../../settlement/abi-values.ts'
import { createEventScan, type EventScan } from '../../settlement/event-scan.ts'
import { blocksVerificationDone, dataFinalized, dataFinalizedV3, dataSubmittedV2, dataSubmittedV3 } from './rollup-contract.ts'

/** What Linea's contract logged. */
export type LineaEvent =
  /** Until V5: data, with their blocks. */
  | { readonly type: 'data-of-blocks'; readonly from: number; readonly to: number }
  /** Since V6: data, by their place in a chain of hashes. */
  | { readonly type: 'data'; readonly parentShnarf: string; readonly shnarf: string }
  /** Proven and final. Before V6 the first block follows what was final before. */
  | { readonly type: 'finalized'; readonly from?: number; readonly to: number; readonly shnarf?: string }

/** Scans for data and finalizations of all versions of the contract. */
export function scanLineaEvents(contracts: readonly ContractAt[]): EventScan<LineaEvent> {
  const events = [blocksVerificationDone, dataFinalized, dataFinalizedV3, dataSubmittedV2, dataSubmittedV3]
  return createEventScan<LineaEvent>({
    contracts,
    topics: [events.map(({ topic0 }) => topic0)],
    read(log) {
      switch (log.topics[0]) {
        case dataSubmittedV2.topic0: {
          const [, from, to] = dataSubmittedV2.decode(log)
          return { type: 'data-of-blocks', from: countOf(from, 'startBlock'), to: countOf(to, 'endBlock') }
        }
        case dataSubmittedV3.topic0: {
          const [parentShnarf, shnarf] = dataSubmittedV3.decode(log)
          return { type: 'data', parentShnarf: hexOf(parentShnarf, 'parentShnarf'), shnarf: hexOf(shnarf, 'shnarf') }
        }
        case dataFinalizedV3.topic0: {
          const [from, to, shnarf] = dataFinalizedV3.decode(log)
          return {
            type: 'finalized',
            from: countOf(from, 'startBlockNumber'),
            to: countOf(to, 'endBlockNumber'),
            shnarf: hexOf(shnarf, 'shnarf'),
          }
        }
        case dataFinalized.topic0:
          return { type: 'finalized', to: countOf(dataFinalized.decode(log)[0], 'lastBlockFinalized') }
        default:
          return { type: 'finalized', to: countOf(blocksVerificationDone.decode(log)[0], 'lastBlockFinalized') }
      }
    },
  })
}
