import type { L2Network } from '@defimon/core'

/**
 * Zircuit, an OP Stack chain on Ethereum.
 *
 * Has moved, or is moving, to a DisputeGameFactory whose address is not known here.
 */
export const zircuit: L2Network<'op-stack'> = {
  id: 'zircuit',
  name: 'Zircuit',
  stack: 'op-stack',
  chainId: 'eip155:48900',
  evmChainId: 48_900,
  category: 'zk_rollup',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 2000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://explorer.zircuit.com',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'validity in name (the verifier accepts missing proofs)',
  seed: { phase: 3 },
  endpoints: [
    { url: 'https://mainnet.zircuit.com' },
    { url: 'https://zircuit1-mainnet.p2pify.com' },
    { url: 'https://zircuit1-mainnet.liquify.com' },
    { url: 'https://zircuit-mainnet.drpc.org' },
    { url: 'https://zircuit1.p2pify.com/' },
  ],
  contracts: {
    optimismPortal: [{ address: '0x17bfAfA932d2e23Bd9B909Fd5B4D2e2a27043fb1', chain: 'ethereum' }],
    l2OutputOracle: [{ address: '0x92Ef6Af472b39F1b363da45E35530c24619245A4', chain: 'ethereum' }],
    l1StandardBridge: [{ address: '0x386B76D9cA5F5Fb150B6BFB35CF5379B22B26dd8', chain: 'ethereum' }],
    batchInbox: [{ address: '0xFF00000000000000000000000000000000048900', chain: 'ethereum' }],
  },
  operators: [{ role: 'batcher', address: '0xAF1E4f6a47af647F87C0Ec814d8032C4a4bFF145', chain: 'ethereum' }],
  asOf: '2026-11-20',
}
