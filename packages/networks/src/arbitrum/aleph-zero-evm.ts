import type { L2Network } from '@defimon/core'

/** Aleph Zero EVM, an Arbitrum Orbit chain on Ethereum. Removed from the Arbitrum bridge on 2025-09-17. */
export const aleph_zero_evm: L2Network<'arbitrum'> = {
  id: 'aleph_zero_evm',
  name: 'Aleph Zero EVM',
  stack: 'arbitrum',
  chainId: 'eip155:41455',
  evmChainId: 41_455,
  category: 'optimium',
  parent: 'ethereum',
  status: { state: 'sunset', since: '2025-09-17' },
  blockTimeMs: 3000,
  currency: { symbol: 'AZERO', decimals: 18 },
  explorer: 'https://evm-explorer.alephzero.org',
  dataAvailability: 'dac',
  proofSystem: 'fault-proof (Nitro classic)',
  challengePeriodMs: 549_816_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.alephzero.raas.gelato.cloud' }, { url: 'https://alephzero.drpc.org' }],
  contracts: {
    rollup: [{ address: '0x1CA12290D954CFe022323b6A6Df92113ed6b1C98', chain: 'ethereum' }],
    bridge: [{ address: '0x41Ec9456AB918f2aBA81F38c03Eb0B93b78E84d9', chain: 'ethereum' }],
    inbox: [{ address: '0x56D8EC76a421063e1907503aDd3794c395256AEb', chain: 'ethereum' }],
    outbox: [{ address: '0x73bb50c32a3BD6A1032aa5cFeA048fBDA3D6aF6e', chain: 'ethereum' }],
    sequencerInbox: [{ address: '0xF75206c49c1694594E3e69252E519434f1579876', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
