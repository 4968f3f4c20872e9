import type { L2Network } from '@defimon/core'

/**
 * Taiko Alethia, a based rollup on Ethereum.
 *
 * The first inbox is the one of Shasta (since 2026-04-02), the second the one of Pacaya.
 */
export const taiko: L2Network<'taiko'> = {
  id: 'taiko',
  name: 'Taiko Alethia',
  stack: 'taiko',
  chainId: 'eip155:167000',
  evmChainId: 167_000,
  category: 'based_rollup',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 12_000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://taikoscan.io',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'multi-proof (SGX/TEE + RISC0/SP1)',
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.mainnet.taiko.xyz' }],
  contracts: {
    bridge: [{ address: '0xd60247c6848B7Ca29eDdF63AA924E53dB6Ddd8EC', chain: 'ethereum' }],
    inbox: [
      { address: '0x6f21C543a4aF5189eBdb0723827577e1EF57ef1f', chain: 'ethereum' },
      { address: '0x06a9Ab27c7e2255df1815E6CC0168d7755Feb19a', chain: 'ethereum' },
    ],
    signalService: [{ address: '0x9e0a24964e5397B566c1ed39258e21aB5E35C77C', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
