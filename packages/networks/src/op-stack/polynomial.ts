import type { L2Network } from '@defimon/core'

/** Polynomial, an OP Stack chain on Ethereum. A read of its contracts reverted on 2026-05-26. */
export const polynomial: L2Network<'op-stack'> = {
  id: 'polynomial',
  name: 'Polynomial',
  stack: 'op-stack',
  chainId: 'eip155:8008',
  evmChainId: 8008,
  category: 'optimistic_rollup',
  parent: 'ethereum',
  status: { state: 'unclear' },
  blockTimeMs: 2000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://polynomialscan.io',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'fault-proof (permissioned dispute game)',
  challengePeriodMs: 604_800_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.polynomial.fi' }],
  contracts: {
    optimismPortal: [{ address: '0x034cbb620d1e0e4C2E29845229bEAc57083b04eC', chain: 'ethereum' }],
    systemConfig: [{ address: '0x58b51fb9FeeD00DD846f91D265Eba3cdd855A413', chain: 'ethereum' }],
    disputeGameFactory: [{ address: '0xe9394679d0f0676E4a2dE99F8ed6B4aCb16c5f0f', chain: 'ethereum' }],
    anchorStateRegistry: [{ address: '0x0df4Aa3C6CCCd0efdDC37324BC251511ff6034F8', chain: 'ethereum' }],
    l1StandardBridge: [{ address: '0x3Be64BF2b9C2dE637067C7AAb6baE5EDf9fEBA55', chain: 'ethereum' }],
    batchInbox: [{ address: '0x0bd57e83B5E0f9eCD84d559bB58e1EcFEEdD2565', chain: 'ethereum' }],
  },
  operators: [
    { role: 'batcher', address: '0x67a44CE38627F46F20b1293960559eD85Dd194F1', chain: 'ethereum' },
    { role: 'proposer', address: '0x5DA28F0186051a9F7b9eE2553FFdc165EB0A6714', chain: 'ethereum' },
    { role: 'challenger', address: '0x4a4962275DF8C60a80d3a25faEc5AA7De116A746', chain: 'ethereum' },
  ],
  asOf: '2026-11-20',
}
