import type { L2Network } from '@defimon/core'

/**
 * Base, an OP Stack chain on Ethereum.
 *
 * Left the Superchain registry on 2026-04-27; own client and multi-proof games since the Azul upgrade of 2026-05-28. A proof
 * system of two proofs settles after one day, a single proof after five (the challenge period here). The factory and portal
 * were not read again after Azul.
 */
export const base: L2Network<'op-stack'> = {
  id: 'base',
  name: 'Base',
  stack: 'op-stack',
  chainId: 'eip155:8453',
  evmChainId: 8453,
  category: 'optimistic_rollup',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 2000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://basescan.org',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'multi-proof dispute game (TEE + ZK, AggregateVerifier)',
  challengePeriodMs: 432_000_000,
  seed: { priority: 9, phase: 1, tvlUsd: 750_000_000 },
  endpoints: [
    { url: 'https://mainnet.base.org' },
    { url: 'https://base-rpc.publicnode.com', webSocketUrl: 'wss://base-rpc.publicnode.com' },
    { url: 'https://base-pokt.nodies.app' },
    { url: 'https://base.public.blockpi.network/v1/rpc/public' },
    { url: 'https://base.drpc.org' },
    { url: 'https://1rpc.io/base' },
    { url: 'https://base.gateway.tenderly.co' },
  ],
  contracts: {
    optimismPortal: [{ address: '0x49048044D57e1C92A77f79988d21Fa8fAF74E97e', chain: 'ethereum' }],
    systemConfig: [{ address: '0x73a79Fab69143498Ed3712e519A88a918e1f4072', chain: 'ethereum' }],
    disputeGameFactory: [{ address: '0x43edB88C4B80fDD2AdFF2412A7BebF9dF42cB40e', chain: 'ethereum' }],
    l2OutputOracle: [{ address: '0x56315b90c40730925ec5485cf004d835058518A0', chain: 'ethereum' }],
    l1StandardBridge: [{ address: '0x3154Cf16ccdb4C6d922629664174b904d80F2C35', chain: 'ethereum' }],
    batchInbox: [{ address: '0xFf00000000000000000000000000000000008453', chain: 'ethereum' }],
  },
  operators: [{ role: 'batcher', address: '0x5050F69a9786F081509234F1a7F4684b5E5b76C9', chain: 'ethereum' }],
  asOf: '2026-11-20',
}
