import type { L2Network } from '@defimon/core'

/**
 * Gravity Alpha, an Arbitrum Orbit chain on Ethereum.
 *
 * The first rollup contract is the one of BoLD, the second the one before.
 */
export const gravity: L2Network<'arbitrum'> = {
  id: 'gravity',
  name: 'Gravity Alpha',
  stack: 'arbitrum',
  chainId: 'eip155:1625',
  evmChainId: 1625,
  category: 'optimium',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 1000,
  currency: { symbol: 'G', decimals: 18 },
  explorer: 'https://explorer.gravity.xyz',
  dataAvailability: 'celestia',
  proofSystem: 'fault-proof (BoLD)',
  challengePeriodMs: 483_840_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.gravity.xyz' }, { url: 'https://rpc.ankr.com/gravity' }],
  contracts: {
    rollup: [
      { address: '0x2807B1d5d94ca823ca7d8642A5F5DDac120ce48f', chain: 'ethereum' },
      { address: '0xf993AF239770932A0EDaB88B6A5ba3708Bd58239', chain: 'ethereum' },
    ],
    bridge: [{ address: '0x7983403dDA368AA7d67145a9b81c5c517F364c42', chain: 'ethereum' }],
    inbox: [{ address: '0x7AD2a94BefF3294a31894cFb5ba4206957a53c19', chain: 'ethereum' }],
    outbox: [{ address: '0x1153a1e4B1523DFf36f77d696bd6eBF2B0e7DAbF', chain: 'ethereum' }],
    sequencerInbox: [{ address: '0x8D99372612e8cFE7163B1a453831Bc40eAeb3cF3', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
