import type { ContractAt, NetworkId } from '@defimon/core'

/** The contracts of a role on a chain, whenever they were in charge. */
export function contractsOn(contracts: readonly ContractAt[] | undefined, chain: NetworkId): readonly ContractAt[] {
  return (contracts ?? []).filter((contract) => contract.chain === chain)
}

/** Those in charge in a block of the chain. Ends that are not known are open. */
export function contractsAt(
  contracts: readonly ContractAt[] | undefined,
  chain: NetworkId,
  number: number,
): readonly ContractAt[] {
  return contractsOn(contracts, chain).filter(
    ({ fromBlock, toBlock }) => (fromBlock === undefined || fromBlock <= number) && (toBlock === undefined || number <= toBlock),
  )
}
