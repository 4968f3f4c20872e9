import { DefimonError, type L2Network } from '@defimon/core'
import { assertNetwork, type BlockDriver } from '@defimon/core/adapter'

/** Why there is no block to read, whatever is asked. */
function noBlocks(network: L2Network<'starkex'>): DefimonError {
  const { status } = network
  const since = status?.since === undefined ? '' : ` since ${status.since}`
  const sunset = status?.state === 'sunset' ? ` ${network.name} is sunset${since}.` : ''
  return new DefimonError(
    'UNSUPPORTED',
    `StarkEx has no blocks: no node, no header and no list of a batch's transactions.${sunset} Give \`parent\`, a source of its parent chain, to read the state updates that it holds`,
    { network: network.id },
  )
}

/**
 * Immutable X and other StarkEx exchanges. Their REST API lists transfers, trades and the like, but never said which batch holds them, so
 * a block cannot be told truly: everything fails with `UNSUPPORTED`, which names the date of the sunset.
 */
export function immutableDriver(network: L2Network<'starkex'>): BlockDriver<'starkex'> {
  assertNetwork(network, 'starkex')
  const refuse = async (): Promise<never> => {
    throw noBlocks(network)
  }
  return {
    network,
    settlementStages: async () => (await import('./settlement/settlement-stages.ts')).starkexStages(network),
    checks: [],
    readChainId: async () => undefined,
    readHead: refuse,
    fetchBlock: refuse,
    decode: () => {
      throw noBlocks(network)
    },
    verify: () => [],
    recordedBlocks: () => [],
  }
}
