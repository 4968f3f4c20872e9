import type { L2Network } from '@defimon/core'

/** Ancient8, an OP Stack chain on Ethereum. Whether it is live was not checked. */
export const ancient8: L2Network<'op-stack'> = {
  id: 'ancient8',
  name: 'Ancient8',
  stack: 'op-stack',
  chainId: 'eip155:888888888',
  evmChainId: 888_888_888,
  category: 'optimium',
  parent: 'ethereum',
  status: { state: 'unclear' },
  blockTimeMs: 2000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://scan.ancient8.gg',
  dataAvailability: 'celestia',
  proofSystem: 'fault-proof (permissioned dispute game)',
  challengePeriodMs: 604_800_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.ancient8.gg' }],
  contracts: {
    optimismPortal: [{ address: '0x639F2AECE398Aa76b07e59eF6abe2cFe32bacb68', chain: 'ethereum' }],
    disputeGameFactory: [{ address: '0x3CEa4B383D855208f5d06e5b1A602E4006a1d0E1', chain: 'ethereum' }],
    l2OutputOracle: [{ address: '0xB09DC08428C8b4EFB4ff9C0827386CDF34277996', chain: 'ethereum' }],
    l1StandardBridge: [{ address: '0xd5e3eDf5b68135D559D572E26bF863FBC1950033', chain: 'ethereum' }],
    batchInbox: [{ address: '0xd5df46c580fD2FBdaEE751dc535E14295C0336F3', chain: 'ethereum' }],
  },
  operators: [{ role: 'batcher', address: '0x6079e9c37b87fE06D0bDe2431a0fa309826c9b67', chain: 'ethereum' }],
  asOf: '2026-11-20',
}
