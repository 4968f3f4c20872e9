import type { AbiValue, DescribeSettlement, ParentRecord, ParentTransaction, SettlementStep } from '@defimon/evm/parent'
import { countOf, hexOf, isContractOf, logsWith, partsOf } from '../../../settlement/abi-values.ts'
import {
  blockCommit,
  blocksRevert,
  blockVerification,
  commitBlock,
  commitBlocks,
  executeBlocks,
  proveBlocks,
} from './zksync-contract.ts'

/** A block as a call or an event names it. */
interface Named {
  readonly number: number
  readonly root?: string
}

const NO_EVENTS = 'a call without events: of what operators call, `proveBlocks` alone has none. Its blocks stand in the calldata'

/**
 * What a transaction did for zkSync Lite, or a fork of it: blocks committed (`posted`), proven, executed (`settled`) or reverted, by events or
 * by calldata.
 */
export const describeZksyncLiteSettlement: DescribeSettlement<'zksync-lite'> = async (record, network) => {
  if (record.outcome === 'failed') return []
  const { transaction } = record
  const call = transaction && isContractOf(network, ['rollup'], transaction.to) ? describeCall(transaction) : []
  if (call.length > 0) return call
  const logs = record.logs.filter(({ address }) => isContractOf(network, ['rollup'], address))
  const events = describeEvents({ ...record, logs })
  if (events.length > 0) return events
  return network && isSilentCall(record) && isContractOf(network, ['rollup'], receiverOf(record))
    ? [{ stage: 'proven', note: NO_EVENTS }]
    : []
}

function describeEvents(record: ParentRecord): readonly SettlementStep[] {
  const namedBy = (event: typeof blockCommit): readonly Named[] =>
    logsWith(record, [event.topic0]).map((log) => ({ number: countOf(event.decode(log)[0], 'blockNumber') }))
  const reverts = logsWith(record, [blocksRevert.topic0]).map((log): SettlementStep => {
    const kept = countOf(blocksRevert.decode(log)[1], 'totalBlocksCommitted')
    return { stage: 'reverted', note: `committed blocks above ${kept} are gone` }
  })
  return [
    ...stepOf('posted', namedBy(blockCommit), { dataAvailability: 'ethereum-calldata' }),
    ...stepOf('settled', namedBy(blockVerification)),
    ...reverts,
  ]
}

function describeCall({ input }: ParentTransaction): readonly SettlementStep[] {
  const data = { dataAvailability: 'ethereum-calldata' } as const
  if (commitBlocks.matches(input)) {
    const blocks = partsOf(commitBlocks.decodeInput(input)[1], 'blocks').map((block) => {
      const parts = partsOf(block, 'block')
      return { number: countOf(parts[4], 'blockNumber'), root: hexOf(parts[0], 'newStateHash') }
    })
    return stepOf('posted', blocks, data)
  }
  if (proveBlocks.matches(input)) return stepOf('proven', storedBlocks(proveBlocks.decodeInput(input)[0]))
  if (executeBlocks.matches(input)) {
    const blocks = partsOf(executeBlocks.decodeInput(input)[0], 'blocks').map((block) => partsOf(block, 'block')[0] as AbiValue)
    return stepOf('settled', storedBlocks(blocks))
  }
  if (commitBlock.matches(input)) {
    const [number, , info] = commitBlock.decodeInput(input)
    const root = partsOf(info, 'newBlockInfo')[0]
    return stepOf(
      'posted',
      [{ number: countOf(number, 'blockNumber'), ...(root !== undefined && { root: hexOf(root, 'root') }) }],
      data,
    )
  }
  return []
}

function storedBlocks(blocks: AbiValue | undefined): readonly Named[] {
  return partsOf(blocks, 'blocks').map((block) => {
    const parts = partsOf(block, 'block')
    return { number: countOf(parts[0], 'blockNumber'), root: hexOf(parts[4], 'stateHash') }
  })
}

/** Blocks of one call are consecutive: the contract takes no others. */
function stepOf(
  stage: SettlementStep['stage'],
  blocks: readonly Named[],
  more: Partial<SettlementStep> = {},
): readonly SettlementStep[] {
  const first = blocks[0]
  const last = blocks.at(-1)
  if (!first || !last) return []
  const roots = blocks.flatMap(({ root }) => (root === undefined ? [] : [root]))
  return [
    {
      stage,
      batches: { from: first.number, to: last.number },
      covers: { from: first.number, to: last.number, exact: true },
      ...(roots.length > 0 && { roots }),
      ...more,
    },
  ]
}

function isSilentCall({ outcome, logs, transaction }: ParentRecord): boolean {
  return outcome === 'succeeded' && logs.length === 0 && transaction === undefined
}

/** Of a receipt, which is read for its logs alone. */
function receiverOf({ raw }: ParentRecord): string {
  const to = typeof raw === 'object' && raw !== null ? (raw as { readonly to?: unknown }).to : undefined
  return typeof to === 'string' ? to : ''
}
