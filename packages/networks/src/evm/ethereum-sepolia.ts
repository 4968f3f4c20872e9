import type { L2Network } from '@defimon/core'

/** Ethereum Sepolia, a testnet of Ethereum. */
export const ethereum_sepolia: L2Network<'evm'> = {
  id: 'ethereum_sepolia',
  name: 'Ethereum Sepolia',
  stack: 'evm',
  chainId: 'eip155:11155111',
  evmChainId: 11_155_111,
  category: 'l1',
  testnetOf: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 12_000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://sepolia.etherscan.io',
  endpoints: [
    { url: 'https://ethereum-sepolia-rpc.publicnode.com', webSocketUrl: 'wss://ethereum-sepolia-rpc.publicnode.com' },
    { url: 'https://sepolia.drpc.org' },
  ],
  contracts: {},
  asOf: '2026-11-20',
}
