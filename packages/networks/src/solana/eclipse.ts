import type { L2Network } from '@defimon/core'

/**
 * Eclipse, a Solana VM chain that settles on Ethereum.
 *
 * Solana JSON-RPC. Its numeric id 1408864445 is a bridge domain, not a chain id. Whether it is live was not checked.
 */
export const eclipse: L2Network<'solana'> = {
  id: 'eclipse',
  name: 'Eclipse',
  stack: 'solana',
  category: 'optimium',
  parent: 'ethereum',
  status: { state: 'unclear' },
  blockTimeMs: 400,
  currency: { symbol: 'ETH', decimals: 9 },
  dataAvailability: 'celestia',
  proofSystem: 'none live',
  seed: { phase: 3 },
  endpoints: [{ url: 'https://mainnetbeta-rpc.eclipse.xyz' }],
  contracts: {},
  asOf: '2026-11-20',
}
