import type { L2Network } from '@defimon/core'

/** Ethereum Hoodi, a testnet of Ethereum. For validators and clients, since 2025. */
export const ethereum_hoodi: L2Network<'evm'> = {
  id: 'ethereum_hoodi',
  name: 'Ethereum Hoodi',
  stack: 'evm',
  chainId: 'eip155:560048',
  evmChainId: 560_048,
  category: 'l1',
  testnetOf: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 12_000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://hoodi.etherscan.io',
  endpoints: [{ url: 'https://ethereum-hoodi-rpc.publicnode.com', webSocketUrl: 'wss://ethereum-hoodi-rpc.publicnode.com' }],
  contracts: {},
  asOf: '2026-11-20',
}
