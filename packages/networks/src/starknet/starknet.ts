import type { L2Network } from '@defimon/core'

/**
 * Starknet, a validity rollup of the Cairo VM.
 *
 * Its chain id is a felt: 0x534e5f4d41494e is `SN_MAIN`. Block time varies and is left out.
 */
export const starknet: L2Network<'starknet'> = {
  id: 'starknet',
  name: 'Starknet',
  stack: 'starknet',
  chainId: 'starknet:SN_MAIN',
  category: 'zk_rollup',
  parent: 'ethereum',
  status: { state: 'active' },
  currency: { symbol: 'STRK', decimals: 18 },
  explorer: 'https://voyager.online',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'validity (STARK, Stwo prover since 2025-10)',
  seed: { priority: 8, phase: 1, tvlUsd: 180_000_000 },
  endpoints: [
    { url: 'https://rpc.starknet.lava.build' },
    { url: 'https://starknet-rpc.publicnode.com' },
    { url: 'https://api.cartridge.gg/x/starknet/mainnet' },
  ],
  contracts: {
    core: [{ address: '0xc662c410C0ECf747543f5bA90660f6ABeBD9C8c4', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
