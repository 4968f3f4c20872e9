import type { L2Network } from '@defimon/core'

/**
 * Blast, an OP Stack chain on Ethereum.
 *
 * An account leaf has seven fields (yield shares), so Ethereum account proofs do not decode as usual. rpc.blast.io serves
 * `eth_getProof` for about the last 10,000 blocks. Still posted outputs on 2026-10-01.
 */
export const blast: L2Network<'op-stack'> = {
  id: 'blast',
  name: 'Blast',
  stack: 'op-stack',
  chainId: 'eip155:81457',
  evmChainId: 81_457,
  category: 'optimistic_rollup',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 2000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://blastscan.io',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'none (permissioned L2OutputOracle; challenger may delete)',
  challengePeriodMs: 604_800_000,
  seed: { phase: 3 },
  endpoints: [
    { url: 'https://rpc.blast.io' },
    { url: 'https://blast-rpc.publicnode.com', webSocketUrl: 'wss://blast-rpc.publicnode.com' },
    { url: 'https://blast.rpc.service.pinax.network' },
    { url: 'https://blast.drpc.org' },
  ],
  contracts: {
    optimismPortal: [{ address: '0x0Ec68c5B10F21EFFb74f2A5C61DFe6b08C0Db6Cb', chain: 'ethereum' }],
    l2OutputOracle: [{ address: '0x826D1B0D4111Ad9146Eb8941D7Ca2B6a44215c76', chain: 'ethereum' }],
    l1StandardBridge: [{ address: '0x697402166Fbf2F22E970df8a6486Ef171dbfc524', chain: 'ethereum' }],
    batchInbox: [{ address: '0xFf00000000000000000000000000000000081457', chain: 'ethereum' }],
  },
  operators: [{ role: 'batcher', address: '0x415c8893D514F9BC5211d36eEDA4183226b84AA7', chain: 'ethereum' }],
  asOf: '2026-11-20',
}
