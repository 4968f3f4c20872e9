import type { L2Network } from '@defimon/core'

/**
 * Mantle, a fork of the OP Stack on Ethereum, with MNT as gas token.
 *
 * Optimistic before September 2025, OP Succinct validity since. EigenDA from
 * 2025-03-19 to 2026-04-16, blobs since. The challenger may change the challenge period (at least one hour; seven days in
 * optimistic mode). The batch inbox is the one observed; the deploy configuration names 0xff00..00.
 */
export const mantle: L2Network<'op-stack'> = {
  id: 'mantle',
  name: 'Mantle',
  stack: 'op-stack',
  chainId: 'eip155:5000',
  evmChainId: 5000,
  category: 'zk_rollup',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 2000,
  currency: { symbol: 'MNT', decimals: 18 },
  explorer: 'https://mantlescan.xyz',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'validity (OP Succinct, SP1; challenger may delete inside the window)',
  challengePeriodMs: 43_200_000,
  seed: { priority: 7, phase: 1, tvlUsd: 45_000_000 },
  endpoints: [{ url: 'https://rpc.mantle.xyz', archive: true }],
  contracts: {
    optimismPortal: [{ address: '0xc54cb22944F2bE476E02dECfCD7e3E7d3e15A8Fb', chain: 'ethereum' }],
    systemConfig: [{ address: '0x427Ea0710FA5252057F0D88274f7aeb308386cAf', chain: 'ethereum' }],
    l2OutputOracle: [{ address: '0x31d543e7BE1dA6eFDc2206Ef7822879045B9f481', chain: 'ethereum' }],
    batchInbox: [{ address: '0xFFEEDDCcBbAA0000000000000000000000000000', chain: 'ethereum' }],
  },
  operators: [{ role: 'batcher', address: '0x2f40D796917ffB642bD2e2bdD2C762A5e40fd749', chain: 'ethereum' }],
  asOf: '2026-11-20',
}
