import type { L2Network } from '@defimon/core'

/**
 * Cyber, an OP Stack chain on Ethereum.
 *
 * Two factories are known and which is in charge is not: read `OptimismPortal.disputeGameFactory()` before use. The second is
 * the one of the Superchain registry.
 */
export const cyber: L2Network<'op-stack'> = {
  id: 'cyber',
  name: 'Cyber',
  stack: 'op-stack',
  chainId: 'eip155:7560',
  evmChainId: 7560,
  category: 'optimium',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 2000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://cyberscan.co',
  dataAvailability: 'eigenda',
  proofSystem: 'fault-proof (permissioned dispute game)',
  challengePeriodMs: 604_800_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.cyber.co' }, { url: 'https://cyber.alt.technology' }],
  contracts: {
    optimismPortal: [{ address: '0x1d59bc9fcE6B8E2B1bf86D4777289FFd83D24C99', chain: 'ethereum' }],
    systemConfig: [{ address: '0x5D1F4bbaF6D484fA9D5D9705f92dE6063bff6055', chain: 'ethereum' }],
    disputeGameFactory: [
      { address: '0xaCc66304d26a01A9bd60d0584dCEdbaCeC8e10e0', chain: 'ethereum' },
      { address: '0xbF4676f21a7889E0Fd61BcDc9b98E60b01C1B36F', chain: 'ethereum' },
    ],
    anchorStateRegistry: [{ address: '0x0Ca6c5aef8dBC91368C61871fDC51Ef884843e07', chain: 'ethereum' }],
    l1StandardBridge: [{ address: '0x12a580c05466eefb2c467C6b115844cDaF55B255', chain: 'ethereum' }],
    batchInbox: [{ address: '0xfF00000000000000000000000000000000001d88', chain: 'ethereum' }],
  },
  operators: [
    { role: 'batcher', address: '0x2F8Fd76923E2B0D0ba8F9C1a52A365CC6E7c040f', chain: 'ethereum' },
    // At genesis.
    { role: 'batcher', address: '0xf0748C52EDC23135d9845CDFB91279Cf61ee14b4', chain: 'ethereum' },
    { role: 'proposer', address: '0xAA0F8C544a9DBBb8737197455d7E249A1Fa899Ab', chain: 'ethereum' },
    { role: 'challenger', address: '0x6462d3fE96C89ECe3351673592406B0Acf5CbaD0', chain: 'ethereum' },
  ],
  asOf: '2026-11-20',
}
