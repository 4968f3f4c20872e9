import type { L2Network } from '@defimon/core'

/** Robinhood Chain, an Arbitrum Orbit chain on Ethereum. Public since 2026-07-01. */
export const robinhood: L2Network<'arbitrum'> = {
  id: 'robinhood',
  name: 'Robinhood Chain',
  stack: 'arbitrum',
  chainId: 'eip155:4663',
  evmChainId: 4663,
  category: 'optimistic_rollup',
  parent: 'ethereum',
  status: { state: 'active', since: '2026-07-01' },
  blockTimeMs: 100,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://robinhoodchain.blockscout.com',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'fault-proof (BoLD)',
  challengePeriodMs: 549_816_000,
  seed: { phase: 3 },
  endpoints: [
    { url: 'https://rpc.mainnet.chain.robinhood.com' },
    { url: 'https://rpc.ordofi.network' },
    { url: 'https://robinhood.rpc.service.pinax.network' },
  ],
  contracts: {
    rollup: [{ address: '0x23A19d23e89166adedbDcB432518AB01e4272D94', chain: 'ethereum' }],
    bridge: [{ address: '0xDf8755334ce7A73cCF6b581C02eA649AE3E864b3', chain: 'ethereum' }],
    inbox: [{ address: '0x1A07cc4BD17E0118BdB54D70990D2158AbAD7a2D', chain: 'ethereum' }],
    outbox: [{ address: '0xf0ce991ea4A0d2400A4AB49b20ae333f6Dce3DE9', chain: 'ethereum' }],
    sequencerInbox: [{ address: '0xBd0D173EEb87D57A09521c24388a12789F33ba96', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
