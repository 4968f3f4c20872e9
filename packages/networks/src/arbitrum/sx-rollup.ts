import type { L2Network } from '@defimon/core'

/** SX Rollup, an Arbitrum Orbit chain on Ethereum. */
export const sx_rollup: L2Network<'arbitrum'> = {
  id: 'sx_rollup',
  name: 'SX Rollup',
  stack: 'arbitrum',
  chainId: 'eip155:4162',
  evmChainId: 4162,
  category: 'optimium',
  parent: 'ethereum',
  status: { state: 'active' },
  currency: { symbol: 'SX', decimals: 18 },
  explorer: 'https://explorerl2.sx.technology',
  dataAvailability: 'dac',
  proofSystem: 'fault-proof (Nitro classic)',
  challengePeriodMs: 549_816_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc-rollup.sx.technology' }],
  contracts: {
    rollup: [{ address: '0x36c6C69A6186D4475fc5c21181CD980Bd6E5e11F', chain: 'ethereum' }],
    bridge: [{ address: '0xa104C0426e95a5538e89131DbB4163d230C35f86', chain: 'ethereum' }],
    inbox: [{ address: '0xEa83E8907C89Bc0D9517632f0ba081972E328631', chain: 'ethereum' }],
    outbox: [{ address: '0xB360b2f57c645E847148d7C479b7468AbF6F707d', chain: 'ethereum' }],
    sequencerInbox: [{ address: '0xD80a805c86C14c879420eC6acb366D04D318fC0C', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
