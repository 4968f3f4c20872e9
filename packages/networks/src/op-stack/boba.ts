import type { L2Network } from '@defimon/core'

/** Boba Network, an OP Stack chain on Ethereum. Permissioned dispute games since 2025-06-25. */
export const boba: L2Network<'op-stack'> = {
  id: 'boba',
  name: 'Boba Network',
  stack: 'op-stack',
  chainId: 'eip155:288',
  evmChainId: 288,
  category: 'optimistic_rollup',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 2000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://bobascan.com',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'fault-proof (permissioned dispute game)',
  challengePeriodMs: 604_800_000,
  seed: { priority: 5, phase: 2, tvlUsd: 15_000_000 },
  endpoints: [{ url: 'https://mainnet.boba.network' }, { url: 'https://boba-eth.drpc.org' }, { url: 'https://1rpc.io/boba/eth' }],
  contracts: {
    optimismPortal: [{ address: '0x7B02D13904D8e6E0f0Efaf756aB14Cb0FF21eE7e', chain: 'ethereum' }],
    systemConfig: [{ address: '0x158Fd5715F16Ac1F2Dc959A299B383aAaf9B59EB', chain: 'ethereum' }],
    disputeGameFactory: [{ address: '0xF45a5f1e36fCeA3Cc830A98c6c3C5ceA7d6af852', chain: 'ethereum' }],
    anchorStateRegistry: [{ address: '0x38073f4D9100908e35Ca6D85595d78c4EAC3a4B1', chain: 'ethereum' }],
    l2OutputOracle: [{ address: '0xbB7aD3f9CCbC94085b7F7B1D5258e59F5F068741', chain: 'ethereum' }],
    l1StandardBridge: [{ address: '0xdc1664458d2f0B6090bEa60A8793A4E66c2F1c00', chain: 'ethereum' }],
    batchInbox: [{ address: '0xfFF0000000000000000000000000000000000288', chain: 'ethereum' }],
  },
  operators: [
    { role: 'batcher', address: '0xA4eD58737Fc5C4861C33410c29ECb1E2AF29d960', chain: 'ethereum' },
    // At genesis.
    { role: 'batcher', address: '0xe1B64045351B0B6e9821F19b39f81bc4711D2230', chain: 'ethereum' },
    { role: 'proposer', address: '0xf115011037999B39F0f89A40722AC8887a5f0515', chain: 'ethereum' },
    { role: 'challenger', address: '0x67b2426fB1ba42c6168e53E1e40E116A4E963d60', chain: 'ethereum' },
  ],
  asOf: '2026-11-20',
}
