import type { L2Network } from '@defimon/core'

/** Mode, an OP Stack chain on Ethereum. Degraded support was reported in 2026-02; no shutdown was announced. */
export const mode: L2Network<'op-stack'> = {
  id: 'mode',
  name: 'Mode',
  stack: 'op-stack',
  chainId: 'eip155:34443',
  evmChainId: 34_443,
  category: 'optimistic_rollup',
  parent: 'ethereum',
  status: { state: 'active' },
  blockTimeMs: 2000,
  currency: { symbol: 'ETH', decimals: 18 },
  explorer: 'https://modescan.io',
  dataAvailability: 'ethereum-blobs',
  proofSystem: 'fault-proof (permissioned dispute game)',
  challengePeriodMs: 604_800_000,
  seed: { phase: 3 },
  endpoints: [{ url: 'https://mainnet.mode.network' }, { url: 'https://mode.drpc.org' }, { url: 'https://1rpc.io/mode' }],
  contracts: {
    optimismPortal: [{ address: '0x8B34b14c7c7123459Cf3076b8Cb929BE097d0C07', chain: 'ethereum' }],
    systemConfig: [{ address: '0x5e6432F18Bc5d497B1Ab2288a025Fbf9D69E2221', chain: 'ethereum' }],
    disputeGameFactory: [{ address: '0x6f13EFadABD9269D6cEAd22b448d434A1f1B433E', chain: 'ethereum' }],
    anchorStateRegistry: [{ address: '0xEB9d917868276cee5457609dbBF470FdE41BADE8', chain: 'ethereum' }],
    l2OutputOracle: [{ address: '0x4317ba146D4933D889518a3e5E11Fe7a53199b04', chain: 'ethereum' }],
    l1StandardBridge: [{ address: '0x735aDBbE72226BD52e818E7181953f42E3b0FF21', chain: 'ethereum' }],
    batchInbox: [{ address: '0x24E59d9d3Bd73ccC28Dc54062AF7EF7bFF58Bd67', chain: 'ethereum' }],
  },
  operators: [
    { role: 'batcher', address: '0x99199a22125034c808ff20f377d91187E8050F2E', chain: 'ethereum' },
    { role: 'proposer', address: '0x674F64D64Ddc198db83cd9047dF54BF89cCD0ddB', chain: 'ethereum' },
    { role: 'challenger', address: '0x9BA6e03D8B90dE867373Db8cF1A58d2F7F006b3A', chain: 'ethereum' },
  ],
  asOf: '2026-11-20',
}
