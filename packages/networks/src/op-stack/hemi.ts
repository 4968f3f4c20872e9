import type { L2Network } from '@defimon/core'

/** Hemi, an OP Stack chain on Ethereum. */
export const hemi: L2Network<'op-stack'> = {
  id: 'hemi',
  name: 'Hemi',
  stack: 'op-stack',
  chainId: 'eip155:43111',
  evmChainId: 43_111,
  category: 'optimistic_rollup',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 12_000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://explorer.hemi.xyz',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'none (permissioned L2OutputOracle; challenger may delete)',
  challengePeriodMs: 604_800_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.hemi.network/rpc' }, { url: 'https://hemi.drpc.org' }],
  contracts: {
    optimismPortal: [{ address: '0x39a0005415256B9863aFE2d55Edcf75ECc3A4D7e', chain: 'ethereum' }],
    l2OutputOracle: [{ address: '0x6daF3a3497D8abdFE12915aDD9829f83A79C0d51', chain: 'ethereum' }],
    batchInbox: [{ address: '0xfF00000000000000000000000000000000043111', chain: 'ethereum' }],
  },
  operators: [{ role: 'batcher', address: '0x65115C6D23274E0A29A63B69130eFe901Aa52e7A', chain: 'ethereum' }],
  asOf: '2026-11-20',
}
