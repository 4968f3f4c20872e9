import type { L2Network } from '@defimon/core'

/** CheeseChain, an Arbitrum Orbit chain on Arbitrum One. */
export const cheesechain: L2Network<'arbitrum'> = {
  id: 'cheesechain',
  name: 'CheeseChain',
  stack: 'arbitrum',
  chainId: 'eip155:383353',
  evmChainId: 383_353,
  category: 'optimium',
  parent: 'arbitrum_one',
  status: { state: 'unclear' },
  blockTimeMs: 30_000,
  currency: { symbol: 'CHEESE', decimals: 18 },
  explorer: 'https://cheesechain.calderaexplorer.xyz',
  dataAvailability: 'dac',
  proofSystem: 'fault-proof (Nitro classic)',
  challengePeriodMs: 549_816_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://cheesechain.calderachain.xyz/http' }, { url: 'https://rpc.cheesechain.xyz/http' }],
  contracts: {
    rollup: [{ address: '0xb9E6B5AcB523D431f6D136C56d371271456757E7', chain: 'arbitrum_one' }],
    bridge: [{ address: '0xA337997ab18164Dfe1e8A94E8D912e8d4e2ce173', chain: 'arbitrum_one' }],
    inbox: [{ address: '0x58e3F0ed71ac29501326aeE9564674E43812cc24', chain: 'arbitrum_one' }],
    outbox: [{ address: '0x9bAA9C2c313510D4f3CB2673b2f2603ED45d6eDd', chain: 'arbitrum_one' }],
    sequencerInbox: [{ address: '0x714d792CB8BFB9F70Cde071904d8743280267ab2', chain: 'arbitrum_one' }],
  },
  asOf: '2026-11-20',
}
