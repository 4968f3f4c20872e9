import type { Stack } from '@defimon/core'
import type { DescribeSettlement } from '@defimon/evm/parent'

/**
 * Stack → what reads its parent-chain transactions, loaded when first needed. In the order in which they are tried on a record whose
 * network is not known: those that tell by a selector of their own before those that tell by the shape of the data.
 */
const DESCRIBERS: { readonly [S in Stack]?: () => Promise<DescribeSettlement<S>> } = {
  arbitrum: async () => (await import('@defimon/arbitrum')).describeArbitrumSettlement,
  zksync: async () => (await import('@defimon/zk/zksync')).describeZksyncSettlement,
  starknet: async () => (await import('@defimon/zk/starknet')).describeStarknetSettlement,
  linea: async () => (await import('@defimon/zk/linea')).describeLineaSettlement,
  // Morph's contract grew out of Scroll's, and logs the same events: its calls come first.
  evm: async () => (await import('@defimon/zk/morph')).describeMorphSettlement,
  scroll: async () => (await import('@defimon/zk/scroll')).describeScrollSettlement,
  'polygon-zkevm': async () => (await import('@defimon/zk/polygon-zkevm')).describePolygonZkevmSettlement,
  taiko: async () => (await import('@defimon/zk/taiko')).describeTaikoSettlement,
  'zksync-lite': async () => (await import('@defimon/zk/zksync/lite')).describeZksyncLiteSettlement,
  starkex: async () => (await import('@defimon/zk/immutable')).describeStarkexSettlement,
  loopring: async () => (await import('@defimon/zk/loopring')).describeLoopringSettlement,
  // Of the networks that no source reads, Lighter is the one whose calls are known.
  none: async () => (await import('@defimon/zk/lighter')).describeLighterSettlement,
  'polygon-pos': async () => (await import('@defimon/sidechain')).describePolygonSettlement,
  'op-stack': async () => (await import('@defimon/optimism')).describeOptimismSettlement,
}

/** The stacks whose parent-chain transactions can be read. */
export const DESCRIBED_STACKS: readonly Stack[] = Object.keys(DESCRIBERS) as Stack[]

/** What reads the parent-chain transactions of a stack; undefined where nothing does. */
export async function loadDescriber(stack: Stack): Promise<DescribeSettlement | undefined> {
  // The key is the stack of the value; TypeScript cannot follow that for a stack that is a parameter.
  return (await DESCRIBERS[stack]?.()) as DescribeSettlement | undefined
}
