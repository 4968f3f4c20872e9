import type { Check, L2Network, Stack } from '@defimon/core'
import type { BlockDriver } from '@defimon/core/adapter'
import { ethereumDialect, verifySenders } from '@defimon/evm'
import { verifySignatures } from '@defimon/solana'
import { loadStarknetHashes, starknetDriver } from '@defimon/zk/starknet'
import { loadAdapter, networkOfRecording } from 'defimon'
import { evmCommitment, type RawEvmBlock } from './evm-commitments.ts'
import type { ChangePlan } from './mutation-score.ts'
import type { Mutation } from './mutations.ts'
import { nearCommitment } from './near-commitments.ts'
import { rememberedHashes } from './remembered-hashes.ts'
import { solanaCommitment } from './solana-commitments.ts'
import { exceptionsOf, partOf } from './stack-exceptions.ts'
import { starknetCommitment, starknetPartOf } from './starknet-commitments.ts'

/** An answer of any stack. */
export type RawBlock = RawEvmBlock & { readonly block: unknown }

/** How the recorded blocks of a network are changed. */
export interface RecordedPlan extends ChangePlan<Stack, RawBlock> {
  readonly stack: Stack
  /** The part of the network's history that a block belongs to, where that is scored apart. */
  partOf(raw: RawBlock): string | undefined
}

type Commitments = Omit<ChangePlan<Stack, RawBlock>, 'driver'>

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

/** How the blocks of a recording are changed; undefined where no adapter reads them. */
export async function recordedPlan(id: string): Promise<RecordedPlan | undefined> {
  const network = networkOfRecording(id)
  const driver = network && (await driverOf(network))
  if (!driver) return undefined
  const { stack } = driver.network
  return { driver, stack, partOf: (raw) => partIn(stack, raw), ...commitmentsOf(stack) }
}

async function driverOf(network: L2Network): Promise<BlockDriver<Stack, RawBlock> | undefined> {
  const driver = isStarknet(network)
    ? starknetDriver(network, { recomputeCommitments: true, hashes: rememberedHashes(await loadStarknetHashes()) })
    : (await loadAdapter(network.stack))?.driverFor(network)
  // Whichever stack it is, its answers go back into the driver that they came from.
  return driver as BlockDriver<Stack, unknown> as BlockDriver<Stack, RawBlock> | undefined
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

function partIn(stack: Stack, raw: RawBlock): string | undefined {
  if (stack === 'starknet') return starknetPartOf(raw)
  return OTHER_STACKS[stack] || UNCOMMITTED[stack] ? undefined : partOf(stack, raw)
}

function checkOfStarknet({ path }: Mutation): Check {
  if (path[1] === 'transaction_receipts' || path.includes('receipt')) return 'receipts-root'
  return path[1] === 'transactions' ? 'transactions-root' : 'block-hash'
}

function checkOfNear({ path: [part] }: Mutation): Check {
  return part === 'block' ? 'block-hash' : 'transactions-root'
}

/** The signatures of the changed transaction alone. */
async function noticesSigner({ block }: RawBlock, { path }: Mutation): Promise<boolean> {
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
async function noticesSender({ block }: RawBlock, { path }: Mutation): Promise<boolean> {
  const transactions = block['transactions'] as readonly unknown[]
  const one = { ...block, transactions: [transactions[Number(path[2])]] }
  const { contradictions } = await verifySenders(one, { dialect: ethereumDialect })
  return contradictions.length > 0
}
