import type { L2Network } from '@defimon/core'
import type { SettlementStages } from '@defimon/core/adapter'
import { contractsOn } from '@defimon/evm/parent'
import { notTold, stagesOf } from '../../settlement/stages-of.ts'
import { isProxyKnown } from './diamond-proxy.ts'

/** How the stages of zkSync Era and ZK Stack chains are known, as `createZksyncSettlement` reads them. */
export function zksyncStages(network: L2Network<'zksync'>): SettlementStages {
  const { contracts, parent, status } = network
  if (parent !== undefined && !isProxyKnown(network, parent)) {
    return notTold('neither a diamond proxy nor a bridgehub is known', status?.state === 'sunset')
  }
  const isNamed = contractsOn(contracts.diamondProxy, parent ?? '').length > 0
  const where = isNamed ? '' : ', of the diamond proxy that the bridgehub names'
  return stagesOf(network, isNamed ? contracts.diamondProxy : contracts.bridgehub, {
    posted: `\`BlockCommit\`${where}; not of batches on a gateway`,
    proven: '`BlocksVerification`',
    settled: '`BlockExecution`',
    anchored: 'nothing: no block hash stands there; the state root is compared',
    sunset: 'batches: commit, proof, execution, state root; which blocks they hold, an endpoint of its own must say',
  })
}
