import type { L2Network } from '@defimon/core'

/** Xai, an Arbitrum Orbit chain on Arbitrum One. */
export const xai: L2Network<'arbitrum'> = {
  id: 'xai',
  name: 'Xai',
  stack: 'arbitrum',
  chainId: 'eip155:660279',
  evmChainId: 660_279,
  category: 'optimium',
  parent: 'arbitrum_one',
  status: { state: 'active' },
  blockTimeMs: 1000,
  currency: { symbol: 'XAI', decimals: 18 },
  explorer: 'https://explorer.xai-chain.net',
  dataAvailability: 'dac',
  proofSystem: 'fault-proof (Nitro classic)',
  challengePeriodMs: 549_816_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://xai-chain.net/rpc' }, { url: 'https://rpc.ankr.com/xai' }],
  contracts: {
    rollup: [{ address: '0xC47DacFbAa80Bd9D8112F4e8069482c2A3221336', chain: 'arbitrum_one' }],
    bridge: [{ address: '0x7dd8A76bdAeBE3BBBaCD7Aa87f1D4FDa1E60f94f', chain: 'arbitrum_one' }],
    inbox: [{ address: '0xaE21fDA3de92dE2FDAF606233b2863782Ba046F9', chain: 'arbitrum_one' }],
    outbox: [{ address: '0x1E400568AD4840dbE50FB32f306B842e9ddeF726', chain: 'arbitrum_one' }],
    sequencerInbox: [{ address: '0x995a9d3ca121D48d21087eDE20bc8acb2398c8B1', chain: 'arbitrum_one' }],
  },
  asOf: '2026-11-20',
}
