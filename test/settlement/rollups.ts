/** Encoders of what rollups do on their parent, as the tests of their packages have them, for tests over several packages. */
export * as arbitrumRollup from '../../packages/arbitrum/test/settlement/arbitrum-rollup.ts'
export * as optimismRollup from '../../packages/optimism/test/settlement/optimism-rollup.ts'
export {
  encodeCall,
  encodeLog,
  type Happening,
  simulateParent,
} from '../../packages/optimism/test/settlement/simulated-parent.ts'
export * as zksyncRollup from '../../packages/zk/test/zksync/zksync-rollup.ts'
