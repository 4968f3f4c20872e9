import { type BlockSource, type CallOptions, DefimonError, type Transport } from '@defimon/core'
import { readArray, readNumber, readObject } from './read-json.ts'

/** What is asked: any source of Solana has it. */
export interface ConsensusInput {
  readonly network: Pick<BlockSource['network'], 'id'>
  readonly transport: Pick<Transport, 'request'>
}

/** By which protocol a cluster agrees. */
export type SolanaConsensus =
  /** Votes stand in blocks; a block is finalized once 31 others were voted upon it. */
  | { readonly protocol: 'tower' }
  /** From `sinceSlot` on: no votes in blocks, and a block is finalized within a fraction of a second. It stays so for good. */
  | { readonly protocol: 'alpenglow'; readonly sinceSlot: number }
  /** The node is older than the question (Agave before 4.3), so it tells nothing of the cluster. */
  | { readonly protocol: 'unknown' }

const METHOD_NOT_FOUND = -32601

/**
 * By which protocol a cluster agrees, by `getAgGenesisCert` (Agave 4.3 and later; solana.com/docs/rpc/http/getaggenesiscert). Nothing in
 * this package depends on it: what is finalized is asked of the node, never counted.
 */
export async function readConsensus({ transport }: ConsensusInput, options: CallOptions = {}): Promise<SolanaConsensus> {
  let certificate: unknown
  try {
    certificate = await transport.request('getAgGenesisCert', [], options)
  } catch (error) {
    const isUnknownMethod = DefimonError.isInstance(error) && (error.rpcCode === METHOD_NOT_FOUND || error.code === 'UNSUPPORTED')
    if (isUnknownMethod) return { protocol: 'unknown' }
    throw error
  }
  if (certificate === null) return { protocol: 'tower' }
  const block = readObject(readObject(certificate, 'certificate')['block'], 'certificate.block')
  return { protocol: 'alpenglow', sinceSlot: readNumber(block['slot'], 'slot') }
}

/** How fast a cluster goes, as its node has counted. */
export interface SlotPace {
  /** Milliseconds that a slot took on average. It has been shortened before, and is again. */
  readonly slotTimeMs: number
  readonly transactionsPerSecond: number
  /** Without votes, which there are none of under Alpenglow. Absent where the node does not say. */
  readonly userTransactionsPerSecond?: number
}

/** Samples of a minute each. */
const SAMPLES = 5

/**
 * The measured time of a slot, and transactions a second, over the last five minutes (`getRecentPerformanceSamples`). Fails with
 * `NOT_YET` where the node has counted none.
 */
export async function measureSlots({ network, transport }: ConsensusInput, options: CallOptions = {}): Promise<SlotPace> {
  const samples = readArray(await transport.request('getRecentPerformanceSamples', [SAMPLES], options), 'samples').map(
    (entry) => {
      const sample = readObject(entry, 'sample')
      const userCount = sample['numNonVoteTransactions'] ?? undefined
      return {
        seconds: readNumber(sample['samplePeriodSecs'], 'samplePeriodSecs'),
        slots: readNumber(sample['numSlots'], 'numSlots'),
        count: readNumber(sample['numTransactions'], 'numTransactions'),
        userCount: userCount === undefined ? undefined : readNumber(userCount, 'numNonVoteTransactions'),
      }
    },
  )
  const sum = (of: (sample: (typeof samples)[number]) => number): number => samples.reduce((total, each) => total + of(each), 0)
  const [seconds, slots] = [sum((each) => each.seconds), sum((each) => each.slots)]
  if (seconds === 0 || slots === 0) {
    throw new DefimonError('NOT_YET', 'the node has counted no slots yet', {
      network: network.id,
      method: 'getRecentPerformanceSamples',
    })
  }
  const knowsUsers = samples.every(({ userCount }) => userCount !== undefined)
  return {
    slotTimeMs: (1_000 * seconds) / slots,
    transactionsPerSecond: sum(({ count }) => count) / seconds,
    ...(knowsUsers && { userTransactionsPerSecond: sum(({ userCount }) => userCount ?? 0) / seconds }),
  }
}
