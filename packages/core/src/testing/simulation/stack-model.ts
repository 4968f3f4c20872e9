import type { BlockRef, BlockTag, Hash, L2Network, Stack } from '@defimon/core'
import type { Fault } from './fault.ts'

/** A block as the simulated chain knows it: the oracle that tests compare with. */
export interface SimulatedBlock extends BlockRef {
  readonly parentHash: Hash
  readonly parentNumber: number
  readonly timestampMs: number
  readonly transactionCount: number
  readonly logCount: number
}

/** What is decided of a block before it is made. Everything else follows from it, so a block can be made again at any time. */
export interface BlockPlan {
  readonly number: number
  readonly parent: BlockRef
  readonly timestampMs: number
  /** Differs for each block of each branch; seeds all of its content. */
  readonly seed: string
}

/** A block that a stack model made. */
export interface MadeBlock<Content> {
  readonly hash: Hash
  /** As far as the stack's own block tells it: EVM blocks say seconds. */
  readonly timestampMs: number
  readonly transactionCount: number
  readonly logCount: number
  /** What the model needs to answer questions about it. */
  readonly content: Content
}

/** One call to a simulated node. REST is method `GET /path` with its query as params. */
export interface RpcCall {
  readonly method: string
  readonly params: unknown
}

/** What a node allows. Absent: no limit. */
export interface NodeLimits {
  /** Most blocks that one question for logs may span. */
  readonly logRangeBlocks?: number
  /** Most logs that one answer may hold. */
  readonly logResults?: number
  /** Blocks below the newest this many are gone. */
  readonly retainedBlocks?: number
}

/** The chain as one endpoint shows it. Lies change it. */
export interface ChainView<Content = unknown> {
  readonly limits: NodeLimits
  /** The tag's block; undefined where the chain is too short to have it. */
  tagged(tag: BlockTag | 'earliest'): SimulatedBlock | undefined
  /** The block of the branch that this view shows. */
  block(number: number): SimulatedBlock | undefined
  /** A block of any branch that the node has seen. */
  at(hash: Hash): SimulatedBlock | undefined
  content(block: SimulatedBlock): Content
  /** The lowest height that the node still has. */
  readonly earliestNumber: number
}

/** The rules of a stack for simulated chains: how its blocks are made and how its nodes answer. One file a stack. */
export interface StackModel<Content = unknown> {
  readonly network: L2Network<Stack>
  /** Pure: the same plan gives the same block. */
  make(plan: BlockPlan): MadeBlock<Content>
  /** A node's answer. Fails with `RpcFailure`. */
  answer(call: RpcCall, view: ChainView<Content>): unknown
  /** The next height, where heights have gaps. Default: one more. */
  nextNumber?(after: number, seed: string): number
  /** How the stack writes a hash: for the parent of the first block. Default: 0x-hex. */
  writeHash?(bytes: Uint8Array): Hash
  /** How far `safe` is behind the head, where the stack decides it. */
  readonly safeDepth?: number
  /** The notification for a new head, where the stack has a socket. */
  readonly newHead?: {
    readonly method: string
    matches(params: unknown): boolean
    result(block: SimulatedBlock, content: Content): unknown
  }
  /** Another chain of the same stack, for endpoints of the wrong network. */
  foreign(): StackModel<Content>
  /** Lies about the stack's own answers, by name. */
  readonly faults: Readonly<Record<string, Fault>>
}
