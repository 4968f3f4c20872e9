import type { L2Network } from '@defimon/core'

/**
 * Arbitrum Nova, a Nitro chain with a data committee.
 *
 * AnyTrust. No block without a transaction, so no steady block time. The first rollup contract is the one of BoLD, the second
 * the one before.
 */
export const arbitrum_nova: L2Network<'arbitrum'> = {
  id: 'arbitrum_nova',
  name: 'Arbitrum Nova',
  stack: 'arbitrum',
  chainId: 'eip155:42170',
  evmChainId: 42_170,
  category: 'optimium',
  parent: 'ethereum',
  status: { state: 'active' },
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://nova.arbiscan.io',
  dataAvailability: 'dac',
  proofSystem: 'fault-proof (BoLD)',
  challengePeriodMs: 549_816_000,
  seed: { priority: 5, phase: 2, tvlUsd: 15_000_000 },
  endpoints: [
    { url: 'https://nova.arbitrum.io/rpc' },
    { url: 'https://arbitrum-nova-rpc.publicnode.com', webSocketUrl: 'wss://arbitrum-nova-rpc.publicnode.com' },
  ],
  contracts: {
    rollup: [
      { address: '0xE7E8cCC7c381809BDC4b213CE44016300707B7Bd', chain: 'ethereum' },
      { address: '0xFb209827c58283535b744575e11953DCC4bEAD88', chain: 'ethereum' },
    ],
    bridge: [{ address: '0xC1Ebd02f738644983b6C4B2d440b8e77DdE276Bd', chain: 'ethereum' }],
    inbox: [{ address: '0xc4448b71118c9071Bcb9734A0EAc55D18A153949', chain: 'ethereum' }],
    outbox: [{ address: '0xD4B80C3D7240325D18E645B49e6535A3Bf95cc58', chain: 'ethereum' }],
    sequencerInbox: [{ address: '0x211E1c4c7f1bF5351Ac850Ed10FD68CFfCF6c21b', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
