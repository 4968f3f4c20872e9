import type { L2Network } from '@defimon/core'

/** Monad, an EVM L1. */
export const monad: L2Network<'evm'> = {
  id: 'monad',
  name: 'Monad',
  stack: 'evm',
  chainId: 'eip155:143',
  evmChainId: 143,
  category: 'l1',
  status: { state: 'active' },
  blockTimeMs: 300,
  currency: { symbol: 'MON', decimals: 18 },
  explorer: 'https://monadscan.com',
  dataAvailability: 'own',
  proofSystem: 'consensus',
  seed: { phase: 3 },
  endpoints: [
    { url: 'https://rpc.monad.xyz' },
    { url: 'https://rpc1.monad.xyz' },
    { url: 'https://rpc-mainnet.monadinfra.com' },
    { url: 'https://infra.originstake.com/monad/evm' },
    { url: 'https://monad-mainnet.rpc.sentio.xyz' },
  ],
  contracts: {},
  asOf: '2026-11-20',
}
