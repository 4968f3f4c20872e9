import type { L2Network } from '@defimon/core'

/** Redstone, an OP Stack chain on Ethereum. Shut down in 2026; the day is not known. */
export const redstone: L2Network<'op-stack'> = {
  id: 'redstone',
  name: 'Redstone',
  stack: 'op-stack',
  chainId: 'eip155:690',
  evmChainId: 690,
  category: 'optimium',
  parent: 'ethereum',
  status: { state: 'sunset', since: '2026' },
  blockTimeMs: 2000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://explorer.redstone.xyz',
  dataAvailability: 'alt-da',
  proofSystem: 'none (permissioned L2OutputOracle; challenger may delete)',
  challengePeriodMs: 604_800_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.redstonechain.com' }],
  contracts: {
    optimismPortal: [{ address: '0xC7bCb0e8839a28A1cFadd1CF716de9016CdA51ae', chain: 'ethereum' }],
    systemConfig: [{ address: '0x8f2428F7189c0d92D1c4a5358903A8c80Ec6a69D', chain: 'ethereum' }],
    disputeGameFactory: [{ address: '0x8f68E849eaf8EB943536F9d1D49Ea9C9b5868b98', chain: 'ethereum' }],
    l2OutputOracle: [{ address: '0xa426A052f657AEEefc298b3B5c35a470e4739d69', chain: 'ethereum' }],
    l1StandardBridge: [{ address: '0xc473ca7E02af24c129c2eEf51F2aDf0411c1Df69', chain: 'ethereum' }],
    batchInbox: [{ address: '0xff00000000000000000000000000000000000690', chain: 'ethereum' }],
    dataAvailabilityChallenge: [{ address: '0x97A2dA87d3439b172e6DD027220e01c9Cb565B80', chain: 'ethereum' }],
  },
  operators: [
    { role: 'batcher', address: '0xA31cb9Bc414601171D4537580f98F66C03aECd43', chain: 'ethereum' },
    { role: 'proposer', address: '0x4c465E58946145bb2BFC38833154f5A3B5728CF7', chain: 'ethereum' },
  ],
  asOf: '2026-11-20',
}
