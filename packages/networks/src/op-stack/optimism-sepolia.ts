import type { L2Network } from '@defimon/core'

/** OP Sepolia, a testnet of OP Mainnet. */
export const optimism_sepolia: L2Network<'op-stack'> = {
  id: 'optimism_sepolia',
  name: 'OP Sepolia',
  stack: 'op-stack',
  chainId: 'eip155:11155420',
  evmChainId: 11_155_420,
  category: 'optimistic_rollup',
  parent: 'ethereum_sepolia',
  testnetOf: 'optimism',
  status: { state: 'active' },
  blockTimeMs: 2000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://sepolia-optimism.etherscan.io',
  endpoints: [
    { url: 'https://sepolia.optimism.io' },
    { url: 'https://optimism-sepolia-rpc.publicnode.com', webSocketUrl: 'wss://optimism-sepolia-rpc.publicnode.com' },
  ],
  contracts: {
    optimismPortal: [{ address: '0x16Fc5058F25648194471939df75CF27A2fdC48BC', chain: 'ethereum_sepolia' }],
    systemConfig: [{ address: '0x034edD2A225f7f429A63E0f1D2084B9E0A93b538', chain: 'ethereum_sepolia' }],
    disputeGameFactory: [{ address: '0x05F9613aDB30026FFd634f38e5C4dFd30a197Fa1', chain: 'ethereum_sepolia' }],
    l2OutputOracle: [{ address: '0x90E9c4f8a994a250F6aEfd61CAFb4F2e895D458F', chain: 'ethereum_sepolia' }],
    l1StandardBridge: [{ address: '0xFBb0621E0B23b5478B630BD55a5f21f67730B0F1', chain: 'ethereum_sepolia' }],
    l1CrossDomainMessenger: [{ address: '0x58Cc85b8D04EA49cC6DBd3CbFFd00B4B8D6cb3ef', chain: 'ethereum_sepolia' }],
    batchInbox: [{ address: '0xff00000000000000000000000000000011155420', chain: 'ethereum_sepolia' }],
  },
  asOf: '2026-11-20',
}
