import type { L2Network } from '@defimon/core'

/** Starknet Sepolia, a testnet of Starknet. */
export const starknet_sepolia: L2Network<'starknet'> = {
  id: 'starknet_sepolia',
  name: 'Starknet Sepolia',
  stack: 'starknet',
  chainId: 'starknet:SN_SEPOLIA',
  category: 'zk_rollup',
  parent: 'ethereum_sepolia',
  testnetOf: 'starknet',
  status: { state: 'active' },
  currency: { symbol: 'STRK', decimals: 18 },
  explorer: 'https://sepolia.voyager.online',
  endpoints: [{ url: 'https://starknet-sepolia-rpc.publicnode.com' }, { url: 'https://api.cartridge.gg/x/starknet/sepolia' }],
  contracts: {
    core: [{ address: '0xE2Bb56ee936fd6433DC0F6e7e3b8365C906AA057', chain: 'ethereum_sepolia' }],
  },
  asOf: '2026-11-20',
}
