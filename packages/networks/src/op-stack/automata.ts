import type { L2Network } from '@defimon/core'

/** Automata Mainnet, an OP Stack chain on Ethereum. */
export const automata: L2Network<'op-stack'> = {
  id: 'automata',
  name: 'Automata Mainnet',
  stack: 'op-stack',
  chainId: 'eip155:65536',
  evmChainId: 65_536,
  category: 'optimium',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 2000,
  currency: { symbol: 'ATA', decimals: 18 },
  explorer: 'https://explorer.ata.network',
  dataAvailability: 'alt-da',
  challengePeriodMs: 604_800_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.ata.network' }],
  contracts: {
    optimismPortal: [{ address: '0xD52ba64CBE1e3B44167f810622fBef36bE24d95c', chain: 'ethereum' }],
    systemConfig: [{ address: '0x72934D7AEDC1A2d889ca89Aaf064CD9455E64d00', chain: 'ethereum' }],
    disputeGameFactory: [{ address: '0xB52337F38747D6931f2976eEa24A3f3F6B7CDEA2', chain: 'ethereum' }],
    l1StandardBridge: [{ address: '0xE639919b92AB6DD238aEACc6F2A8d6e355D17bd5', chain: 'ethereum' }],
    batchInbox: [{ address: '0xff00000000000000000000000000000001111111', chain: 'ethereum' }],
  },
  operators: [
    { role: 'batcher', address: '0x5a5C3c981AE9299e080EF1647a781b1F3FbBdf63', chain: 'ethereum' },
    // At genesis.
    { role: 'batcher', address: '0x5BEF09f138921eF7985d83AAB97da1dB6E4dd190', chain: 'ethereum' },
    { role: 'proposer', address: '0x1f8F34d0A3e8D721f8a05980Af19a7ba2E9Ec510', chain: 'ethereum' },
  ],
  asOf: '2026-11-20',
}
