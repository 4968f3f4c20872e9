import type { Check, L2Network, Stack } from '@defimon/core'
import type { BlockDriver } from '@defimon/core/adapter'
import { ethereumDialect, verifySenders } from '@defimon/evm'
import { verifySignatures } from '@defimon/solana'
import { starknetDriver } from '@defimon/zk/starknet'
import { loadAdapter, networkOfRecording } from 'defimon'
import { recordedNetworks } from '../recorded-networks.ts'
import { evmCommitment, type RawEvmBlock } from './evm-commitments.ts'
import { type MutationPlan, type MutationScore, mutationScore } from './mutation-score.ts'
import { type Mutation, mutationsOf } from './mutations.ts'
import { nearCommitment } from './near-commitments.ts'
import { seededRandom } from './seeded-random.ts'
import { solanaCommitment } from './solana-commitments.ts'
import { exceptionsOf, partOf } from './stack-exceptions.ts'
import { starknetCommitment } from './starknet-commitments.ts'

/** The score of one recorded network, or of a part of its history. */
export interface RecordedScore {
  readonly network: string
  readonly stack: Stack
  readonly part?: string
  readonly score: MutationScore
}

/** How much is changed. */
export interface Effort {
  /**
   * Values decoded, by network: each change decodes its whole block again. Where there are more, each block gets as many changes as
   * fit, drawn by the seed, so that small blocks are changed throughout and large ones in a part of their values.
   */
  readonly valuesDecoded: number
  /** Blocks of StarkNet with more values are left out. */
  readonly largestStarknetBlock: number
  readonly seed: number
  /** Whatever is drawn, at least one change of each field of each block. */
  readonly everyField?: boolean
}

/** Stacks whose blocks take longer: so many times less is changed. StarkNet hashes with elliptic curves, in plain JavaScript. */
const SLOWER: { readonly [S in Stack]?: number } = { starknet: 20 }

type Raw = RawEvmBlock & { readonly block: unknown }
type Commitments = Pick<MutationPlan<Stack, Raw>, 'commitmentOf' | 'checkOf' | 'noticesSender'>

/** Stacks that are not Ethereum-like. */
const OTHER_STACKS: { readonly [S in Stack]?: Commitments } = {
  starknet: { commitmentOf: starknetCommitment, checkOf: checkOfStarknet },
  near: { commitmentOf: nearCommitment, checkOf: checkOfNear },
  solana: { commitmentOf: solanaCommitment, checkOf: () => 'block-hash', noticesSender: noticesSigner },
}

/** Stacks without a block hash that can be recomputed, and without any commitment beside. */
const UNCOMMITTED: { readonly [S in Stack]?: string } = {
  'zksync-lite': 'the REST interface gives no hash that could be recomputed',
  loopring: 'the REST interface gives no hash that could be recomputed',
}

/** Changes values of every network recorded, and scores them by network and part. Networks without a block that passes give nothing. */
export async function* recordedScores(effort: Effort): AsyncGenerator<RecordedScore> {
  for (const { id, exchanges } of recordedNetworks(/./)) {
    const network = networkOfRecording(id)
    const driver = network && (await driverOf(network))
    if (!driver) continue
    const { stack } = driver.network
    const largestBlock = stack === 'starknet' ? effort.largestStarknetBlock : Number.POSITIVE_INFINITY
    const blocks = [...driver.recordedBlocks(exchanges)].map(({ raw }) => raw).filter((raw) => countOf(raw) <= largestBlock)
    const parts = new Set(blocks.map((raw) => partIn(stack, raw)))
    const limit = changesByBlock(
      blocks.map((raw) => countOf(raw)),
      effort.valuesDecoded / (SLOWER[stack] ?? 1),
    )
    for (const part of parts) {
      const random = seededRandom(effort.seed)
      const score = await mutationScore({
        driver,
        exchanges,
        accepts: (raw) => partIn(stack, raw) === part && countOf(raw) <= largestBlock,
        everyField: effort.everyField,
        draw: (values) => values <= limit || random() * values < limit,
        ...commitmentsOf(stack),
      })
      if (score.blocks > 0) yield { network: id, stack, ...(part !== undefined && { part }), score }
    }
  }
}

async function driverOf(network: L2Network): Promise<BlockDriver<Stack, Raw> | undefined> {
  const driver = isStarknet(network)
    ? starknetDriver(network, { recomputeCommitments: true })
    : (await loadAdapter(network.stack))?.driverFor(network)
  // Whichever stack it is, its answers go back into the driver that they came from.
  return driver as BlockDriver<Stack, unknown> as BlockDriver<Stack, Raw> | undefined
}

function isStarknet(network: L2Network): network is L2Network<'starknet'> {
  return network.stack === 'starknet'
}

function commitmentsOf(stack: Stack): Commitments {
  const reason = UNCOMMITTED[stack]
  if (reason !== undefined) return { commitmentOf: () => ({ uncommitted: reason }) }
  return (
    OTHER_STACKS[stack] ?? {
      commitmentOf: (mutation, raw) => evmCommitment(mutation, raw, exceptionsOf(stack, raw)),
      noticesSender,
    }
  )
}

function partIn(stack: Stack, raw: Raw): string | undefined {
  return OTHER_STACKS[stack] || UNCOMMITTED[stack] ? undefined : partOf(stack, raw)
}

function countOf(raw: unknown): number {
  let count = 0
  for (const _ of mutationsOf(raw)) count += 1
  return count
}

/** The number of changes a block for which all blocks together stay within the work. */
function changesByBlock(values: readonly number[], work: number): number {
  let [low, high] = [1, Math.max(1, ...values)]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (values.reduce((sum, count) => sum + Math.min(count, middle) * count, 0) <= work) low = middle
    else high = middle - 1
  }
  return low
}

function checkOfStarknet({ path }: Mutation): Check {
  if (path[1] === 'transaction_receipts' || path.includes('receipt')) return 'receipts-root'
  return path[1] === 'transactions' ? 'transactions-root' : 'block-hash'
}

function checkOfNear({ path: [part] }: Mutation): Check {
  return part === 'block' ? 'block-hash' : 'transactions-root'
}

/** The signatures of the changed transaction alone. */
async function noticesSigner({ block }: Raw, { path }: Mutation): Promise<boolean> {
  const transactions = block['transactions'] as readonly unknown[]
  try {
    return (
      verifySignatures({ slot: 0, block: { ...block, transactions: [transactions[Number(path[2])]] } }).outcome === 'mismatch'
    )
  } catch {
    return true
  }
}

/** The sender of the changed transaction alone. Signatures are Ethereum's on every chain here. */
async function noticesSender({ block }: Raw, { path }: Mutation): Promise<boolean> {
  const transactions = block['transactions'] as readonly unknown[]
  const one = { ...block, transactions: [transactions[Number(path[2])]] }
  const { contradictions } = await verifySenders(one, { dialect: ethereumDialect })
  return contradictions.length > 0
}
