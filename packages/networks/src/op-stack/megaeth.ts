import type { L2Network } from '@defimon/core'

/**
 * MegaETH, a chain of OP Stack format with its own client.
 *
 * EVM blocks of one second, with mini blocks between them.
 */
export const megaeth: L2Network<'op-stack'> = {
  id: 'megaeth',
  name: 'MegaETH',
  stack: 'op-stack',
  chainId: 'eip155:4326',
  evmChainId: 4326,
  category: 'optimium',
  parent: 'ethereum',
  status: { state: 'active', since: '2026-02-09' },
  blockTimeMs: 1000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://mega.etherscan.io',
  dataAvailability: 'eigenda',
  proofSystem: 'hybrid ZK fault proof (Kailua)',
  seed: { phase: 3 },
  endpoints: [
    { url: 'https://mainnet.megaeth.com/rpc' },
    { url: 'https://megaeth.rpc.service.pinax.network' },
    { url: 'https://megaeth.drpc.org' },
  ],
  contracts: {
    optimismPortal: [{ address: '0x7f82f57F0Dd546519324392e408b01fcC7D709e8', chain: 'ethereum' }],
    disputeGameFactory: [{ address: '0x8546840adF796875cD9AAcc5B3B048f6B2c9D563', chain: 'ethereum' }],
    l1StandardBridge: [{ address: '0x0CA3A2FBC3D770b578223FBB6b062fa875a2eE75', chain: 'ethereum' }],
    batchInbox: [{ address: '0x00656C604FC470e6a566A695B74455e18a6D75D3', chain: 'ethereum' }],
    kailuaTreasury: [{ address: '0x01853F268B170D4A15D0c3AE905757b5Ec8375f3', chain: 'ethereum' }],
  },
  operators: [
    { role: 'batcher', address: '0xB98c6b1A805b96707A43e1F1ACFa163B68098FA6', chain: 'ethereum' },
    { role: 'proposer', address: '0x6644D495D22b0d25e904098d61520C95bEFc8EC5', chain: 'ethereum' },
  ],
  asOf: '2026-11-20',
}
