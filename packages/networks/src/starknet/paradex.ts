import type { L2Network } from '@defimon/core'

/**
 * Paradex, an appchain of the Starknet stack.
 *
 * It settles on Ethereum itself, not on Starknet. Its fee token is not confirmed.
 */
export const paradex: L2Network<'starknet'> = {
  id: 'paradex',
  name: 'Paradex',
  stack: 'starknet',
  chainId: 'starknet:PRIVATE_SN_PARACLEAR_MAINNET',
  category: 'zk_rollup',
  parent: 'ethereum',
  status: { state: 'active' },
  currency: { symbol: 'USDC', decimals: 6 },
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'validity (STARK)',
  seed: { phase: 3 },
  endpoints: [
    { url: 'https://rpc.api.prod.paradex.trade/rpc/v0_8' },
    { url: 'https://juno.api.prod.paradex.trade/rpc/v0_8' },
    { url: 'https://pathfinder.api.prod.paradex.trade/rpc/v0_9' },
  ],
  contracts: {
    core: [{ address: '0xF338cad020D506e8e3d9B4854986E0EcE6C23640', chain: 'ethereum' }],
    bridge: [{ address: '0xE3cbE3A636AB6A754e9e41B12b09d09Ce9E53Db3', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
