import type { L2Network } from '@defimon/core'

/**
 * OP Mainnet, the first chain of the OP Stack.
 *
 * OVM until L1 block 17422590, Bedrock since. The batcher can be changed: `SystemConfig.batcherHash()` names the one of today.
 */
export const optimism: L2Network<'op-stack'> = {
  id: 'optimism',
  name: 'OP Mainnet',
  stack: 'op-stack',
  chainId: 'eip155:10',
  evmChainId: 10,
  category: 'optimistic_rollup',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 2000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://optimistic.etherscan.io',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'fault-proof (interactive dispute game)',
  challengePeriodMs: 604_800_000,
  seed: { priority: 10, phase: 1, tvlUsd: 850_000_000 },
  endpoints: [
    { url: 'https://mainnet.optimism.io' },
    { url: 'https://optimism.drpc.org' },
    { url: 'https://optimism-rpc.publicnode.com', webSocketUrl: 'wss://optimism-rpc.publicnode.com' },
    { url: 'https://op-pokt.nodies.app' },
    { url: 'https://optimism.rpc.service.pinax.network' },
  ],
  contracts: {
    optimismPortal: [{ address: '0xbEb5Fc579115071764c7423A4f12eDde41f106Ed', chain: 'ethereum' }],
    systemConfig: [{ address: '0x229047fed2591dbec1eF1118d64F7aF3dB9EB290', chain: 'ethereum' }],
    disputeGameFactory: [{ address: '0xe5965Ab5962eDc7477C8520243A95517CD252fA9', chain: 'ethereum' }],
    anchorStateRegistry: [{ address: '0x23B2C62946350F4246f9f9D027e071f0264FD113', chain: 'ethereum' }],
    l2OutputOracle: [{ address: '0xdfe97868233d1aa22e815a266982f2cf17685a27', chain: 'ethereum', fromBlock: 17_422_590 }],
    l1StandardBridge: [{ address: '0x99C9fc46f92E8a1c0deC1b1747d010903E884bE1', chain: 'ethereum' }],
    batchInbox: [{ address: '0xFF00000000000000000000000000000000000010', chain: 'ethereum', fromBlock: 17_422_590 }],
    canonicalTransactionChain: [
      { address: '0x5E4e65926BA27467555EB562121fac00D24E9dD2', chain: 'ethereum', fromBlock: 13_596_466, toBlock: 17_422_589 },
    ],
    stateCommitmentChain: [
      { address: '0xBe5dAb4A2e9cd0F27300dB4aB94BeE3A233AEB19', chain: 'ethereum', fromBlock: 13_596_466, toBlock: 17_422_589 },
    ],
  },
  operators: [
    { role: 'batcher', address: '0x6887246668a3b87F54DeB3b94Ba47a6f63F32985', chain: 'ethereum' },
    { role: 'proposer', address: '0x473300df21D047806A082244b417f96b32f13A33', chain: 'ethereum' },
    { role: 'challenger', address: '0x9BA6e03D8B90dE867373Db8cF1A58d2F7F006b3A', chain: 'ethereum' },
  ],
  asOf: '2026-11-20',
}
