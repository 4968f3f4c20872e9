import type { L2Network } from '@defimon/core'

/** Mint, an OP Stack chain on Ethereum. Shut down in 2026; the day is not known. */
export const mint: L2Network<'op-stack'> = {
  id: 'mint',
  name: 'Mint',
  stack: 'op-stack',
  chainId: 'eip155:185',
  evmChainId: 185,
  category: 'optimistic_rollup',
  parent: 'ethereum',
  status: { state: 'sunset', since: '2026' },
  blockTimeMs: 2000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://explorer.mintchain.io',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'fault-proof (permissioned dispute game)',
  challengePeriodMs: 604_800_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.mintchain.io' }],
  contracts: {
    optimismPortal: [{ address: '0x59625d1FE0Eeb8114a4d13c863978F39b3471781', chain: 'ethereum' }],
    systemConfig: [{ address: '0xC975862927797812371A9Fb631f83F8f5e2240D5', chain: 'ethereum' }],
    disputeGameFactory: [{ address: '0xD2922A726501f027a5a5AC122BEc92bCfb437662', chain: 'ethereum' }],
    anchorStateRegistry: [{ address: '0x807c2aF3Ae99a20576B00b58327B594D47f837FB', chain: 'ethereum' }],
    l1StandardBridge: [{ address: '0x2b3F201543adF73160bA42E1a5b7750024F30420', chain: 'ethereum' }],
    batchInbox: [{ address: '0x4e31448a098393727b786e25B54E59DcA1b77FE1', chain: 'ethereum' }],
  },
  operators: [
    { role: 'batcher', address: '0x560aFA9cF6B39D8C83938C77036E80807a56Da16', chain: 'ethereum' },
    // At genesis.
    { role: 'batcher', address: '0x68bdFecE01535090c8f3C27ec3b1AE97E83fA4aA', chain: 'ethereum' },
    { role: 'proposer', address: '0xa6E65356860b2704BD0B9F87281Cd96668685a2e', chain: 'ethereum' },
    { role: 'challenger', address: '0x3c54Be307E15258E51d42E585831bD7E04BBc03b', chain: 'ethereum' },
  ],
  asOf: '2026-11-20',
}
