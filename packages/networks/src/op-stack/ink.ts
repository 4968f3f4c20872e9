import type { L2Network } from '@defimon/core'

/** Ink, an OP Stack chain on Ethereum. */
export const ink: L2Network<'op-stack'> = {
  id: 'ink',
  name: 'Ink',
  stack: 'op-stack',
  chainId: 'eip155:57073',
  evmChainId: 57_073,
  category: 'optimistic_rollup',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 1000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://explorer.inkonchain.com',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'fault-proof (interactive dispute game)',
  challengePeriodMs: 604_800_000,
  seed: { phase: 3 },
  endpoints: [
    { url: 'https://rpc-gel.inkonchain.com' },
    { url: 'https://rpc-qnd.inkonchain.com' },
    { url: 'https://rpc.inkonchain.com' },
    { url: 'https://ink.drpc.org' },
    { url: 'https://ink.api.pocket.network' },
  ],
  contracts: {
    optimismPortal: [{ address: '0x5d66C1782664115999C47c9fA5cd031f495D3e4F', chain: 'ethereum' }],
    systemConfig: [{ address: '0x62C0a111929fA32ceC2F76aDba54C16aFb6E8364', chain: 'ethereum' }],
    disputeGameFactory: [{ address: '0x10d7B35078d3baabB96Dd45a9143B94be65b12CD', chain: 'ethereum' }],
    anchorStateRegistry: [{ address: '0xEe018bAf058227872540AC60eFbd38b023d9dAe2', chain: 'ethereum' }],
    l1StandardBridge: [{ address: '0x88FF1e5b602916615391F55854588EFcBB7663f0', chain: 'ethereum' }],
    batchInbox: [{ address: '0x005969bf0EcbF6eDB6C47E5e94693b1C3651Be97', chain: 'ethereum' }],
  },
  operators: [
    { role: 'batcher', address: '0x6db6161fC5662450E801398Bad62dD9921216B98', chain: 'ethereum' },
    // At genesis.
    { role: 'batcher', address: '0x500d7Ea63CF2E501dadaA5feeC1FC19FE2Aa72Ac', chain: 'ethereum' },
    { role: 'proposer', address: '0x3832bfbeF03173E4C49a00ec0DD178817A02D177', chain: 'ethereum' },
    { role: 'challenger', address: '0x9BA6e03D8B90dE867373Db8cF1A58d2F7F006b3A', chain: 'ethereum' },
  ],
  asOf: '2026-11-20',
}
