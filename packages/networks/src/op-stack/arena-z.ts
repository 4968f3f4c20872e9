import type { L2Network } from '@defimon/core'

/** Arena-Z, an OP Stack chain on Ethereum. Removed from the Superchain registry on 2026-05-26 as it was winding down. */
export const arena_z: L2Network<'op-stack'> = {
  id: 'arena_z',
  name: 'Arena-Z',
  stack: 'op-stack',
  chainId: 'eip155:7897',
  evmChainId: 7897,
  category: 'optimistic_rollup',
  parent: 'ethereum',
  status: { state: 'sunset', since: '2026-05' },
  blockTimeMs: 2000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://explorer.arena-z.gg',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'fault-proof (permissioned dispute game)',
  challengePeriodMs: 604_800_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.arena-z.gg' }],
  contracts: {
    optimismPortal: [{ address: '0xB20f99b598E8d888d1887715439851BC68806b22', chain: 'ethereum' }],
    systemConfig: [{ address: '0x34A564BbD863C4bf73Eca711Cf38a77C4Ccbdd6A', chain: 'ethereum' }],
    disputeGameFactory: [{ address: '0x658656A14AFdf9c507096aC406564497d13EC754', chain: 'ethereum' }],
    l1StandardBridge: [{ address: '0x564Eb0CeFCcA86160649a8986C419693c82F3678', chain: 'ethereum' }],
    batchInbox: [{ address: '0x00f9BCEe08DCe4F0e7906c1f6cFb10c77802EEd0', chain: 'ethereum' }],
  },
  operators: [{ role: 'batcher', address: '0x2b8733E8c60A928b19BB7db1D79b918e8E09AC8c', chain: 'ethereum' }],
  asOf: '2026-11-20',
}
