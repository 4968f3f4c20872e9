import type { L2Network } from '@defimon/core'

/**
 * X Layer, an OP Stack chain on Ethereum.
 *
 * A Polygon CDK validium before 2025-10-27. Two ways to settle: OP dispute games (state) and AggLayer rollup 3 (bridge exits
 * only).
 */
export const xlayer: L2Network<'op-stack'> = {
  id: 'xlayer',
  name: 'X Layer',
  stack: 'op-stack',
  chainId: 'eip155:196',
  evmChainId: 196,
  category: 'optimistic_rollup',
  parent: 'ethereum',
  status: { state: 'active', since: '2025-10-27' },
  blockTimeMs: 1000,
  currency: { symbol: 'OKB', decimals: 18 },
  explorer: 'https://www.oklink.com/xlayer',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'dispute game OP Succinct Lite (type 42) + AggLayer pessimistic proof',
  challengePeriodMs: 302_400_000,
  seed: { phase: 3 },
  endpoints: [
    { url: 'https://xlayerrpc.okx.com' },
    { url: 'https://rpc.xlayer.tech' },
    { url: 'https://xlayer.rpc.service.pinax.network' },
  ],
  contracts: {
    optimismPortal: [{ address: '0x64057ad1DdAc804d0D26A7275b193D9DACa19993', chain: 'ethereum' }],
    systemConfig: [{ address: '0x5065809Af286321a05fBF85713B5D5De7C8f0433', chain: 'ethereum' }],
    disputeGameFactory: [{ address: '0x9D4c8FAEadDdDeeE1Ed0c92dAbAD815c2484f675', chain: 'ethereum' }],
    anchorStateRegistry: [{ address: '0x000590BB65ab1864a7AD46d6B957cC9a4F2C149d', chain: 'ethereum' }],
    batchInbox: [{ address: '0x002bdE9b0c0857AEE2cFFDea6b8723eAF5989449', chain: 'ethereum' }],
    agglayerManager: [{ address: '0x5132A183E9F3CB7C848b0AAC5Ae0c4f0491B7aB2', chain: 'ethereum', rollupId: 3 }],
    aggchainEcdsaMultisig: [{ address: '0x2B0ee28D4D51bC9aDde5E58E295873F61F4a0507', chain: 'ethereum' }],
  },
  operators: [{ role: 'batcher', address: '0x98245d0ADF4595C66F0a9Db8E13c44CBFF6be459', chain: 'ethereum' }],
  asOf: '2026-11-20',
}
