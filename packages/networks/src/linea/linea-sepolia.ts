import type { L2Network } from '@defimon/core'

/** Linea Sepolia, a testnet of Linea. */
export const linea_sepolia: L2Network<'linea'> = {
  id: 'linea_sepolia',
  name: 'Linea Sepolia',
  stack: 'linea',
  chainId: 'eip155:59141',
  evmChainId: 59_141,
  category: 'zk_rollup',
  parent: 'ethereum_sepolia',
  testnetOf: 'linea',
  status: { state: 'active' },
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://sepolia.lineascan.build',
  endpoints: [
    { url: 'https://rpc.sepolia.linea.build' },
    { url: 'https://linea-sepolia-rpc.publicnode.com', webSocketUrl: 'wss://linea-sepolia-rpc.publicnode.com' },
  ],
  contracts: {
    rollup: [{ address: '0xB218f8A4Bc926cF1cA7b3423c154a0D627Bdb7E5', chain: 'ethereum_sepolia' }],
  },
  asOf: '2026-11-20',
}
