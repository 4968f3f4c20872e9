import type { L2Network } from '@defimon/core'

/**
 * Kinto, an Arbitrum Orbit chain on Ethereum. Its shutdown was announced on 2025-09-08; the last day is believed.
 *
 * Contracts as l2beat discovered them (github.com/l2beat/l2beat, packages/config/src/projects/kinto/diffHistory.md).
 */
export const kinto: L2Network<'arbitrum'> = {
  id: 'kinto',
  name: 'Kinto',
  stack: 'arbitrum',
  chainId: 'eip155:7887',
  evmChainId: 7887,
  category: 'optimistic_rollup',
  parent: 'ethereum',
  status: { state: 'sunset', since: '2025-09-30' },
  blockTimeMs: 5000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://explorer.kinto.xyz',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'fault-proof (Nitro classic)',
  challengePeriodMs: 549_816_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.kinto.xyz/http' }, { url: 'https://kinto-mainnet.calderachain.xyz/http' }],
  contracts: {
    rollup: [{ address: '0x5073dA9cA4810f3E0aA01c20c7d9d02C3f522e11', chain: 'ethereum' }],
    bridge: [{ address: '0x859a53Fe2C8DA961387030E7CB498D6D20d0B2DB', chain: 'ethereum' }],
    inbox: [{ address: '0xBFfaA85c1756472fFC37e6D172A7eC0538C14474', chain: 'ethereum' }],
    outbox: [{ address: '0x655761AD5FC251F414D6993A73184B0669F278c8', chain: 'ethereum' }],
    sequencerInbox: [{ address: '0xF4Ef823D57819AC7202a081A5B49376BD28E7b3a', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
