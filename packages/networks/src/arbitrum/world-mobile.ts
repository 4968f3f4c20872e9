import type { L2Network } from '@defimon/core'

/**
 * World Mobile Chain, an L3 of Arbitrum Orbit on Base.
 *
 * The first rollup contract is the one of BoLD, the second the one before.
 */
export const world_mobile: L2Network<'arbitrum'> = {
  id: 'world_mobile',
  name: 'World Mobile Chain',
  stack: 'arbitrum',
  chainId: 'eip155:869',
  evmChainId: 869,
  category: 'optimium',
  parent: 'base',
  status: { state: 'active' },
  currency: { symbol: 'WMTX', decimals: 18 },
  explorer: 'https://explorer.worldmobile.io',
  dataAvailability: 'dac',
  proofSystem: 'fault-proof (BoLD)',
  challengePeriodMs: 604_800_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://worldmobilechain-mainnet.g.alchemy.com/public' }],
  contracts: {
    rollup: [
      { address: '0x851c037dF70A208573A2D635744BbEdaa21A0959', chain: 'base' },
      { address: '0x6Db7d43375720FFf98A50841ddddc80ACB07d969', chain: 'base' },
    ],
    bridge: [{ address: '0x249888c93F18f50a0EcA6a29b644F8Fa1Ff7539d', chain: 'base' }],
    inbox: [{ address: '0x46EE1145523b58125fF5ed02A8946F748B9735FB', chain: 'base' }],
    outbox: [{ address: '0xa38d087580480A2266D2e50656bF43a39982c694', chain: 'base' }],
    sequencerInbox: [{ address: '0x3Ba9426AcC831cDDa0Dd0b537f6b4E98670Bf280', chain: 'base' }],
  },
  asOf: '2026-11-20',
}
