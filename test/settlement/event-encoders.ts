/** Encoders of what rollups do on their parent by events alone, by ethers, as the tests of their packages have them: for benchmarks. */
export * as arbitrumRollup from '../../packages/arbitrum/test/settlement/arbitrum-rollup.ts'
export { encodeCall, encodeLog, type Happening } from '../../packages/zk/test/zksync/simulated-parent.ts'
export * as zksyncRollup from '../../packages/zk/test/zksync/zksync-rollup.ts'
