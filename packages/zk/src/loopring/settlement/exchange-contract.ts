import { type ContractEvent, type ContractFunction, defineEvent, defineFunction } from '@defimon/evm/parent'

// Loopring/protocols, packages/loopring_v3/contracts/core/impl (protocol 3.6).

/** A block, committed and proven in the transaction that logs it. */
export const blockSubmitted: ContractEvent = defineEvent(
  'BlockSubmitted(uint256 indexed blockIdx, bytes32 merkleRoot, bytes32 publicDataHash)',
  '0xcc86d9ed29ebae540f9d25a4976d4da36ea4161b854b8ecf18f491cf6b0feb5c',
)

/** What operators call on the owner of the exchange. `data` is `submitBlocks`, often with its zeros squeezed out. */
export const submitBlocksWithCallbacks: ContractFunction = defineFunction(
  'submitBlocksWithCallbacks(bool isDataCompressed, bytes data, ((uint16,(uint16,uint16,uint16,bytes)[])[],address[]) config)',
  '0xdcb2aa31',
)

/** On the exchange itself. */
export const submitBlocks: ContractFunction = defineFunction(
  'submitBlocks((uint8 blockType, uint16 blockSize, uint8 blockVersion, bytes data, uint256[8] proof, bool storeBlockInfoOnchain, bytes auxiliaryData, (uint16,bytes)[] offchainData)[] blocks)',
  '0x20ec3142',
)
