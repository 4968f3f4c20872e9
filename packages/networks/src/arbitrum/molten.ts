import type { L2Network } from '@defimon/core'

/** Molten, an Arbitrum Orbit chain on Arbitrum One. Chain id 360 belongs to Shape too, and look-ups by id answer Shape. */
export const molten: L2Network<'arbitrum'> = {
  id: 'molten',
  name: 'Molten',
  stack: 'arbitrum',
  chainId: 'eip155:360',
  evmChainId: 360,
  category: 'optimium',
  parent: 'arbitrum_one',
  status: { state: 'active' },
  currency: { symbol: 'MOLTEN', decimals: 18 },
  explorer: 'https://molten.calderaexplorer.xyz',
  dataAvailability: 'dac',
  proofSystem: 'fault-proof (Nitro classic)',
  challengePeriodMs: 549_816_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://molten.calderachain.xyz/http' }],
  contracts: {
    rollup: [{ address: '0x0f28D76Ec5c62b502625351726b4A3E3F54FF5F0', chain: 'arbitrum_one' }],
    bridge: [{ address: '0xE1d32C985825562edAa906fAC39295370Db72195', chain: 'arbitrum_one' }],
    inbox: [{ address: '0x235000876bd58336C802B3546Fc0250f285fCc79', chain: 'arbitrum_one' }],
    outbox: [{ address: '0xb255de22d39a26D4CbcAFd6Cf660ccaCa047e95B', chain: 'arbitrum_one' }],
    sequencerInbox: [{ address: '0x0fFe9ACC296ddd4De5F616Aa482C99fA4b41A3E2', chain: 'arbitrum_one' }],
  },
  asOf: '2026-11-20',
}
