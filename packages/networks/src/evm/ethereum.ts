import type { L2Network } from '@defimon/core'

/** Ethereum, the L1. The parent chain of most networks of this registry. */
export const ethereum: L2Network<'evm'> = {
  id: 'ethereum',
  name: 'Ethereum',
  stack: 'evm',
  chainId: 'eip155:1',
  evmChainId: 1,
  category: 'l1',
  status: { state: 'active' },
  blockTimeMs: 12_000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://etherscan.io',
  dataAvailability: 'own',
  proofSystem: 'consensus',
  endpoints: [
    { url: 'https://ethereum-rpc.publicnode.com', webSocketUrl: 'wss://ethereum-rpc.publicnode.com' },
    { url: 'https://ethereum.reth.rs/rpc' },
    { url: 'https://eth.drpc.org' },
    { url: 'https://rpc.flashbots.net' },
    { url: 'https://eth.blockrazor.xyz' },
  ],
  contracts: {},
  asOf: '2026-11-20',
}
