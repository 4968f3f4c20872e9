import type { L2Network } from '@defimon/core'

/**
 * Reya, an Arbitrum Orbit chain on Ethereum.
 *
 * Some lists call it optimistic without naming the stack; its contracts are those of Orbit.
 */
export const reya: L2Network<'arbitrum'> = {
  id: 'reya',
  name: 'Reya',
  stack: 'arbitrum',
  chainId: 'eip155:1729',
  evmChainId: 1729,
  category: 'optimium',
  parent: 'ethereum',
  status: { state: 'active' },
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://explorer.reya.network',
  dataAvailability: 'dac',
  proofSystem: 'fault-proof (BoLD)',
  challengePeriodMs: 549_816_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.reya.network' }],
  contracts: {
    rollup: [{ address: '0xB55002d2795217Fd3B91EcBb3385ba9A231E5327', chain: 'ethereum' }],
    bridge: [{ address: '0x383c03c4EfF819E73409DbC690755a9992393814', chain: 'ethereum' }],
    inbox: [{ address: '0x672109752635177ebcb17F2C7e04575A709014BD', chain: 'ethereum' }],
    outbox: [{ address: '0x3f373b0A7DcEe7b7bCfC16DF85CfAE18388542c9', chain: 'ethereum' }],
    sequencerInbox: [{ address: '0x6CA2A628fb690Bd431F4aA608655ce37c66aff9d', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
