import type { L2Network } from '@defimon/core'

/** HyperEVM, the EVM of Hyperliquid. */
export const hyperevm: L2Network<'evm'> = {
  id: 'hyperevm',
  name: 'HyperEVM',
  stack: 'evm',
  chainId: 'eip155:999',
  evmChainId: 999,
  category: 'l1',
  status: { state: 'active' },
  blockTimeMs: 2000,
  currency: { symbol: 'HYPE', decimals: 18 },
  explorer: 'https://hyperevmscan.io',
  dataAvailability: 'own',
  proofSystem: 'consensus',
  seed: { phase: 3 },
  endpoints: [
    { url: 'https://rpc.hyperliquid.xyz/evm' },
    { url: 'https://rpc.hypurrscan.io' },
    { url: 'https://hyperevm.rpc.service.pinax.network' },
  ],
  contracts: {},
  asOf: '2026-11-20',
}
