import type { L2Network } from '@defimon/core'

/**
 * Loopring, an exchange rollup on Ethereum.
 *
 * The exchange was announced closed on 2026-06-28, and its contract became an executor of the owner the day after. A REST API,
 * no EVM chain id. `exchangeOwner` is the contract that operators call `submitBlocksWithCallbacks` on.
 */
export const loopring: L2Network<'loopring'> = {
  id: 'loopring',
  name: 'Loopring',
  stack: 'loopring',
  category: 'zk_rollup',
  parent: 'ethereum',
  status: { state: 'sunset', since: '2026-06-28' },
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://explorer.loopring.io',
  dataAvailability: 'ethereum-calldata',
  proofSystem: 'validity (Groth16)',
  seed: { priority: 7, phase: 1, tvlUsd: 120_000_000 },
  endpoints: [{ url: 'https://api3.loopring.io/api/v3' }],
  contracts: {
    exchangeOwner: [{ address: '0x153CdDD727e407Cb951f728F24bEB9A5FaaA8512', chain: 'ethereum' }],
    depositContract: [{ address: '0x674bdf20A0F284D710BC40872100128e2d66Bd3f', chain: 'ethereum' }],
    exchange: [{ address: '0x0BABA1Ad5bE3a5C0a66E7ac838a129Bf948f1eA4', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
