import type { L2Network } from '@defimon/core'

/** Orderly, an OP Stack chain on Ethereum. */
export const orderly: L2Network<'op-stack'> = {
  id: 'orderly',
  name: 'Orderly',
  stack: 'op-stack',
  chainId: 'eip155:291',
  evmChainId: 291,
  category: 'optimium',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 2000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://explorer.orderly.network',
  dataAvailability: 'celestia',
  proofSystem: 'fault-proof (permissioned dispute game)',
  challengePeriodMs: 604_800_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.orderly.network' }],
  contracts: {
    optimismPortal: [{ address: '0x91493a61ab83b62943E6dCAa5475Dd330704Cc84', chain: 'ethereum' }],
    systemConfig: [{ address: '0x886B187C3D293B1449A3A0F23Ca9e2269E0f2664', chain: 'ethereum' }],
    disputeGameFactory: [{ address: '0xC8BF04A73704051E5E274F1B43B1F2F153Db2136', chain: 'ethereum' }],
    anchorStateRegistry: [{ address: '0xBaf9dD4C5DD9389b263A5394513943bE06f1C0F0', chain: 'ethereum' }],
    l1StandardBridge: [{ address: '0xe07eA0436100918F157DF35D01dCE5c11b16D1F1', chain: 'ethereum' }],
    batchInbox: [{ address: '0x08aA34cC843CeEBcC88A627F18430294aA9780be', chain: 'ethereum' }],
  },
  operators: [
    { role: 'batcher', address: '0xf8dB8Aba597fF36cCD16fECfbb1B816B3236E9b8', chain: 'ethereum' },
    { role: 'proposer', address: '0x74BaD482a7f73C8286F50D8Aa03e53b7d24A5f3B', chain: 'ethereum' },
    { role: 'challenger', address: '0x4a4962275DF8C60a80d3a25faEc5AA7De116A746', chain: 'ethereum' },
  ],
  asOf: '2026-11-20',
}
