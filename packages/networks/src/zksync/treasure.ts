import type { L2Network } from '@defimon/core'

/** Treasure Chain, a ZK Stack chain on Ethereum. Believed closed in 2025; only the timelock of v26 knows it. */
export const treasure: L2Network<'zksync'> = {
  id: 'treasure',
  name: 'Treasure Chain',
  stack: 'zksync',
  chainId: 'eip155:61166',
  evmChainId: 61_166,
  category: 'validium',
  parent: 'ethereum',
  status: { state: 'sunset', since: '2025' },
  blockTimeMs: 1000,
  currency: { symbol: 'MAGIC', decimals: 18 },
  explorer: 'https://treasurescan.io',
  dataAvailability: 'off-chain',
  proofSystem: 'validity',
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.treasure.lol' }],
  contracts: {
    diamondProxy: [{ address: '0x5e64D248Eab336AB3Fd0BeC0CFe31D4AAE32E879', chain: 'ethereum' }],
    bridgehub: [{ address: '0x303a465B659cBB0ab36eE643eA362c509EEb5213', chain: 'ethereum' }],
    validatorTimelock: [{ address: '0x8c0Bfc04AdA21fd496c55B8C50331f904306F564', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
