import type { L2Network } from '@defimon/core'

/**
 * SnaxChain, an OP Stack chain on Ethereum.
 *
 * Removed from the Superchain registry on 2025-11-17; it had stopped earlier, on a day not known.
 */
export const snaxchain: L2Network<'op-stack'> = {
  id: 'snaxchain',
  name: 'SnaxChain',
  stack: 'op-stack',
  chainId: 'eip155:2192',
  evmChainId: 2192,
  category: 'optimistic_rollup',
  parent: 'ethereum',
  status: { state: 'sunset', since: '2025-11-17' },
  blockTimeMs: 2000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://explorer.snaxchain.io',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'none (permissioned L2OutputOracle; challenger may delete)',
  challengePeriodMs: 604_800_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://mainnet.snaxchain.io' }],
  contracts: {
    optimismPortal: [{ address: '0x936D881b4760D5e9b6D55b774f65c509236b4743', chain: 'ethereum' }],
    systemConfig: [{ address: '0x9c9B78f798F821C2f6398f603825fd175e2427f9', chain: 'ethereum' }],
    disputeGameFactory: [{ address: '0x0fD13C7f11d95070cE5CF31BAf1aCf9355BF4578', chain: 'ethereum' }],
    l2OutputOracle: [{ address: '0x2172e492Fc807F5d5645D0E3543f139ECF539294', chain: 'ethereum' }],
    l1StandardBridge: [{ address: '0xA5fb68C24b02852e8B514E98A1014faf12547Fa5', chain: 'ethereum' }],
    batchInbox: [{ address: '0xFeC57BD3729a5F930d4Ee8ac5992Fdc8988426e4', chain: 'ethereum' }],
  },
  operators: [{ role: 'batcher', address: '0x060b915cA4904b56adA63565626b9c97F6CaD212', chain: 'ethereum' }],
  asOf: '2026-11-20',
}
