import type { L2Network } from '@defimon/core'

/** XMTP, an L3 of Arbitrum Orbit on Base. */
export const xmtp: L2Network<'arbitrum'> = {
  id: 'xmtp',
  name: 'XMTP',
  stack: 'arbitrum',
  chainId: 'eip155:241320162',
  evmChainId: 241_320_162,
  category: 'optimium',
  parent: 'base',
  status: { state: 'active' },
  currency: { symbol: 'xUSD', decimals: 18 },
  explorer: 'https://xmtp-mainnet.explorer.alchemy.com',
  dataAvailability: 'dac',
  proofSystem: 'fault-proof (Nitro classic)',
  challengePeriodMs: 604_800_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://xmtp-mainnet.g.alchemy.com/public' }],
  contracts: {
    rollup: [{ address: '0xB6B4C28278FbBF444Ff7B6dF8fEdB7Bc90f72924', chain: 'base' }],
    bridge: [{ address: '0xA9C3B7672C477EeDA999A3ab1c8Eec28DEEB7d41', chain: 'base' }],
    inbox: [{ address: '0x249D5D37502f26c5286De3096e0120FeAFa6772a', chain: 'base' }],
    outbox: [{ address: '0x5997b6350580178f0eaD414500eBA266b3C8d569', chain: 'base' }],
    sequencerInbox: [{ address: '0x5107C4267F13D0e55eab45A3129DB04AE8BB1AF3', chain: 'base' }],
  },
  asOf: '2026-11-20',
}
