import type { L2Network } from '@defimon/core'

/** Swellchain, an OP Stack chain on Ethereum. A sunset was announced in 2026-05; it still posted blobs on 2026-06-05. */
export const swellchain: L2Network<'op-stack'> = {
  id: 'swellchain',
  name: 'Swellchain',
  stack: 'op-stack',
  chainId: 'eip155:1923',
  evmChainId: 1923,
  category: 'optimistic_rollup',
  parent: 'ethereum',
  status: { state: 'sunset', since: '2026-05' },
  blockTimeMs: 2000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://explorer.swellnetwork.io',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'fault-proof (permissioned dispute game)',
  challengePeriodMs: 604_800_000,
  seed: { phase: 3 },
  endpoints: [
    { url: 'https://swell-mainnet.alt.technology' },
    { url: 'https://rpc.ankr.com/swell' },
    { url: 'https://swell-mainnet.rpc.sentio.xyz' },
  ],
  contracts: {
    optimismPortal: [{ address: '0x758E0EE66102816F5C3Ec9ECc1188860fbb87812', chain: 'ethereum' }],
    systemConfig: [{ address: '0xD3d4c6B703978a5d24FecF3a70a51127667Ff1A4', chain: 'ethereum' }],
    disputeGameFactory: [{ address: '0x87690676786cDc8cCA75A472e483AF7C8F2f0F57', chain: 'ethereum' }],
    l1StandardBridge: [{ address: '0x7aA4960908B13D104bf056B23E2C76B43c5AACc8', chain: 'ethereum' }],
    batchInbox: [{ address: '0x005dE5857e38dFD703a1725c0900E9C6f24cbdE0', chain: 'ethereum' }],
  },
  operators: [{ role: 'batcher', address: '0xf854cd5B26bfd73d51236c0122798907Ed65B1f2', chain: 'ethereum' }],
  asOf: '2026-11-20',
}
