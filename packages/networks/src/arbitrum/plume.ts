import type { L2Network } from '@defimon/core'

/** Plume, an Arbitrum Orbit chain on Ethereum. The first rollup contract is the one of BoLD, the second the one before. */
export const plume: L2Network<'arbitrum'> = {
  id: 'plume',
  name: 'Plume',
  stack: 'arbitrum',
  chainId: 'eip155:98866',
  evmChainId: 98_866,
  category: 'optimium',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 2000,
  currency: { symbol: 'PLUME', decimals: 18 },
  explorer: 'https://explorer.plume.org',
  dataAvailability: 'celestia',
  proofSystem: 'fault-proof (BoLD)',
  challengePeriodMs: 483_840_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.plume.org' }],
  contracts: {
    rollup: [
      { address: '0x4eD3F488a5a4417839BbC39712EB76D8Aaee6eE8', chain: 'ethereum' },
      { address: '0x35c60Cc77b0A8bf6F938B11bd3E9D319a876c2aC', chain: 'ethereum' },
    ],
    bridge: [{ address: '0x35381f63091926750F43b2A7401B083263aDEF83', chain: 'ethereum' }],
    inbox: [{ address: '0x943fc691242291B74B105e8D19bd9E5DC2fcBa1D', chain: 'ethereum' }],
    outbox: [{ address: '0x7e4627bC114Fcd12ba912103279FD2858E644E71', chain: 'ethereum' }],
    sequencerInbox: [{ address: '0x85eC1b9138a8b9659A51e2b51bb0861901040b59', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
