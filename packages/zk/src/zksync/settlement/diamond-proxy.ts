import { type ContractAt, DefimonError, type L2Network, type NetworkId } from '@defimon/core'
import { type ContractFunction, contractsOn, defineFunction, type ParentView } from '@defimon/evm/parent'

/** The diamond proxy of a chain, by its id (matter-labs/era-contracts, IBridgehubBase.sol), and its name of before v26. */
export const PROXY_FUNCTIONS: readonly ContractFunction[] = [
  defineFunction('getZKChain(uint256 chainId)', '0xe680c4c1', 'address chainAddress'),
  defineFunction('getHyperchain(uint256 chainId)', '0xdead6f7f', 'address chainAddress'),
]

const NOBODY = `0x${'00'.repeat(20)}`

/** Whether the diamond proxy is known, or can be asked for. */
export function isProxyKnown({ contracts, evmChainId }: L2Network<'zksync'>, parent: NetworkId): boolean {
  if (contractsOn(contracts.diamondProxy, parent).length > 0) return true
  return evmChainId !== undefined && contractsOn(contracts.bridgehub, parent).length > 0
}

/** The diamond proxies of a network: as it names them, else as the bridgehub does (`eth_call`). Empty where that knows none. */
export async function diamondProxies(
  { contracts, evmChainId }: L2Network<'zksync'>,
  view: ParentView,
): Promise<readonly ContractAt[]> {
  const named = contractsOn(contracts.diamondProxy, view.network)
  if (named.length > 0 || evmChainId === undefined) return named
  for (const bridgehub of contractsOn(contracts.bridgehub, view.network)) {
    for (const call of PROXY_FUNCTIONS) {
      const address = await ask(view, bridgehub.address, call, evmChainId)
      if (address !== undefined && address !== NOBODY) return [{ address, chain: view.network }]
    }
  }
  return []
}

/** Undefined where the contract reverts: it is of another version. A parent that is shielded says so as `TRANSIENT`, with the cause. */
async function ask(view: ParentView, to: string, call: ContractFunction, chainId: number): Promise<string | undefined> {
  try {
    return call.decodeOutput(await view.call(to, call.encodeInput(chainId)))[0] as string
  } catch (error) {
    const cause = DefimonError.isInstance(error) && error.cause
    if (DefimonError.isInstance(cause) && cause.code === 'RPC') return undefined
    throw error
  }
}
