import type { L2Network } from '@defimon/core'

/**
 * EDU Chain, an Arbitrum Orbit chain on Arbitrum One.
 *
 * The first rollup contract is the one of BoLD, the second the one before.
 */
export const edu_chain: L2Network<'arbitrum'> = {
  id: 'edu_chain',
  name: 'EDU Chain',
  stack: 'arbitrum',
  chainId: 'eip155:41923',
  evmChainId: 41_923,
  category: 'optimium',
  parent: 'arbitrum_one',
  status: { state: 'active' },
  currency: { symbol: 'EDU', decimals: 18 },
  explorer: 'https://explorer.educhain.xyz',
  dataAvailability: 'dac',
  proofSystem: 'fault-proof (BoLD)',
  challengePeriodMs: 549_816_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.educhain.xyz' }, { url: 'https://rpc.edu-chain.raas.gelato.cloud' }],
  contracts: {
    rollup: [
      { address: '0xC92793985e0026583Dc70aBDFBa167b1932b834D', chain: 'arbitrum_one' },
      { address: '0xBaE3B462a2A7fb758F66D91170514C10B14Ce914', chain: 'arbitrum_one' },
    ],
    bridge: [{ address: '0x2F12c50b46adB01a4961AdDa5038c0974C7C78e8', chain: 'arbitrum_one' }],
    inbox: [{ address: '0x590044e628ea1B9C10a86738Cf7a7eeF52D031B8', chain: 'arbitrum_one' }],
    outbox: [{ address: '0x6339965Cb3002f5c746895e4eD895bd775dbfdf9', chain: 'arbitrum_one' }],
    sequencerInbox: [{ address: '0xA3464bf0ed52cFe6676D3e34ab1F4DF53f193631', chain: 'arbitrum_one' }],
  },
  asOf: '2026-11-20',
}
