import type { L2Network } from '@defimon/core'

/**
 * Proof of Play Boss, an Arbitrum Orbit chain on Arbitrum One.
 *
 * Removed from the Arbitrum bridge on 2025-10-01. No public endpoint.
 */
export const proof_of_play_boss: L2Network<'arbitrum'> = {
  id: 'proof_of_play_boss',
  name: 'Proof of Play Boss',
  stack: 'arbitrum',
  chainId: 'eip155:70701',
  evmChainId: 70_701,
  category: 'optimium',
  parent: 'arbitrum_one',
  status: { state: 'sunset', since: '2025-10-01' },
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://explorer.boss.proofofplay.com',
  dataAvailability: 'dac',
  proofSystem: 'fault-proof (Nitro classic)',
  challengePeriodMs: 549_816_000,
  seed: { phase: 3 },
  endpoints: [],
  contracts: {
    rollup: [{ address: '0x330F8fEB25f3427cABA32446728C36ae67f2135b', chain: 'arbitrum_one' }],
    bridge: [{ address: '0x53D82686BC9827fEc03bcEe661B37b855A18EcA9', chain: 'arbitrum_one' }],
    inbox: [{ address: '0xEe30EfcaF812d10e1EFE25E9458f76a39DAD3239', chain: 'arbitrum_one' }],
    outbox: [{ address: '0xa4270256B160C3Ebec2d6914a906c7EC38D8d072', chain: 'arbitrum_one' }],
    sequencerInbox: [{ address: '0x6eE94AD8057Fd7Ba4d47bb6278a261c8a9FD4E3f', chain: 'arbitrum_one' }],
  },
  asOf: '2026-11-20',
}
