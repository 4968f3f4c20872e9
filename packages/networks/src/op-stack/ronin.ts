import type { L2Network } from '@defimon/core'

/**
 * Ronin, an OP Stack chain on Ethereum.
 *
 * A sidechain until 2026-05-12, then an OP Stack chain: first batch and first dispute game on that day. Its block time after
 * the migration is not known here. api.roninchain.com does not allow `eth_getProof`.
 */
export const ronin: L2Network<'op-stack'> = {
  id: 'ronin',
  name: 'Ronin',
  stack: 'op-stack',
  chainId: 'eip155:2020',
  evmChainId: 2020,
  category: 'optimium',
  parent: 'ethereum',
  status: { state: 'active', since: '2026-05-12' },
  currency: { symbol: 'RON', decimals: 18 },
  explorer: 'https://app.roninchain.com',
  dataAvailability: 'eigenda',
  proofSystem: 'fault-proof (permissioned dispute game)',
  seed: { priority: 6, phase: 2, tvlUsd: 25_000_000 },
  endpoints: [
    { url: 'https://api.roninchain.com/rpc' },
    { url: 'https://ronin.drpc.org' },
    { url: 'https://ronin-mainnet.gateway.tatum.io' },
  ],
  contracts: {
    optimismPortal: [{ address: '0x652CD53eCf9466E5Fb00D0E11d6CBf6469a56D77', chain: 'ethereum' }],
    disputeGameFactory: [{ address: '0x45dA2CD511DA5FEAa535eBF166E628314a65843a', chain: 'ethereum' }],
    anchorStateRegistry: [{ address: '0x0B95fF1d1B113bac3E29Ac0BBF2089126C9aE81A', chain: 'ethereum' }],
    batchInbox: [{ address: '0x003A7A2d3129838Adb01c8d9b7DA62Ac6Ec27961', chain: 'ethereum' }],
  },
  operators: [{ role: 'batcher', address: '0x9aA8feACbB42659a806cDD6933ab3982586824F1', chain: 'ethereum' }],
  asOf: '2026-11-20',
}
