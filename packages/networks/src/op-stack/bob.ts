import type { L2Network } from '@defimon/core'

/** BOB, an OP Stack chain on Ethereum. Kailua since 2025-07-17. Its challenge period was not read. */
export const bob: L2Network<'op-stack'> = {
  id: 'bob',
  name: 'BOB',
  stack: 'op-stack',
  chainId: 'eip155:60808',
  evmChainId: 60_808,
  category: 'optimistic_rollup',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 2000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://explorer.gobob.xyz',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'hybrid ZK fault proof (Kailua)',
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.gobob.xyz' }],
  contracts: {
    optimismPortal: [{ address: '0x8AdeE124447435fE03e3CD24dF3f4cAE32E65a3E', chain: 'ethereum' }],
    systemConfig: [{ address: '0xACB886b75D76d1c8d9248cFdDfA09b70C71c5393', chain: 'ethereum' }],
    disputeGameFactory: [{ address: '0x96123dbFC3253185B594c6a7472EE5A21E9B1079', chain: 'ethereum' }],
    anchorStateRegistry: [{ address: '0xC9AC21AcD8696B64270716528bF83630Ea7a293c', chain: 'ethereum' }],
    l2OutputOracle: [{ address: '0xdDa53E23f8a32640b04D7256e651C1db98dB11C1', chain: 'ethereum' }],
    l1StandardBridge: [{ address: '0x3F6cE1b36e5120BBc59D0cFe8A5aC8b6464ac1f7', chain: 'ethereum' }],
    batchInbox: [{ address: '0x3A75346f81302aAc0333FB5DCDD407e12A6CfA83', chain: 'ethereum' }],
  },
  operators: [
    { role: 'batcher', address: '0x08F9F14fF43E112B18c96f0986F28Cb1878f1D11', chain: 'ethereum' },
    { role: 'proposer', address: '0x7cB1022D30b9860C36b243E7B181A1d46f618C69', chain: 'ethereum' },
    { role: 'challenger', address: '0xC91482A96e9c2A104d9298D1980eCCf8C4dc764E', chain: 'ethereum' },
  ],
  asOf: '2026-11-20',
}
