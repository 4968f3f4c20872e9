import type { L2Network } from '@defimon/core'

/** Metal L2, an OP Stack chain on Ethereum. */
export const metal: L2Network<'op-stack'> = {
  id: 'metal',
  name: 'Metal L2',
  stack: 'op-stack',
  chainId: 'eip155:1750',
  evmChainId: 1750,
  category: 'optimistic_rollup',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 2000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://explorer.metall2.com',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'fault-proof (permissioned dispute game)',
  challengePeriodMs: 604_800_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://rpc.metall2.com' }],
  contracts: {
    optimismPortal: [{ address: '0x3F37aBdE2C6b5B2ed6F8045787Df1ED1E3753956', chain: 'ethereum' }],
    systemConfig: [{ address: '0x7BD909970B0EEdcF078De6Aeff23ce571663b8aA', chain: 'ethereum' }],
    disputeGameFactory: [{ address: '0x7BFfF391A2dbbDc68A259792AC9748F50FcDE93E', chain: 'ethereum' }],
    anchorStateRegistry: [{ address: '0x120EB40F5FC6D2B47c67960bDb696a9e317C84b0', chain: 'ethereum' }],
    l2OutputOracle: [{ address: '0x3B1F7aDa0Fcc26B13515af752Dd07fB1CAc11426', chain: 'ethereum' }],
    l1StandardBridge: [{ address: '0x6d0f65D59b55B0FEC5d2d15365154DcADC140BF3', chain: 'ethereum' }],
    batchInbox: [{ address: '0xc83f7D9F2D4A76E81145849381ABA02602373723', chain: 'ethereum' }],
  },
  operators: [
    { role: 'batcher', address: '0xC94C243f8fb37223F3EB2f7961F7072602A51B8B', chain: 'ethereum' },
    { role: 'proposer', address: '0xC8187d40AD440328104A52BBed2D8Efc5ab1F1F6', chain: 'ethereum' },
    { role: 'challenger', address: '0x9BA6e03D8B90dE867373Db8cF1A58d2F7F006b3A', chain: 'ethereum' },
  ],
  asOf: '2026-11-20',
}
