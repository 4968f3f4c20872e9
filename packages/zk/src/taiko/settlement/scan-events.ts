import type { L2Network, NetworkId } from '@defimon/core'
import type { ScannedLog } from '@defimon/evm'
import { contractsOn } from '@defimon/evm/parent'
import { countOf, hexOf, partsOf } from '../../settlement/abi-values.ts'
import { createEventScan, type EventScan } from '../../settlement/event-scan.ts'
import {
  batchesProved,
  batchesVerified,
  batchProposed,
  blockProposed,
  blockProposedV2,
  blockVerified,
  blockVerifiedV2,
  checkpointSaved,
  proposed,
  proved,
  transitionProved,
  transitionProvedV2,
} from './taiko-contracts.ts'

/** What Taiko's contracts logged. Batches are numbered since Pacaya, proposals since Shasta. */
export type TaikoEvent =
  | { readonly type: 'blocks'; readonly from: number; readonly to: number; readonly batch?: number }
  | { readonly type: 'proposal'; readonly id: number }
  | { readonly type: 'proved-block'; readonly block: number }
  | { readonly type: 'proved-batches'; readonly batches: readonly number[] }
  /** Final up to a block, with its hash. */
  | { readonly type: 'verified-block'; readonly block: number; readonly hash: string }
  /** Final up to a batch, with the hash of its last block. */
  | { readonly type: 'verified-batch'; readonly batch: number; readonly hash: string }
  /** Proven and final. */
  | { readonly type: 'proved-proposals'; readonly first: number; readonly last: number }
  | { readonly type: 'checkpoint'; readonly block: number; readonly hash: string }

const READERS: Readonly<Record<string, (log: ScannedLog) => TaikoEvent>> = {
  [blockProposed.topic0]: (log) => oneBlock(blockProposed.decode(log)[0]),
  [blockProposedV2.topic0]: (log) => oneBlock(blockProposedV2.decode(log)[0]),
  [batchProposed.topic0](log) {
    const [info, meta] = batchProposed.decode(log)
    const parts = partsOf(info, 'info')
    const to = countOf(parts[10], 'lastBlockId')
    const from = to - partsOf(parts[1], 'blocks').length + 1
    return { type: 'blocks', from, to, batch: countOf(partsOf(meta, 'meta')[2], 'batchId') }
  },
  [proposed.topic0]: (log) => ({ type: 'proposal', id: countOf(proposed.decode(log)[0], 'id') }),
  [transitionProved.topic0]: (log) => ({ type: 'proved-block', block: countOf(transitionProved.decode(log)[0], 'blockId') }),
  [transitionProvedV2.topic0]: (log) => ({ type: 'proved-block', block: countOf(transitionProvedV2.decode(log)[0], 'blockId') }),
  [batchesProved.topic0](log) {
    const batches = partsOf(batchesProved.decode(log)[1], 'batchIds').map((id) => countOf(id, 'batchId'))
    return { type: 'proved-batches', batches }
  },
  [blockVerified.topic0](log) {
    const [block, , hash] = blockVerified.decode(log)
    return { type: 'verified-block', block: countOf(block, 'blockId'), hash: hexOf(hash, 'blockHash') }
  },
  [blockVerifiedV2.topic0](log) {
    const [block, , hash] = blockVerifiedV2.decode(log)
    return { type: 'verified-block', block: countOf(block, 'blockId'), hash: hexOf(hash, 'blockHash') }
  },
  [batchesVerified.topic0](log) {
    const [batch, hash] = batchesVerified.decode(log)
    return { type: 'verified-batch', batch: countOf(batch, 'batchId'), hash: hexOf(hash, 'blockHash') }
  },
  [proved.topic0](log) {
    const [, first, last] = proved.decode(log)
    return { type: 'proved-proposals', first: countOf(first, 'firstNewProposalId'), last: countOf(last, 'lastProposalId') }
  },
  [checkpointSaved.topic0](log) {
    const [block, hash] = checkpointSaved.decode(log)
    return { type: 'checkpoint', block: countOf(block, 'blockNumber'), hash: hexOf(hash, 'blockHash') }
  },
}

/** Scans the inboxes and the signal service for the events of all forks. */
export function scanTaikoEvents(network: L2Network<'taiko'>, parent: NetworkId): EventScan<TaikoEvent> {
  const { inbox, signalService } = network.contracts
  return createEventScan<TaikoEvent>({
    contracts: [...contractsOn(inbox, parent), ...contractsOn(signalService, parent)],
    topics: [Object.keys(READERS)],
    read: (log) => READERS[log.topics[0] ?? '']?.(log),
  })
}

function oneBlock(id: Parameters<typeof countOf>[0]): TaikoEvent {
  const block = countOf(id, 'blockId')
  return { type: 'blocks', from: block, to: block }
}
