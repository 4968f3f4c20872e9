import { RpcFailure } from '../simulation/rpc-failure.ts'
import type { ChainView, RpcCall, SimulatedBlock } from '../simulation/stack-model.ts'
import type { SolanaBlock } from './solana-model.ts'

type View = ChainView<SolanaBlock>
type Config = Readonly<Record<string, unknown>>

// Codes of agave's custom_error.rs.
const CLEANED_UP = -32001
const NOT_AVAILABLE = -32004
const SLOT_SKIPPED = -32007
const LONG_TERM_STORAGE_SLOT_SKIPPED = -32009
const UNSUPPORTED_VERSION = -32015
const INVALID_PARAMS = -32602
/** Most slots of one `getBlocks`. */
const MOST_SLOTS = 500_000

function prunedBelow(view: View): number {
  const { retainedBlocks } = view.limits
  const head = view.tagged('latest')!.number
  return retainedBlocks === undefined ? view.earliestNumber : Math.max(view.earliestNumber, head - retainedBlocks + 1)
}

function headOf(view: View, config: Config): SimulatedBlock {
  const { commitment } = config
  // The server's default is finalized.
  const block = view.tagged(commitment === 'confirmed' || commitment === 'processed' ? 'latest' : 'finalized')
  if (block === undefined) throw new RpcFailure(NOT_AVAILABLE, 'Block not available for slot 0')
  return block
}

function slotOf(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw new RpcFailure(INVALID_PARAMS, 'Invalid params: invalid type, expected u64.')
  }
  return value
}

/** What a node says of a slot without a block: its own store, long-term storage and some providers word it each in its way. */
function skipped(slot: number): RpcFailure {
  const kinds = [
    [SLOT_SKIPPED, `Slot ${slot} was skipped, or missing due to ledger jump to recent snapshot`],
    [LONG_TERM_STORAGE_SLOT_SKIPPED, `Slot ${slot} was skipped, or missing in long-term storage`],
    [NOT_AVAILABLE, `Block not available for slot ${slot}`],
  ] as const
  const [code, message] = kinds[slot % kinds.length]!
  return new RpcFailure(code, message)
}

function blockOf(view: View, slot: number, config: Config): SimulatedBlock {
  if (config['commitment'] === 'processed') {
    throw new RpcFailure(INVALID_PARAMS, 'Method does not support commitment below `confirmed`')
  }
  const lowest = prunedBelow(view)
  if (slot < lowest) {
    throw new RpcFailure(CLEANED_UP, `Block ${slot} cleaned up, does not exist on node. First available block: ${lowest}`)
  }
  if (slot > headOf(view, config).number) throw new RpcFailure(NOT_AVAILABLE, `Block not available for slot ${slot}`)
  const block = view.block(slot)
  if (block === undefined) throw skipped(slot)
  return block
}

function shown(block: SolanaBlock, config: Config): object {
  const { transactionDetails = 'full', encoding = 'json', rewards = true, maxSupportedTransactionVersion: most } = config
  const { blockHeight, blockTime, blockhash, parentSlot, previousBlockhash, transactions } = block
  const header = { blockHeight, blockTime, blockhash, parentSlot, previousBlockhash }
  const withRewards = rewards === true ? { rewards: block.rewards } : {}
  if (transactionDetails === 'none') return { ...header, ...withRewards }
  if (transactionDetails === 'signatures') {
    return { ...header, ...withRewards, signatures: transactions.map(({ signature }) => signature) }
  }
  const refused = transactions.find(({ version }) => version !== 'legacy' && (typeof most !== 'number' || version > most))
  if (refused) {
    throw new RpcFailure(
      UNSUPPORTED_VERSION,
      `Transaction version (${refused.version}) is not supported by the requesting client. Please try the request again with the following configuration parameter: "maxSupportedTransactionVersion": ${refused.version}`,
    )
  }
  return {
    ...header,
    ...withRewards,
    transactions: transactions.map(({ version, json, wire, meta }) => ({
      transaction: encoding === 'base64' ? [btoa(String.fromCharCode(...wire)), 'base64'] : json,
      meta,
      ...(most !== undefined && { version }),
    })),
  }
}

function existing(view: View, from: number, to: number): number[] {
  const slots: number[] = []
  for (let slot = Math.max(from, prunedBelow(view)); slot <= to; slot++) if (view.block(slot)) slots.push(slot)
  return slots
}

/** What a node knows of its cluster. */
export interface SolanaCluster {
  readonly genesisHash: string
  readonly alpenglow: number | 'soon' | undefined
}

/** The certificate of Alpenglow's first block; null where it has not come; no such method before Agave 4.3. */
function genesisCertificate({ alpenglow }: SolanaCluster, view: View): unknown {
  if (alpenglow === undefined) throw new RpcFailure(-32601, 'Method not found')
  if (alpenglow === 'soon' || alpenglow > headOf(view, {}).number) return null
  const bytes = (length: number): number[] => Array.from({ length }, (_, place) => (alpenglow + place) % 256)
  return { block: { slot: alpenglow, blockId: bytes(32) }, signature: { signature: bytes(192), bitmap: bytes(40) } }
}

/** How many slots went by in each of the last minutes, newest first. */
function performanceSamples(view: View, limit: number): readonly object[] {
  const samplePeriodSecs = 60
  const samples: object[] = []
  let block: SimulatedBlock | undefined = headOf(view, { commitment: 'confirmed' })
  while (block !== undefined && samples.length < limit) {
    const last: SimulatedBlock = block
    const counted: SimulatedBlock[] = []
    while (block !== undefined && block.timestampMs > last.timestampMs - 1_000 * samplePeriodSecs) {
      counted.push(block)
      block = block.number > view.earliestNumber ? view.block(block.parentNumber) : undefined
    }
    // What is left at the beginning of the chain is no whole minute.
    if (block === undefined) break
    const transactions = counted.flatMap((each) => view.content(each).transactions)
    samples.push({
      slot: last.number,
      numSlots: last.number - block.number,
      numTransactions: transactions.length,
      numNonVoteTransactions: transactions.filter(({ isVote }) => !isVote).length,
      samplePeriodSecs,
    })
  }
  return samples
}

/** A node's answer, by the methods of Agave. */
export function answerSolana({ method, params }: RpcCall, view: View, cluster: SolanaCluster): unknown {
  const values: readonly unknown[] = Array.isArray(params) ? params : []
  const configAt = (index: number): Config => (typeof values[index] === 'object' ? ((values[index] ?? {}) as Config) : {})
  switch (method) {
    case 'getGenesisHash':
      return cluster.genesisHash
    case 'getAgGenesisCert':
      return genesisCertificate(cluster, view)
    case 'getRecentPerformanceSamples':
      return performanceSamples(view, typeof values[0] === 'number' ? values[0] : 720)
    case 'getHealth':
      return 'ok'
    case 'getVersion':
      return { 'solana-core': '4.2.1', 'feature-set': 1 }
    case 'getSlot':
      return headOf(view, configAt(0)).number
    case 'getBlockHeight':
      return view.content(headOf(view, configAt(0))).blockHeight
    case 'getFirstAvailableBlock':
      return prunedBelow(view)
    case 'getBlockTime':
      return view.content(blockOf(view, slotOf(values[0]), {})).blockTime
    case 'getBlock':
      return shown(view.content(blockOf(view, slotOf(values[0]), configAt(1))), configAt(1))
    case 'getBlocks': {
      const [from, config] = [slotOf(values[0]), configAt(typeof values[1] === 'number' ? 2 : 1)]
      const head = headOf(view, config).number
      const to = typeof values[1] === 'number' ? values[1] : head
      if (to - from > MOST_SLOTS) throw new RpcFailure(INVALID_PARAMS, `Slot range too large; max ${MOST_SLOTS}`)
      return existing(view, from, Math.min(to, head))
    }
    case 'getBlocksWithLimit': {
      const [from, limit] = [slotOf(values[0]), slotOf(values[1])]
      return existing(view, from, headOf(view, configAt(2)).number).slice(0, limit)
    }
    default:
      throw new RpcFailure(-32601, 'Method not found')
  }
}
