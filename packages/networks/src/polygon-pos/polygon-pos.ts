import type { L2Network } from '@defimon/core'

/**
 * Polygon PoS, a sidechain (Bor and Heimdall) with checkpoints on Ethereum.
 *
 * MATIC became POL. Checkpoints arrive by `submitCheckpoint` on the root chain contract.
 */
export const polygon_pos: L2Network<'polygon-pos'> = {
  id: 'polygon_pos',
  name: 'Polygon PoS',
  stack: 'polygon-pos',
  chainId: 'eip155:137',
  evmChainId: 137,
  category: 'sidechain',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 2000,
  currency: { symbol: 'POL', decimals: 18 },
  explorer: 'https://polygonscan.com',
  dataAvailability: 'own',
  proofSystem: 'none (validator checkpoints on Ethereum)',
  seed: { priority: 9, phase: 1, tvlUsd: 850_000_000 },
  endpoints: [
    { url: 'https://polygon.drpc.org' },
    { url: 'https://polygon-bor-rpc.publicnode.com', webSocketUrl: 'wss://polygon-bor-rpc.publicnode.com' },
    { url: 'https://polygon.gateway.tenderly.co' },
    { url: 'https://polygon-rpc.com' },
    { url: 'https://polygon.rpc.service.pinax.network' },
    { url: 'https://rpc.satelink.network/rpc/polygon' },
  ],
  contracts: {
    checkpoint: [{ address: '0x86E4Dc95c7FBdBf52e33D563BbDB00823894C287', chain: 'ethereum' }],
    stakeManager: [{ address: '0x5e3Ef299fDDf15eAa0432E6e66473ace8c13D908', chain: 'ethereum' }],
    depositManager: [{ address: '0x401F6c983eA34274ec46f84D70b31C151321188b', chain: 'ethereum' }],
    stateSender: [{ address: '0x28e4F3a7f651294B9564800b2D01f35189A5bFbE', chain: 'ethereum' }],
    rootChainManager: [{ address: '0xA0c68C638235ee32657e8f720a23ceC1bFc77C77', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
