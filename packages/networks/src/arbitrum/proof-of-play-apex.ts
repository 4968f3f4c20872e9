import type { L2Network } from '@defimon/core'

/** Proof of Play Apex, an Arbitrum Orbit chain on Arbitrum One. Removed from the Arbitrum bridge on 2025-10-01. */
export const proof_of_play_apex: L2Network<'arbitrum'> = {
  id: 'proof_of_play_apex',
  name: 'Proof of Play Apex',
  stack: 'arbitrum',
  chainId: 'eip155:70700',
  evmChainId: 70_700,
  category: 'optimium',
  parent: 'arbitrum_one',
  status: { state: 'sunset', since: '2025-10-01' },
  blockTimeMs: 1000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://explorer.apex.proofofplay.com',
  dataAvailability: 'dac',
  proofSystem: 'fault-proof (Nitro classic)',
  challengePeriodMs: 549_816_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.apex.proofofplay.com' }],
  contracts: {
    rollup: [{ address: '0x65AD139061B3f6DDb16170a07b925337ddf42407', chain: 'arbitrum_one' }],
    bridge: [{ address: '0x074fFD20C6D8865752C997f4980Cf70F2a3Fbac6', chain: 'arbitrum_one' }],
    inbox: [{ address: '0xC3874bE54E3f25BBC6B4fB582654fd9294f485a1', chain: 'arbitrum_one' }],
    outbox: [{ address: '0x0cD85675897B7020d7121e63AB250d3F47ff3Ff2', chain: 'arbitrum_one' }],
    sequencerInbox: [{ address: '0xa58F38102579dAE7C584850780dDA55744f67DF1', chain: 'arbitrum_one' }],
  },
  asOf: '2026-11-20',
}
