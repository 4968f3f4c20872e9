import type { L2Network } from '@defimon/core'

/** Linea, a zkEVM rollup on Ethereum. Formerly ConsenSys zkEVM. `finalizeBlocks` since 2024-12-16. */
export const linea: L2Network<'linea'> = {
  id: 'linea',
  name: 'Linea',
  stack: 'linea',
  chainId: 'eip155:59144',
  evmChainId: 59_144,
  category: 'zk_rollup',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 2000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://lineascan.build',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'validity',
  seed: { priority: 8, phase: 1, tvlUsd: 120_000_000 },
  endpoints: [
    { url: 'https://rpc.linea.build' },
    { url: 'https://1rpc.io/linea' },
    { url: 'https://linea.drpc.org' },
    { url: 'https://linea.rpc.service.pinax.network' },
    { url: 'https://linea-rpc.publicnode.com', webSocketUrl: 'wss://linea-rpc.publicnode.com' },
  ],
  contracts: {
    rollup: [{ address: '0xd19d4B5d358258f05D7B411E21A1460D11B0876F', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
