import type { L2Network } from '@defimon/core'

/** Soneium, an OP Stack chain on Ethereum. */
export const soneium: L2Network<'op-stack'> = {
  id: 'soneium',
  name: 'Soneium',
  stack: 'op-stack',
  chainId: 'eip155:1868',
  evmChainId: 1868,
  category: 'optimistic_rollup',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 2000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://soneium.blockscout.com',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'fault-proof (permissioned dispute game)',
  challengePeriodMs: 604_800_000,
  seed: { phase: 3 },
  endpoints: [
    { url: 'https://rpc.soneium.org' },
    { url: 'https://soneium.rpc.service.pinax.network' },
    { url: 'https://soneium.drpc.org' },
  ],
  contracts: {
    optimismPortal: [{ address: '0x88e529A6ccd302c948689Cd5156C83D4614FAE92', chain: 'ethereum' }],
    systemConfig: [{ address: '0x7A8Ed66B319911A0F3E7288BDdAB30d9c0C875c3', chain: 'ethereum' }],
    disputeGameFactory: [{ address: '0x512A3d2c7a43BD9261d2B8E8C9c70D4bd4D503C0', chain: 'ethereum' }],
    anchorStateRegistry: [{ address: '0x4890928941e62e273dA359374b105F803329F473', chain: 'ethereum' }],
    l1StandardBridge: [{ address: '0xeb9bf100225c214Efc3E7C651ebbaDcF85177607', chain: 'ethereum' }],
    batchInbox: [{ address: '0x008dC74CecC9dedA8595B2Fe210cE5979F0BfA8e', chain: 'ethereum' }],
  },
  operators: [
    { role: 'batcher', address: '0x6776BE80dBAda6A02B5F2095cF13734ac303B8d1', chain: 'ethereum' },
    { role: 'proposer', address: '0x400c164C4a8cA84385B70EEd6eB03ea847c8E1b8', chain: 'ethereum' },
    { role: 'challenger', address: '0x9BA6e03D8B90dE867373Db8cF1A58d2F7F006b3A', chain: 'ethereum' },
  ],
  asOf: '2026-11-20',
}
