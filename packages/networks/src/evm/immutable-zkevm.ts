import type { L2Network, OwnConsensusContracts } from '@defimon/core'

/**
 * Immutable zkEVM, a sidechain for games.
 *
 * No state proof reaches Ethereum: only its bridge is there, with messages over Axelar.
 */
export const immutable_zkevm: L2Network<'evm'> & { readonly contracts: OwnConsensusContracts } = {
  id: 'immutable_zkevm',
  name: 'Immutable zkEVM',
  stack: 'evm',
  chainId: 'eip155:13371',
  evmChainId: 13_371,
  category: 'sidechain',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 2000,
  currency: { symbol: 'IMX', decimals: 18 },
  explorer: 'https://explorer.immutable.com',
  dataAvailability: 'own',
  proofSystem: 'none (messages over Axelar)',
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.immutable.com' }, { url: 'https://immutable.gateway.tenderly.co' }],
  contracts: {
    bridge: [{ address: '0xBa5E35E26Ae59c7aea6F029B68c6460De2d13eB6', chain: 'ethereum' }],
  },
  asOf: '2026-11-20',
}
