import { type BlockRange, DefimonError, type L1Ref, type L2Network } from '@defimon/core'
import type { GetLogsOptions, LogSource, ScannedLog } from '@defimon/evm'
import { contractLogs, heightOf, whereOf, wordOf } from '../rest/parent-logs.ts'

/** A state update of a StarkEx exchange as Ethereum holds it: its validity proof was accepted before. */
export interface StateUpdate {
  readonly sequenceNumber: number
  readonly batchId: number
  /** What the validity proof proves; the commitment that L1 holds. */
  readonly stateTransitionFact: string
  /** Vaults whose data a committee keeps. */
  readonly validiumVaultRoot: string
  /** Vaults whose data are on Ethereum. Absent in versions 3 and before. */
  readonly rollupVaultRoot?: string
  readonly orderRoot: string
  readonly at: L1Ref
}

// starkex-contracts, starkex/interactions/UpdateState.sol. Nothing is indexed. StarkNet's core contract has the same topic for facts.
/** LogStateTransitionFact(bytes32) */
const STATE_TRANSITION_FACT = '0x9866f8ddfe70bb512b2f2b28b49d4017c43f7ba775f1a20c61c13eea8cdac111'
/** LogRootUpdate(uint256 sequenceNumber, uint256 batchId, uint256 validiumVaultRoot, uint256 rollupVaultRoot, uint256 orderRoot) */
const ROOT_UPDATE = '0x54fe7a67f8957a96919a0d1b81eeb25ea8c06f96ad528671da17a4a840040664'
/** LogRootUpdate(uint256 sequenceNumber, uint256 batchId, uint256 vaultRoot, uint256 orderRoot), version 3 and before */
const ROOT_UPDATE_BEFORE_4 = '0xd606ef105963a7e789d927c1d21df5111915b832996b92648138f59eb9763a20'

function updateOf(root: ScannedLog, fact: ScannedLog, network: string): StateUpdate {
  const isOld = root.topics[0] === ROOT_UPDATE_BEFORE_4
  return {
    sequenceNumber: heightOf(wordOf(root, 0)),
    batchId: heightOf(wordOf(root, 1)),
    stateTransitionFact: wordOf(fact, 0),
    validiumVaultRoot: wordOf(root, 2),
    ...(!isOld && { rollupVaultRoot: wordOf(root, 3) }),
    orderRoot: wordOf(root, isOld ? 3 : 4),
    at: whereOf(root, network),
  }
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
  const topics = [STATE_TRANSITION_FACT, ROOT_UPDATE, ROOT_UPDATE_BEFORE_4]
  for await (const logs of contractLogs(parent, network.contracts.exchange, topics, range, options)) {
    const byTransaction = new Map<string, ScannedLog[]>()
    for (const log of logs) byTransaction.set(log.transactionHash, [...(byTransaction.get(log.transactionHash) ?? []), log])
    for (const [transactionHash, group] of byTransaction) {
      const facts = group.filter(({ topics: [topic] }) => topic === STATE_TRANSITION_FACT)
      const roots = group.filter(({ topics: [topic] }) => topic !== STATE_TRANSITION_FACT)
      for (const [index, root] of roots.entries()) {
        const fact = facts[index]
        if (!fact) {
          throw new DefimonError('MALFORMED', `a state update without its fact, in transaction ${transactionHash}`, {
            network: parent.network.id,
            method: 'eth_getLogs',
          })
        }
        yield updateOf(root, fact, parent.network.id)
      }
    }
  }
}
