import { type ContractEvent, type ContractFunction, defineEvent, defineFunction } from '@defimon/evm/parent'

// starkware-libs/starkex-contracts, starkex/interactions/UpdateState.sol and perpetual/interactions/UpdatePerpetualState.sol. Nothing is indexed.

/** What the validity proof proves. StarkNet's core contract has the same event: the address tells them apart. */
export const logStateTransitionFact: ContractEvent = defineEvent(
  'LogStateTransitionFact(bytes32 stateTransitionFact)',
  '0x9866f8ddfe70bb512b2f2b28b49d4017c43f7ba775f1a20c61c13eea8cdac111',
)

/** Spot exchanges since version 4. */
export const logRootUpdate: ContractEvent = defineEvent(
  'LogRootUpdate(uint256 sequenceNumber, uint256 batchId, uint256 validiumVaultRoot, uint256 rollupVaultRoot, uint256 orderRoot)',
  '0x54fe7a67f8957a96919a0d1b81eeb25ea8c06f96ad528671da17a4a840040664',
)

/** Spot exchanges before version 4. */
export const logRootUpdateBefore4: ContractEvent = defineEvent(
  'LogRootUpdate(uint256 sequenceNumber, uint256 batchId, uint256 vaultRoot, uint256 orderRoot)',
  '0xd606ef105963a7e789d927c1d21df5111915b832996b92648138f59eb9763a20',
)

/** Perpetual exchanges. */
export const logUpdateState: ContractEvent = defineEvent(
  'LogUpdateState(uint256 sequenceNumber, uint256 batchId)',
  '0x2672b53d25204094519f7b0fba8d2b5cd0cc1e426f49554c89461cdb9dcec08f',
)

/** All of them. */
export const updateState: ContractFunction = defineFunction(
  'updateState(uint256[] publicInput, uint256[] applicationData)',
  '0x538f9406',
)
