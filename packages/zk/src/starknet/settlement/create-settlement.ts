import { type BlockRef, ContradictionError, type L2Network, type SourceOptions } from '@defimon/core'
import type { BlockDriver, DriverCall } from '@defimon/core/adapter'
import { coverTime, scanBackUntil, scanUntil } from '../../settlement/cover-time.ts'
import type { ScannedEvent } from '../../settlement/event-scan.ts'
import { readAskedHeader, readL2Header } from '../../settlement/l2-header.ts'
import { nextExpectedMs } from '../../settlement/next-expected.ts'
import { createSettlementReader, type SettlementReader } from '../../settlement/settlement-reader.ts'
import type { StarknetRaw } from '../starknet-raw.ts'
import { type StateUpdateEvent, scanStateUpdates } from './read-updates.ts'

/**
 * Settlement of StarkNet and of appchains that settle on an EVM chain: `LogStateUpdate` of the core contract posts, proves and settles all
 * blocks after the one before, in one transaction. The proof itself was accepted before, in transactions of a shared prover that name no chain.
 *
 * The event names the hash of its last block. It is compared with the header that the endpoint gives, recomputed: equal, it is an anchor;
 * else it is a `ContradictionError`.
 */
export function createStarknetSettlement(
  network: L2Network<'starknet'>,
  driver: BlockDriver<'starknet', StarknetRaw>,
  options: SourceOptions,
): SettlementReader {
  return createSettlementReader(network, options, network.contracts.core, ({ contracts, pace }) => {
    const scan = scanStateUpdates(contracts)
    const isAfter = (number: number) => (each: ScannedEvent<StateUpdateEvent>) => each.event.number >= number
    const isBefore = (number: number) => (each: ScannedEvent<StateUpdateEvent>) => each.event.number < number

    return async ({ view, call, block }) => {
      const header = await readAskedHeader(driver, call, block)
      await coverTime(view, scan, header.timestampMs, pace)
      const update = await scanUntil(view, scan, ({ events }) => events.find(isAfter(block.number)))
      const blocks = scan.events.map(({ blockNumber }) => blockNumber)
      if (!update) return { state: { stage: 'sequenced' }, nextExpectedMs: nextExpectedMs(view, blocks, pace.blockTimeMs) }
      const before = await scanBackUntil(view, scan, ({ events }) => events.findLast(isBefore(block.number)))
      const { event, transactionHash } = update
      const covers = { from: (before?.event.number ?? -1) + 1, to: event.number, exact: true }
      const anchor = await anchorOf(driver, call, event, header)
      const { blobVersionedHashes } = await view.transaction(transactionHash)
      // One transaction does it all, and was paid for one purpose: so its cost counts once.
      const posted = await view.evidence({
        kind: 'batch',
        transactionHash,
        covers,
        dataAvailability: blobVersionedHashes.length > 0 ? 'ethereum-blobs' : 'ethereum-calldata',
        purpose: 'execute',
      })
      const settled = await view.evidence({
        kind: 'settlement',
        transactionHash,
        covers,
        purpose: 'execute',
        ...(anchor && { anchor }),
      })
      return { state: { stage: 'settled', posted: [posted], settled } }
    }
  })
}

/** The block that an update names, where the endpoint has it with that hash. */
async function anchorOf(
  driver: BlockDriver<'starknet', StarknetRaw>,
  call: DriverCall,
  { number, blockHash }: StateUpdateEvent,
  asked: BlockRef,
): Promise<BlockRef | undefined> {
  if (blockHash === undefined) return undefined
  const named = number === asked.number ? asked : await readL2Header(driver, call, number)
  if (!named) return undefined
  if (named.hash === blockHash) return { number, hash: blockHash }
  throw new ContradictionError({ number, hash: named.hash }, blockHash, named.hash, {
    network: driver.network.id,
    host: call.endpoint,
    detail: 'the block hash of a state update on the parent chain',
  })
}
