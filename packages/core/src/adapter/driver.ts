import type {
  AnswerReader,
  BlockRef,
  BlockTag,
  Check,
  Detail,
  Exchange,
  Hash,
  HeadClaim,
  L2Block,
  L2Network,
  RequestOptions,
  Settlement,
  Stack,
  Stage,
} from '@defimon/core'

export type { HeadClaim } from '@defimon/core'

/** How a driver asks. All calls of one block go to one endpoint; limits, retries and abort are already seen to. */
export interface DriverCall {
  /** Host name of the endpoint. */
  readonly endpoint: string
  request(method: string, params: unknown, options?: Pick<RequestOptions, 'reader'>): Promise<unknown>
  /** REST: `path` relative to the endpoint, with its query. */
  get(path: string): Promise<unknown>
  /** Ends what a driver asks beside this call, of a parent chain. The calls above end with it by themselves. */
  readonly signal?: AbortSignal
}

/** A block as its driver decoded it: all of `L2Block` but what `defineSource` adds. */
export type DecodedBlock<S extends Stack = Stack, D extends Detail = Detail> = Omit<
  L2Block<S, D>,
  'network' | 'stack' | 'verification' | 'raw'
>

/** The outcome of one check that a driver made. */
export type CheckResult =
  | { readonly check: Check; readonly outcome: 'passed' }
  /** Could not be checked. An unknown field, type or fork belongs here, never to `mismatch`. */
  | { readonly check: Check; readonly outcome: 'skipped'; readonly reason: string }
  /** The answer contradicts itself. */
  | {
      readonly check: Check
      readonly outcome: 'mismatch'
      readonly claimed: string
      readonly computed: string
      readonly detail?: string
    }

/** A block found in recordings, joined from as many exchanges as it needs. */
export interface RecordedBlock<Raw> {
  /** The exchange that holds the block itself. */
  readonly exchange: Exchange
  readonly raw: Raw
  /** The most that the recording gives. */
  readonly detail: Detail
  /** What the question named. Absent: worked out from the exchange's params. */
  readonly asked?: number | { readonly hash: Hash }
}

/**
 * Stage → how it is known, in words. `anchored`: what on the parent chain a block's hash is held against. `sunset`: of a network that was
 * shut down, what the parent chain tells where no endpoint of the network answers any more.
 */
export type SettlementStages = Readonly<Partial<Record<Exclude<Stage, 'sequenced'> | 'anchored' | 'sunset', string>>>

/** Why a height holds no block. */
export type Absence = 'not-yet' | 'skipped' | 'pruned' | 'unknown'

/**
 * The lower seam, for authors of adapters: what to ask, how to decode it, how to recompute it. `defineSource` makes a `BlockSource`
 * of it and adds order, batching, back-pressure, gap proof, identity checks and the verdict. A driver keeps no state of its own.
 *
 * `Raw` is the answers of one block, still `unknown` inside. `decode` fails with `MALFORMED` on a shape that it cannot read.
 */
export interface BlockDriver<S extends Stack = Stack, Raw = unknown> {
  readonly network: L2Network<S>
  /** What `verify` may pass, without `identity` and `parent-link`, which core checks. */
  readonly checks: readonly Check[]
  /** Heights may be missing (Solana slots, NEAR heights). Then absence must be proven by the next block's parent. */
  readonly hasGaps?: boolean
  /** Reads an answer's text where `JSON.parse` would lose integers above 2^53. Given to the transport. */
  readonly parseJson?: (text: string) => unknown
  /**
   * Bytes that a block's answers took, for the bound on what is fetched ahead. Must cost nothing: it is called for every block.
   * Default: estimated from the counts of transactions and logs.
   */
  sizeOf?(raw: Raw, block: DecodedBlock<S>): number
  /** The CAIP-2 chain id that the endpoint claims; undefined where the stack has no such question. */
  readChainId(call: DriverCall): Promise<string | undefined>
  /** The endpoint's head for a tag. Fails with `UNSUPPORTED` where the stack has no such tag. */
  readHead(call: DriverCall, tag: BlockTag): Promise<HeadClaim>
  /** Whether the node says that it is still catching up, and so must not be believed. */
  isSyncing?(call: DriverCall): Promise<boolean>
  /**
   * What reads blocks with their receipts from the bytes of their answers, where this stack has that. It is handed to `fetchBlock` where nobody
   * wants the answers themselves. With `verify` it makes all checks that `verify` makes, and leaves blocks that fail one to JSON.
   */
  answerReader?(verify: boolean): AnswerReader | undefined
  /** The answers of one block; undefined where the endpoint says that there is none. */
  fetchBlock(
    call: DriverCall,
    id: number | { readonly hash: Hash },
    detail: Detail,
    reader?: AnswerReader,
  ): Promise<Raw | undefined>
  /** Pure. The block that the answers describe. */
  decode(raw: Raw, detail: Detail): DecodedBlock<S>
  /** Pure. Recomputes what the stack allows, one result per entry of `checks`. */
  verify(raw: Raw, block: DecodedBlock<S>, detail: Detail): readonly CheckResult[] | Promise<readonly CheckResult[]>
  /** Why there is no block at a height, as far as the endpoint can tell. Default: `not-yet` above its head, else `unknown`. */
  explainAbsence?(call: DriverCall, number: number): Promise<Absence>
  /** The WebSocket subscription for new heads, where the stack has one. */
  readonly newHeads?: { readonly method: string; readonly params: unknown; decode(notification: unknown): HeadClaim }
  /** The blocks that these exchanges hold, of this driver's network. Exchanges that hold no block give nothing. */
  recordedBlocks(exchanges: readonly Exchange[]): Iterable<RecordedBlock<Raw>>
  /**
   * Answers a question that was not recorded from the blocks that were (chain id, head, tags), for a replay of bare blocks.
   * Undefined: cannot be known.
   */
  answerFromRecording?(exchanges: readonly Exchange[]): (method: string, params: unknown) => unknown
  /**
   * How each stage is known of this network's blocks, in words, for the tables of the docs. A stage that is left out does not exist. A
   * function where the words are loaded when they are asked for.
   */
  readonly settlementStages?: SettlementStages | (() => Promise<SettlementStages>)
  /** How far a block has settled. */
  readSettlement?(call: DriverCall, block: BlockRef): Promise<Settlement>
}
