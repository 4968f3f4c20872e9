import type { L2Network } from '@defimon/core'

/** World Chain, an OP Stack chain on Ethereum. Also written Worldcoin. */
export const world_chain: L2Network<'op-stack'> = {
  id: 'world_chain',
  name: 'World Chain',
  stack: 'op-stack',
  chainId: 'eip155:480',
  evmChainId: 480,
  category: 'optimistic_rollup',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 2000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://worldscan.org',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'fault-proof (permissioned dispute game)',
  challengePeriodMs: 604_800_000,
  seed: { phase: 3 },
  endpoints: [
    { url: 'https://worldchain-mainnet.g.alchemy.com/public' },
    { url: 'https://worldchain.drpc.org' },
    { url: 'https://worldchain-mainnet.gateway.tenderly.co' },
    { url: 'https://480.rpc.thirdweb.com' },
  ],
  contracts: {
    optimismPortal: [{ address: '0xd5ec14a83B7d95BE1E2Ac12523e2dEE12Cbeea6C', chain: 'ethereum' }],
    systemConfig: [{ address: '0x6ab0777fD0e609CE58F939a7F70Fe41F5Aa6300A', chain: 'ethereum' }],
    disputeGameFactory: [{ address: '0x069c4c579671f8c120b1327a73217D01Ea2EC5ea', chain: 'ethereum' }],
    anchorStateRegistry: [{ address: '0x90BB48fe3310499Db36437dCAE642F721e32d094', chain: 'ethereum' }],
    l2OutputOracle: [{ address: '0x19A6d1E9034596196295CF148509796978343c5D', chain: 'ethereum' }],
    l1StandardBridge: [{ address: '0x470458C91978D2d929704489Ad730DC3E3001113', chain: 'ethereum' }],
    batchInbox: [{ address: '0xff00000000000000000000000000000000000480', chain: 'ethereum' }],
  },
  operators: [
    { role: 'batcher', address: '0xdBBE3D8c2d2b22A2611c5A94A9a12C2fCD49Eb29', chain: 'ethereum' },
    { role: 'proposer', address: '0x2307278fC8aB0005974A6DeD2FA6d1187333a223', chain: 'ethereum' },
    { role: 'challenger', address: '0xA4fB12D15Eb85dc9284a7df0AdBC8B696EdbbF1d', chain: 'ethereum' },
  ],
  asOf: '2026-11-20',
}
