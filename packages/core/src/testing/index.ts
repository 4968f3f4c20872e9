export { type ArbitrumModelOptions, arbitrumModel } from './arbitrum/arbitrum-model.ts'
export { type AvalancheModelOptions, avalancheModel } from './avalanche/avalanche-model.ts'
export {
  type BeaconBlob,
  type SimulatedBeacon,
  type SimulatedBeaconOptions,
  simulateBeacon,
} from './beacon/simulate-beacon.ts'
export { bscModel } from './bsc/bsc-model.ts'
export { ConformanceError } from './conformance/assertions.ts'
export { describeSink, type SinkConformance, type SinkStore, type StoredAmounts } from './conformance/describe-sink.ts'
export { describeSource, type SourceConformance } from './conformance/describe-source.ts'
export { type SampleOptions, sampleBatch, sampleBlocks, sampleRef, sampleSettlement } from './conformance/sample-blocks.ts'
export type { ConformanceSetup, SourceFixture } from './conformance/source-context.ts'
export type { LeftOut, TestFramework } from './conformance/test-framework.ts'
export { cronosModel } from './cronos/cronos-model.ts'
export { ETHEREUM_FORKS, type EthereumFork, type EthereumModelOptions, ethereumModel } from './ethereum/ethereum-model.ts'
export type { VariantModelOptions } from './ethereum/ethereum-variant.ts'
export type { PlannedTransaction } from './ethereum/planned-transaction.ts'
export { SIMULATED_ACCOUNTS, type SimulatedAccount } from './ethereum/signature.ts'
export { type GnosisModelOptions, gnosisModel } from './gnosis/gnosis-model.ts'
export { type HarmonyModelOptions, harmonyModel } from './harmony/harmony-model.ts'
export { type KaiaModelOptions, kaiaModel } from './kaia/kaia-model.ts'
export { type LachesisModelOptions, lachesisModel } from './lachesis/lachesis-model.ts'
export { LINEA_FORKS, type LineaFork, type LineaModelOptions, lineaModel } from './linea/linea-model.ts'
export { type NearHeaderVersion, type NearModelOptions, nearModel } from './near/near-model.ts'
export { OP_STACK_CHAINS, type OpStackChain } from './op-stack/op-stack-chain.ts'
export {
  OP_STACK_FORKS,
  type OpStackFork,
  type OpStackModelOptions,
  opStackModel,
  type SimulatedL1Origin,
} from './op-stack/op-stack-model.ts'
export { polygonEdgeModel } from './polygon-edge/polygon-edge-model.ts'
export { type PolygonModelOptions, polygonModel } from './polygon-pos/polygon-model.ts'
export {
  POLYGON_ZKEVM_FORKS,
  type PolygonZkevmFork,
  type PolygonZkevmModelOptions,
  polygonZkevmModel,
} from './polygon-zkevm/polygon-zkevm-model.ts'
export { type RestModelOptions, restModel } from './rest/rest-model.ts'
export { type RootstockModelOptions, rootstockModel } from './rootstock/rootstock-model.ts'
export { type SeededRandom, seededRandom } from './runtime/seeded-random.ts'
export {
  type RunOptions,
  type VirtualHost,
  type VirtualRuntime,
  type VirtualRuntimeOptions,
  virtualRuntime,
} from './runtime/virtual-runtime.ts'
export { SCROLL_FORKS, type ScrollFork, type ScrollModelOptions, scrollModel } from './scroll/scroll-model.ts'
export type * from './simulation/fault.ts'
export { RpcFailure } from './simulation/rpc-failure.ts'
export {
  type SimulatedModelOptions,
  type SimulatedNetwork,
  type SimulatedStack,
  type SimulatedStackOptions,
  type SimulatedStacks,
  type SimulationOptions,
  simulateNetwork,
} from './simulation/simulate-network.ts'
export {
  type ChainChange,
  createSimulatedChain,
  type SimulatedChain,
  type SimulatedChainOptions,
} from './simulation/simulated-chain.ts'
export type { EndpointStatistics, SimulatedEndpoint, SimulatedEndpointOptions } from './simulation/simulated-endpoint.ts'
export type * from './simulation/stack-model.ts'
export { onFork, staleHead } from './simulation/view-faults.ts'
export { SOLANA_ACCOUNTS, type SolanaAccount } from './solana/signature.ts'
export { type SolanaModelOptions, solanaModel } from './solana/solana-model.ts'
export type { SolanaTransactionVersion } from './solana/transaction.ts'
export { type StarknetModelOptions, starknetModel } from './starknet/starknet-model.ts'
export { STARKNET_SPEC_VERSIONS, type StarknetSpecVersion } from './starknet/starknet-node.ts'
export { TAIKO_FORKS, type TaikoFork, type TaikoModelOptions, taikoModel } from './taiko/taiko-model.ts'
export { ZKSYNC_FORKS, type ZksyncFork, type ZksyncModelOptions, zksyncModel } from './zksync/zksync-model.ts'
