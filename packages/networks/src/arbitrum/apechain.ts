import type { L2Network } from '@defimon/core'

/** ApeChain, an Arbitrum Orbit chain on Arbitrum One. */
export const apechain: L2Network<'arbitrum'> = {
  id: 'apechain',
  name: 'ApeChain',
  stack: 'arbitrum',
  chainId: 'eip155:33139',
  evmChainId: 33_139,
  category: 'optimium',
  parent: 'arbitrum_one',
  status: { state: 'active' },
  blockTimeMs: 200,
  currency: { symbol: 'APE', decimals: 18 },
  explorer: 'https://apescan.io',
  dataAvailability: 'dac',
  proofSystem: 'fault-proof (Nitro classic)',
  challengePeriodMs: 549_816_000,
  seed: { phase: 3 },
  endpoints: [
    { url: 'https://rpc.apechain.com/http' },
    { url: 'https://apechain.calderachain.xyz/http' },
    { url: 'https://rpc.apechain.com' },
    { url: 'https://apechain.drpc.org' },
  ],
  contracts: {
    rollup: [{ address: '0x374de579AE15aD59eD0519aeAf1A23F348Df259c', chain: 'arbitrum_one' }],
    bridge: [{ address: '0x6B71AFb4b7725227ab944c96FE018AB9dc0434b8', chain: 'arbitrum_one' }],
    inbox: [{ address: '0x1B98e4ED82Ee1a91A65a38C690e2266364064D15', chain: 'arbitrum_one' }],
    outbox: [{ address: '0x4F405BA65291063d8A524c2bDf55d4e67405c2aF', chain: 'arbitrum_one' }],
    sequencerInbox: [{ address: '0xE6a92Ae29E24C343eE66A2B3D3ECB783d65E4a3C', chain: 'arbitrum_one' }],
  },
  asOf: '2026-11-20',
}
