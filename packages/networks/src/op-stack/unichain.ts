import type { L2Network } from '@defimon/core'

/** Unichain, an OP Stack chain on Ethereum. */
export const unichain: L2Network<'op-stack'> = {
  id: 'unichain',
  name: 'Unichain',
  stack: 'op-stack',
  chainId: 'eip155:130',
  evmChainId: 130,
  category: 'optimistic_rollup',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 1000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://uniscan.xyz',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'fault-proof (interactive dispute game)',
  challengePeriodMs: 604_800_000,
  seed: { phase: 3 },
  endpoints: [
    { url: 'https://mainnet.unichain.org' },
    { url: 'https://unichain.rpc.service.pinax.network' },
    { url: 'https://unichain.drpc.org' },
  ],
  contracts: {
    optimismPortal: [{ address: '0x0bd48f6B86a26D3a217d0Fa6FfE2B491B956A7a2', chain: 'ethereum' }],
    systemConfig: [{ address: '0xc407398d063f942feBbcC6F80a156b47F3f1BDA6', chain: 'ethereum' }],
    disputeGameFactory: [{ address: '0x2F12d621a16e2d3285929C9996f478508951dFe4', chain: 'ethereum' }],
    anchorStateRegistry: [{ address: '0x27Cf508E4E3Aa8d30b3226aC3b5Ea0e8bcaCAFF9', chain: 'ethereum' }],
    l1StandardBridge: [{ address: '0x81014F44b0a345033bB2b3B21C7a1A308B35fEeA', chain: 'ethereum' }],
    batchInbox: [{ address: '0xFf00000000000000000000000000000000000130', chain: 'ethereum' }],
  },
  operators: [
    { role: 'batcher', address: '0x2F60A5184c63ca94f82a27100643DbAbe4F3f7Fd', chain: 'ethereum' },
    { role: 'proposer', address: '0xD5F0E2912C70771C589CD8bB087EDE0Dab4AFA9A', chain: 'ethereum' },
    { role: 'challenger', address: '0x9BA6e03D8B90dE867373Db8cF1A58d2F7F006b3A', chain: 'ethereum' },
  ],
  asOf: '2026-11-20',
}
