import type { L2Network } from '@defimon/core'

/**
 * Degen Chain, an L3 of Arbitrum Orbit on Base.
 *
 * The confirm period of 20 blocks comes from an old list: check it. Withdrawals also leave through a second
 * outbox.
 */
export const degen: L2Network<'arbitrum'> = {
  id: 'degen',
  name: 'Degen Chain',
  stack: 'arbitrum',
  chainId: 'eip155:666666666',
  evmChainId: 666_666_666,
  category: 'optimium',
  parent: 'base',
  status: { state: 'active' },
  blockTimeMs: 10_000,
  currency: { symbol: 'DEGEN', decimals: 18 },
  explorer: 'https://explorer.degen.tips',
  dataAvailability: 'dac',
  proofSystem: 'fault-proof (Nitro classic)',
  challengePeriodMs: 40_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.degen.tips' }],
  contracts: {
    rollup: [{ address: '0xD34F3a11F10DB069173b32d84F02eDA578709143', chain: 'base' }],
    bridge: [{ address: '0xEfEf4558802bF373Ce3307189C79a9cAb0a4Cb9C', chain: 'base' }],
    inbox: [{ address: '0x21A1e2BFC61F30F2E81E0b08cd37c1FC7ef776E7', chain: 'base' }],
    outbox: [
      { address: '0xe63ddb12FBb6211a73F12a4367b10dA0834B82da', chain: 'base' },
      { address: '0xDb8E759859058952c34953c8469f464109826e52', chain: 'base' },
    ],
    sequencerInbox: [{ address: '0x6216dD1EE27C5aCEC7427052d3eCDc98E2bc2221', chain: 'base' }],
  },
  asOf: '2026-11-20',
}
