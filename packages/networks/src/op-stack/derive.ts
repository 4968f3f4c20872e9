import type { L2Network } from '@defimon/core'

/** Derive, formerly Lyra Chain, an OP Stack chain on Ethereum. */
export const derive: L2Network<'op-stack'> = {
  id: 'derive',
  name: 'Derive (Lyra Chain)',
  stack: 'op-stack',
  chainId: 'eip155:957',
  evmChainId: 957,
  category: 'optimium',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 2000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://explorer.lyra.finance',
  dataAvailability: 'celestia',
  proofSystem: 'fault-proof (permissioned dispute game)',
  challengePeriodMs: 604_800_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.lyra.finance' }],
  contracts: {
    optimismPortal: [{ address: '0x85eA9c11cf3D4786027F7FD08F4406b15777e5f8', chain: 'ethereum' }],
    systemConfig: [{ address: '0x0e4C4CDd01ceCB01070E9Fdfe7600871e4ae996e', chain: 'ethereum' }],
    disputeGameFactory: [{ address: '0x87DAFf495b5F6c4f79CEeAAF85f1Ef3df3B30d21', chain: 'ethereum' }],
    anchorStateRegistry: [{ address: '0x9793C7fD587b979D2894A0e52Eb41461378AFbF4', chain: 'ethereum' }],
    l1StandardBridge: [{ address: '0x61E44dC0dae6888B5a301887732217d5725B0bFf', chain: 'ethereum' }],
    batchInbox: [{ address: '0x5f7f7f6DB967F0ef10BdA0678964DBA185d16c50', chain: 'ethereum' }],
  },
  operators: [
    { role: 'batcher', address: '0x14e4E97bDc195d399Ad8E7FC14451C279FE04c8e', chain: 'ethereum' },
    { role: 'proposer', address: '0x03e820562ffd2e0390787caD706EaF1FF98C2608', chain: 'ethereum' },
    { role: 'challenger', address: '0x4a4962275DF8C60a80d3a25faEc5AA7De116A746', chain: 'ethereum' },
  ],
  asOf: '2026-11-20',
}
