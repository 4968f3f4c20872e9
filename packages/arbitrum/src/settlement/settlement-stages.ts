import type { L2Network } from '@defimon/core'
import type { SettlementStages } from '@defimon/core/adapter'
import { contractsOn } from '@defimon/evm/parent'
import { genesisBlockOf } from './message-blocks.ts'

/** How the stages of Arbitrum chains are known, as `createArbitrumSettlement` reads them. */
export function arbitrumStages(network: L2Network<'arbitrum'>): SettlementStages {
  const { contracts, parent, status } = network
  const isSunset = status?.state === 'sunset'
  const isKnown = (role: keyof typeof contracts): boolean => contractsOn(contracts[role], parent ?? '').length > 0
  if (!isKnown('sequencerInbox')) {
    const why = parent === undefined ? 'it has no parent chain that could be asked' : 'the registry has no sequencer inbox of it'
    return {
      posted: `not told: ${why}`,
      claimed: 'not told',
      settled: 'not told',
      ...(isSunset && { sunset: `nothing: ${why}` }),
    }
  }
  const genesis = genesisBlockOf(network)
  const since = genesis > 0 ? `, from block ${genesis} on` : ''
  return {
    posted: `\`SequencerBatchDelivered\`${since}`,
    ...claimsOf(isKnown('rollup'), isKnown('outbox')),
    ...(isSunset && { sunset: sunsetOf(parent ?? '', isKnown('bridge'), isKnown('rollup')) }),
  }
}

/** Where a batch stands is found by what the bridge answered in old blocks, on Ethereum else by logs. */
function sunsetOf(parent: string, hasBridge: boolean, hasRollup: boolean): string {
  if (!hasBridge) return 'nothing: the registry has no bridge of it'
  const claims = hasRollup ? ', claims, confirmations with the hash of their last block as anchor' : ''
  const archive = parent === 'ethereum' ? '' : '; of an archive of the parent'
  return `batches and their blocks${claims}${archive}`
}

function claimsOf(hasRollup: boolean, hasOutbox: boolean): SettlementStages {
  if (!hasRollup && !hasOutbox) {
    const why = 'not told: the registry has no rollup contract of it'
    return { claimed: why, settled: 'not told' }
  }
  const confirmed = [
    hasRollup && '`AssertionConfirmed`, before BoLD `NodeConfirmed`',
    hasOutbox && '`SendRootUpdated` of the outbox',
  ]
  return {
    claimed: hasRollup ? '`AssertionCreated`, before BoLD `NodeCreated`' : 'not told: the registry has no rollup contract of it',
    settled: confirmed.filter((part) => part !== false).join('; '),
    anchored: 'block hash of a confirmed claim',
  }
}
