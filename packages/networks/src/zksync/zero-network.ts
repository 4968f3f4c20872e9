import type { L2Network } from '@defimon/core'

/** ZERO Network, a ZK Stack chain on Ethereum. Closed on 2026-08-13. */
export const zero_network: L2Network<'zksync'> = {
  id: 'zero_network',
  name: 'ZERO Network',
  stack: 'zksync',
  chainId: 'eip155:543210',
  evmChainId: 543_210,
  category: 'zk_rollup',
  parent: 'ethereum',
  status: { state: 'sunset', since: '2026-08-13' },
  blockTimeMs: 1000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://explorer.zero.network',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'validity',
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.zerion.io/v1/zero' }, { url: 'https://zero.drpc.org' }],
  contracts: {
    diamondProxy: [{ address: '0xdbD849acC6bA61F461CB8A41BBaeE2D673CA02d9', chain: 'ethereum' }],
    bridgehub: [{ address: '0x303a465B659cBB0ab36eE643eA362c509EEb5213', chain: 'ethereum' }],
    validatorTimelock: [{ address: '0x2e5110cF18678Ec99818bFAa849B8C881744b776', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
