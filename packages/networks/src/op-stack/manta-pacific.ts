import type { L2Network } from '@defimon/core'

/** Manta Pacific, an OP Stack chain on Ethereum. Its block time is disputed (3 s or 10 s) and left out. */
export const manta_pacific: L2Network<'op-stack'> = {
  id: 'manta_pacific',
  name: 'Manta Pacific',
  stack: 'op-stack',
  chainId: 'eip155:169',
  evmChainId: 169,
  category: 'optimium',
  parent: 'ethereum',
  status: { state: 'active' },
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://pacific-explorer.manta.network',
  dataAvailability: 'celestia',
  proofSystem: 'none (permissioned L2OutputOracle; challenger may delete)',
  challengePeriodMs: 604_800_000,
  seed: { phase: 3 },
  endpoints: [
    { url: 'https://pacific-rpc.manta.network/http' },
    { url: 'https://manta.nirvanalabs.xyz/mantapublic' },
    { url: 'https://manta-pacific.drpc.org' },
    { url: 'https://1rpc.io/manta' },
  ],
  contracts: {
    optimismPortal: [{ address: '0x9168765EE952de7C6f8fC6FaD5Ec209B960b7622', chain: 'ethereum' }],
    systemConfig: [{ address: '0x895E00269A05848F3c9889EfA677D02fF7351a5D', chain: 'ethereum' }],
    l2OutputOracle: [{ address: '0x30c789674ad3B458886BBC9abf42EEe19EA05C1D', chain: 'ethereum' }],
    batchInbox: [{ address: '0xAEbA8e2307A22B6824a9a7a39f8b016C357Cd1Fe', chain: 'ethereum' }],
  },
  operators: [{ role: 'batcher', address: '0xA76E31D8471D569EfDd3D95d1b11Ce6710f4533F', chain: 'ethereum' }],
  asOf: '2026-11-20',
}
