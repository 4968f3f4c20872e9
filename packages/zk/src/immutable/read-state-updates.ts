import { type BlockRange, DefimonError, type L1Ref, type L2Network } from '@defimon/core'
import type { GetLogsOptions, LogSource, ScannedLog } from '@defimon/evm'
import { contractLogs, heightOf, whereOf, wordOf } from '../rest/parent-logs.ts'

/** A state update of a StarkEx exchange as Ethereum holds it: its validity proof was accepted before. */
export interface StateUpdate {
  readonly sequenceNumber: number
  readonly batchId: number
  /** What the validity proof proves; the commitment that L1 holds. */
  readonly stateTransitionFact: string
  /** Vaults whose data a committee keeps. Absent on perpetual exchanges, as are the other roots. */
  readonly validiumVaultRoot?: string
  /** Vaults whose data are on Ethereum. Absent in versions 3 and before. */
  readonly rollupVaultRoot?: string
  readonly orderRoot?: string
  readonly at: L1Ref
}

// starkex-contracts, starkex/interactions/UpdateState.sol and perpetual/interactions/UpdatePerpetualState.sol. Nothing is indexed. StarkNet's
// core contract has the same topic for facts.
/** LogStateTransitionFact(bytes32) */
export const STATE_TRANSITION_FACT: string = '0x9866f8ddfe70bb512b2f2b28b49d4017c43f7ba775f1a20c61c13eea8cdac111'
/** LogRootUpdate(uint256 sequenceNumber, uint256 batchId, uint256 validiumVaultRoot, uint256 rollupVaultRoot, uint256 orderRoot) */
const ROOT_UPDATE = '0x54fe7a67f8957a96919a0d1b81eeb25ea8c06f96ad528671da17a4a840040664'
/** LogRootUpdate(uint256 sequenceNumber, uint256 batchId, uint256 vaultRoot, uint256 orderRoot), version 3 and before */
const ROOT_UPDATE_BEFORE_4 = '0xd606ef105963a7e789d927c1d21df5111915b832996b92648138f59eb9763a20'
/** LogUpdateState(uint256 sequenceNumber, uint256 batchId), of perpetual exchanges */
const PERPETUAL_UPDATE = '0x2672b53d25204094519f7b0fba8d2b5cd0cc1e426f49554c89461cdb9dcec08f'

/** The events that number state updates, of all versions. */
export const STATE_UPDATES: readonly string[] = [ROOT_UPDATE, ROOT_UPDATE_BEFORE_4, PERPETUAL_UPDATE]

/** The number of a state update by its event. */
export function sequenceNumberOf(log: ScannedLog): number {
  return heightOf(wordOf(log, 0))
}

function updateOf(root: ScannedLog, fact: ScannedLog, network: string): StateUpdate {
  return {
    sequenceNumber: sequenceNumberOf(root),
    batchId: heightOf(wordOf(root, 1)),
    stateTransitionFact: wordOf(fact, 0),
    ...rootsOf(root),
    at: whereOf(root, network),
  }
}

function rootsOf(log: ScannedLog): Pick<StateUpdate, 'validiumVaultRoot' | 'rollupVaultRoot' | 'orderRoot'> {
  const [topic] = log.topics
  if (topic === PERPETUAL_UPDATE) return {}
  if (topic === ROOT_UPDATE_BEFORE_4) return { validiumVaultRoot: wordOf(log, 2), orderRoot: wordOf(log, 3) }
  return { validiumVaultRoot: wordOf(log, 2), rollupVaultRoot: wordOf(log, 3), orderRoot: wordOf(log, 4) }
}

/** The state updates that these logs tell of, transaction by transaction. `MALFORMED` where one comes without its fact. */
export function updatesIn(logs: readonly ScannedLog[], network: string): readonly StateUpdate[] {
  const byTransaction = new Map<string, ScannedLog[]>()
  for (const log of logs) byTransaction.set(log.transactionHash, [...(byTransaction.get(log.transactionHash) ?? []), log])
  return [...byTransaction].flatMap(([transactionHash, group]) => {
    const facts = group.filter(({ topics: [topic] }) => topic === STATE_TRANSITION_FACT)
    const roots = group.filter(({ topics: [topic] }) => topic !== STATE_TRANSITION_FACT)
    return roots.map((root, index) => {
      const fact = facts[index]
      if (fact) return updateOf(root, fact, network)
      throw new DefimonError('MALFORMED', `a state update without its fact, in transaction ${transactionHash}`, {
        network,
        method: 'eth_getLogs',
      })
    })
  })
}

/**
 * The state updates of a StarkEx exchange that Ethereum holds for good, in order: the fact and the roots that one transaction logged.
 * `parent` is a source of the parent chain; asks `eth_getLogs` and headers. Transactions are not on Ethereum: a committee keeps them.
 * Fails with `MALFORMED` where a root comes without its fact.
 */
export async function* readStateUpdates(
  parent: LogSource,
  network: L2Network<'starkex'>,
  range: BlockRange,
  options?: GetLogsOptions,
): AsyncGenerator<StateUpdate> {
  const topics = [STATE_TRANSITION_FACT, ...STATE_UPDATES]
  for await (const logs of contractLogs(parent, network.contracts.exchange, topics, range, options)) {
    yield* updatesIn(logs, parent.network.id)
  }
}
