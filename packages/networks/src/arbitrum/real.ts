import type { L2Network } from '@defimon/core'

/** re.al, an Arbitrum Orbit chain on Ethereum. Removed from the Arbitrum bridge on 2025-08-19. */
export const real: L2Network<'arbitrum'> = {
  id: 'real',
  name: 're.al',
  stack: 'arbitrum',
  chainId: 'eip155:111188',
  evmChainId: 111_188,
  category: 'optimium',
  parent: 'ethereum',
  status: { state: 'sunset', since: '2025-08-19' },
  blockTimeMs: 30_000,
  currency: { symbol: 'reETH', decimals: 18 },
  explorer: 'https://explorer.re.al',
  dataAvailability: 'dac',
  proofSystem: 'fault-proof (Nitro classic)',
  challengePeriodMs: 549_816_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.realforreal.gelato.digital' }, { url: 'https://tangible-real.gateway.tenderly.co' }],
  contracts: {
    rollup: [{ address: '0xc4F7B37bE2bBbcF07373F28c61b1A259dfe49d2a', chain: 'ethereum' }],
    bridge: [{ address: '0x39D2EEcC8B55f46aE64789E2494dE777cDDeED03', chain: 'ethereum' }],
    inbox: [{ address: '0xf538671ddd60eE54BdD6FBb0E309c491A7A2df11', chain: 'ethereum' }],
    outbox: [{ address: '0x8592Ca44dE1D354A20F75160F5602E5933D33761', chain: 'ethereum' }],
    sequencerInbox: [{ address: '0x51C4a227D59E49E26Ea07D8e4E9Af163da4c87A0', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
