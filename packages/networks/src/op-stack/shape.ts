import type { L2Network } from '@defimon/core'

/** Shape, an OP Stack chain on Ethereum. Chain id 360 belongs to Molten too: the id alone does not name the network. */
export const shape: L2Network<'op-stack'> = {
  id: 'shape',
  name: 'Shape',
  stack: 'op-stack',
  chainId: 'eip155:360',
  evmChainId: 360,
  category: 'optimistic_rollup',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 2000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://shapescan.xyz',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'fault-proof (permissioned dispute game)',
  challengePeriodMs: 604_800_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://mainnet.shape.network/' }],
  contracts: {
    optimismPortal: [{ address: '0xEB06fFa16011B5628BaB98E29776361c83741dd3', chain: 'ethereum' }],
    systemConfig: [{ address: '0xfF11e41D5C4F522E423Ff6C064Ff8D55AF8f7355', chain: 'ethereum' }],
    disputeGameFactory: [{ address: '0x2c03e8BF8b16Af89079852BE87f0e9eC674a5952', chain: 'ethereum' }],
    anchorStateRegistry: [{ address: '0xc55f722cF6e14907B844a8B8D3CFd0C04Cf3Ed9B', chain: 'ethereum' }],
    l2OutputOracle: [{ address: '0x6Ef8c69CfE4635d866e3E02732068022c06e724D', chain: 'ethereum' }],
    l1StandardBridge: [{ address: '0x62Edd5f4930Ea92dCa3fB81689bDD9b9d076b57B', chain: 'ethereum' }],
    batchInbox: [{ address: '0xfF00000000000000000000000000000000000360', chain: 'ethereum' }],
  },
  operators: [
    { role: 'batcher', address: '0xF7ca543d652E38692fD12f989eb55b5327eC9A20', chain: 'ethereum' },
    { role: 'proposer', address: '0x0D8a607F3d2de86adD04Df00f06794cB339A40de', chain: 'ethereum' },
    { role: 'challenger', address: '0xA4fB12D15Eb85dc9284a7df0AdBC8B696EdbbF1d', chain: 'ethereum' },
  ],
  asOf: '2026-11-20',
}
