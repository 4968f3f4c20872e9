import type { L2Network } from '@defimon/core'

/** Lisk, an OP Stack chain on Ethereum. */
export const lisk: L2Network<'op-stack'> = {
  id: 'lisk',
  name: 'Lisk',
  stack: 'op-stack',
  chainId: 'eip155:1135',
  evmChainId: 1135,
  category: 'optimistic_rollup',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 2000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://blockscout.lisk.com',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'fault-proof (permissioned dispute game)',
  challengePeriodMs: 604_800_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.api.lisk.com' }, { url: 'https://rpc.lisk.com' }],
  contracts: {
    optimismPortal: [{ address: '0x26dB93F8b8b4f7016240af62F7730979d353f9A7', chain: 'ethereum' }],
    systemConfig: [{ address: '0x05f23282FFDCA8286E4738C1aF79079f3d843750', chain: 'ethereum' }],
    disputeGameFactory: [{ address: '0x0CF7D3706a27CCE2017aEB11E8a9c8b5388c282C', chain: 'ethereum' }],
    anchorStateRegistry: [{ address: '0x7ad0d165B9607960AD850090DDd7B9eB381D9c1e', chain: 'ethereum' }],
    l2OutputOracle: [{ address: '0x113cB99283AF242Da0A0C54347667edF531Aa7d6', chain: 'ethereum' }],
    l1StandardBridge: [{ address: '0x2658723Bf70c7667De6B25F99fcce13A16D25d08', chain: 'ethereum' }],
    batchInbox: [{ address: '0xFf00000000000000000000000000000000001135', chain: 'ethereum' }],
  },
  operators: [
    { role: 'batcher', address: '0xa6Ea2f3299b63c53143c993d2d5E60A69Cd6Fe24', chain: 'ethereum' },
    { role: 'proposer', address: '0x0AbD6da1cE10D1cD6c7C9C14b905786D20f3EB23', chain: 'ethereum' },
    { role: 'challenger', address: '0xBeA2Bc852a160B8547273660E22F4F08C2fa9Bbb', chain: 'ethereum' },
  ],
  asOf: '2026-11-20',
}
