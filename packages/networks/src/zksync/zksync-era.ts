import type { L2Network } from '@defimon/core'

/**
 * ZKsync Era, the first ZK Stack chain.
 *
 * Commits, proofs and executions go through the validator timelock of their time, here from the shared one of v29 (since
 * 2025-12-02) back to the first: v26, v24, after EIP-4844, after Boojum, before Boojum. No commits on Ethereum from 2025-07-28
 * to 2025-12-02, when it settled on the ZKsync Gateway. Lists disagree on the block time (200 ms or 1 s).
 */
export const zksync_era: L2Network<'zksync'> = {
  id: 'zksync_era',
  name: 'ZKsync Era',
  stack: 'zksync',
  chainId: 'eip155:324',
  evmChainId: 324,
  category: 'zk_rollup',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 200,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://explorer.zksync.io',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'validity',
  seed: { priority: 9, phase: 1, tvlUsd: 650_000_000 },
  endpoints: [
    { url: 'https://mainnet.era.zksync.io' },
    { url: 'https://zksyncera.rpc.service.pinax.network' },
    { url: 'https://1rpc.io/zksync2-era' },
  ],
  contracts: {
    diamondProxy: [{ address: '0x32400084C286CF3E17e7B677ea9583e60a000324', chain: 'ethereum' }],
    bridgehub: [{ address: '0x303a465B659cBB0ab36eE643eA362c509EEb5213', chain: 'ethereum' }],
    validatorTimelock: [
      { address: '0x2e5110cF18678Ec99818bFAa849B8C881744b776', chain: 'ethereum' },
      { address: '0x8c0Bfc04AdA21fd496c55B8C50331f904306F564', chain: 'ethereum' },
      { address: '0x5D8ba173Dc6C3c90C8f7C04C9288BeF5FDbAd06E', chain: 'ethereum' },
      { address: '0xa8CB082A5a689E0d594d7da1E2d72A3D63aDc1bD', chain: 'ethereum' },
      { address: '0xa0425d71cB1D6fb80E65a5361a04096E0672De03', chain: 'ethereum' },
      { address: '0x3dB52cE065f728011Ac6732222270b3F2360d919', chain: 'ethereum' },
    ],
  },
  asOf: '2026-11-20',
}
