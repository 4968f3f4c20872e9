import type { L2Network } from '@defimon/core'

/** Superseed, an OP Stack chain on Ethereum. The factory 0x8b097CF1.. of older lists was replaced. */
export const superseed: L2Network<'op-stack'> = {
  id: 'superseed',
  name: 'Superseed',
  stack: 'op-stack',
  chainId: 'eip155:5330',
  evmChainId: 5330,
  category: 'optimistic_rollup',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 2000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://explorer.superseed.xyz',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'fault-proof (permissioned dispute game)',
  challengePeriodMs: 604_800_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://mainnet.superseed.xyz' }],
  contracts: {
    optimismPortal: [{ address: '0x2c2150aa5c75A24fB93d4fD2F2a895D618054f07', chain: 'ethereum' }],
    systemConfig: [{ address: '0x525a2744134805516a45B8abb6Aa0aA1dA3809F6', chain: 'ethereum' }],
    disputeGameFactory: [{ address: '0x657c1b0e31FFc69A02B207Be20699bDFF938c7E7', chain: 'ethereum' }],
    anchorStateRegistry: [{ address: '0xe412DfF37688441b0b3CEC2C081ABC483d87C639', chain: 'ethereum' }],
    l2OutputOracle: [{ address: '0x693A0F8854F458D282DE3C5b69E8eE5EEE8aA949', chain: 'ethereum' }],
    l1StandardBridge: [{ address: '0x8b0576E39F1233679109F9b40cFcC2a7E0901Ede', chain: 'ethereum' }],
    batchInbox: [{ address: '0x8612014a343089F1ddBACfD42baf4Afbf9133593', chain: 'ethereum' }],
  },
  operators: [
    { role: 'batcher', address: '0xa9B074B27DE97f492F8F07fD7C213400E4ca5391', chain: 'ethereum' },
    { role: 'proposer', address: '0xB2354BDF5925d03cA06B03a7bD7386Bd685cE814', chain: 'ethereum' },
    { role: 'challenger', address: '0x4a4962275DF8C60a80d3a25faEc5AA7De116A746', chain: 'ethereum' },
  ],
  asOf: '2026-11-20',
}
