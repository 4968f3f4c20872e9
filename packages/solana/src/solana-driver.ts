import {
  type BlockTag,
  type Check,
  DefimonError,
  type Detail,
  type ErrorCode,
  type Exchange,
  type L2Network,
} from '@defimon/core'
import {
  type Absence,
  assertNetwork,
  type BlockDriver,
  type CheckResult,
  type DecodedBlock,
  type DriverCall,
  type HeadClaim,
} from '@defimon/core/adapter'
import { decodeSolanaBlock, type SolanaRaw } from './decode-block.ts'
import type {} from './fields.ts'
import { parseLosslessJson } from './parse-lossless-json.ts'
import { readArray, readNumber, readObject, readString } from './read-json.ts'
import { answerSolanaQuestion, recordedSolanaBlocks } from './solana-recordings.ts'
import { verifySignatures } from './verify-signatures.ts'

/** How a Solana driver works. */
export interface SolanaDriverOptions {
  /** Check every signature of a block: about a millisecond each. Default false. */
  readonly checkSignatures?: boolean
}

/**
 * Solana's words for our tags. `processed` blocks cannot be asked for, so `latest` is the newest that two thirds of the stake voted
 * for; `safe` is the same; `finalized` is rooted.
 */
const COMMITMENT: Readonly<Record<BlockTag, string>> = { latest: 'confirmed', safe: 'confirmed', finalized: 'finalized' }

/** Servers compare it with `<=`, so a number that is too large is safe (agave rpc.rs). Version 1 is live since slot 447,120,000. */
const MAX_TRANSACTION_VERSION = 1

/** What the codes of agave's custom_error.rs mean for a block. Message text is never asked. */
const SLOT_SKIPPED: ReadonlySet<number> = new Set([-32007, -32009])
const NOT_AVAILABLE: ReadonlySet<number> = new Set([-32004, -32014])
const UNSUPPORTED_VERSION = -32015
const NODE_UNHEALTHY = -32005
const REASONS: Readonly<Record<number, readonly [ErrorCode, string]>> = {
  [-32001]: ['PRUNED', 'is older than what the node keeps'],
  [NODE_UNHEALTHY]: ['TRANSIENT', 'is asked of a node that is behind'],
  [-32011]: ['PRUNED', 'is asked of a node that keeps no transaction history'],
  [-32016]: ['NOT_YET', 'is above what the node has seen'],
  [-32019]: ['TRANSIENT', 'is in long-term storage, which the node cannot reach'],
}

/** How many slots behind a missing one are looked at for a block that stands after it. */
const LOOK_AHEAD_SLOTS = 64

function codeOf(error: unknown): number | undefined {
  return DefimonError.isInstance(error) ? error.rpcCode : undefined
}

async function askBlock(call: DriverCall, slot: number, detail: Detail, version = MAX_TRANSACTION_VERSION): Promise<unknown> {
  return call.request('getBlock', [
    slot,
    {
      commitment: 'confirmed',
      encoding: 'json',
      // Signatures are enough to count transactions, at 90 bytes each.
      transactionDetails: detail === 'header' ? 'signatures' : 'full',
      rewards: detail === 'receipts',
      maxSupportedTransactionVersion: version,
    },
  ])
}

/** Slots with a block from `slot` on, at most a few; what proves or refutes that one was skipped. */
async function blocksFrom(call: DriverCall, slot: number): Promise<readonly number[]> {
  const listed = await call.request('getBlocks', [slot, slot + LOOK_AHEAD_SLOTS, { commitment: 'confirmed' }])
  return readArray(listed, 'getBlocks').map((entry) => readNumber(entry, 'slot'))
}

/**
 * A node that has no block for a slot: whether it skipped the slot, or does not have it yet. Nodes say "not available" for both, and
 * providers say it of blocks that exist; so the list of blocks decides.
 */
async function absentOr(call: DriverCall, slot: number, error: unknown): Promise<undefined> {
  const [next] = await blocksFrom(call, slot)
  if (next === undefined) {
    if (slot > (await readHead(call, 'latest')).number) return undefined
    throw error
  }
  if (next !== slot) return undefined
  throw new DefimonError('TRANSIENT', `slot ${slot} has a block, which the endpoint does not give`, {
    cause: error,
    host: call.endpoint,
    method: 'getBlock',
  })
}

async function fetchBlock(
  call: DriverCall,
  id: number | { readonly hash: string },
  detail: Detail,
): Promise<SolanaRaw | undefined> {
  if (typeof id !== 'number')
    throw new DefimonError('UNSUPPORTED', 'Solana gives blocks by slot, not by hash', { method: 'getBlock' })
  let block: unknown
  try {
    block = await askBlock(call, id, detail)
  } catch (error) {
    const code = codeOf(error)
    if (code === undefined) throw error
    // Core proves the gap by the parent of the next block; a false "skipped" after a snapshot is caught there.
    if (SLOT_SKIPPED.has(code)) return undefined
    if (NOT_AVAILABLE.has(code)) return absentOr(call, id, error)
    const reason = REASONS[code]
    if (reason) {
      throw new DefimonError(reason[0], `slot ${id} ${reason[1]}`, {
        cause: error,
        host: call.endpoint,
        method: 'getBlock',
        rpcCode: code,
      })
    }
    const version = code === UNSUPPORTED_VERSION ? namedVersion(error) : undefined
    if (version === undefined) throw error
    block = await askBlock(call, id, detail, version)
  }
  if (block === null || block === undefined) {
    const missing = new DefimonError('NOT_YET', `slot ${id} has no block yet`, { host: call.endpoint, method: 'getBlock' })
    return absentOr(call, id, missing)
  }
  return { slot: id, block }
}

/** The transaction version that a node names when it refuses ours; the one thing that only the message tells. */
function namedVersion(error: unknown): number | undefined {
  const named = /version \(?(\d{1,3})\)?/.exec(error instanceof Error ? error.message : '')?.[1]
  return named === undefined || Number(named) <= MAX_TRANSACTION_VERSION ? undefined : Number(named)
}

async function readHead(call: DriverCall, tag: BlockTag): Promise<HeadClaim> {
  return { number: readNumber(await call.request('getSlot', [{ commitment: COMMITMENT[tag] }]), 'slot') }
}

async function explainAbsence(call: DriverCall, slot: number): Promise<Absence> {
  const [head, first] = await Promise.all([readHead(call, 'latest'), call.request('getFirstAvailableBlock', [])])
  if (slot > head.number) return 'not-yet'
  if (slot < readNumber(first, 'first available block')) return 'pruned'
  const [next] = await blocksFrom(call, slot)
  if (next === undefined || next === slot) return 'unknown'
  const { parentSlot } = readObject(await askBlock(call, next, 'header'), 'block')
  return readNumber(parentSlot, 'parentSlot') < slot ? 'skipped' : 'unknown'
}

async function isSyncing(call: DriverCall): Promise<boolean> {
  try {
    return (await call.request('getHealth', [])) !== 'ok'
  } catch (error) {
    if (codeOf(error) === NODE_UNHEALTHY) return true
    throw error
  }
}

const UNRECOMPUTABLE: readonly CheckResult[] = [
  {
    check: 'block-hash',
    outcome: 'skipped',
    reason: 'the blockhash ends a chain of hashes (proof of history) that RPC does not give',
  },
  { check: 'transactions-root', outcome: 'skipped', reason: 'no root stands over the transactions that RPC gives' },
  { check: 'receipts-root', outcome: 'skipped', reason: 'no root stands over transaction status' },
]

/** What a block cannot be, whatever its contents: nothing stands over them, but some things exclude each other. */
function contradictionsOf({ number, parent, transactions }: DecodedBlock<'solana'>): readonly CheckResult[] {
  if (parent && parent.number >= number) {
    const detail = 'a block of another slot'
    return [
      { check: 'identity', outcome: 'mismatch', claimed: `parent slot ${parent.number}`, computed: `below ${number}`, detail },
    ]
  }
  const named = new Set<string>()
  for (const { hash } of transactions ?? []) {
    if (named.has(hash)) {
      return [
        { check: 'identity', outcome: 'mismatch', claimed: hash, computed: 'already in the block', detail: 'transaction twice' },
      ]
    }
    named.add(hash)
  }
  return []
}

function signatureResult(raw: SolanaRaw, detail: Detail, isAsked: boolean): CheckResult {
  const check: Check = 'signatures'
  if (!isAsked) return { check, outcome: 'skipped', reason: 'not asked: about a millisecond a signature' }
  if (detail === 'header') return { check, outcome: 'skipped', reason: 'transactions not asked' }
  const result = verifySignatures(raw)
  if (result.outcome === 'passed') return { check, outcome: 'passed' }
  if (result.outcome === 'skipped') return { check, ...result }
  return {
    check,
    outcome: 'mismatch',
    claimed: result.transaction,
    computed: `not signed by ${result.signer}`,
    detail: 'signature',
  }
}

const STAGES = { settled: 'rooted: 31 slots or more are above it under TowerBFT, certified under Alpenglow' }
/** Of chains of Solana's machine that settle on another one (Eclipse). */
const STAGES_ON_PARENT = {
  posted: 'not told: its contracts on the parent chain are not read',
  settled: 'what its endpoint calls finalized',
}

/**
 * Solana by JSON-RPC: `getBlock` by slot, `getSlot`, `getBlocks` where a slot has none, `getGenesisHash`, `getHealth`,
 * `getFirstAvailableBlock`. Heights are slots and have gaps; a gap is proven by the next block's `parentSlot`, never by a message.
 */
export function solanaDriver(network: L2Network<'solana'>, options: SolanaDriverOptions = {}): BlockDriver<'solana', SolanaRaw> {
  assertNetwork(network, 'solana')
  return {
    network,
    checks: ['block-hash', 'transactions-root', 'receipts-root', 'signatures'],
    hasGaps: true,
    settlementStages: network.parent === undefined ? STAGES : STAGES_ON_PARENT,
    parseJson: parseLosslessJson,
    // CAIP-2 takes the first 32 characters of the genesis hash.
    readChainId: async (call) => `solana:${readString(await call.request('getGenesisHash', []), 'genesis hash').slice(0, 32)}`,
    readHead,
    isSyncing,
    fetchBlock,
    decode: decodeSolanaBlock,
    verify: (raw, block, detail) => [
      ...contradictionsOf(block),
      ...UNRECOMPUTABLE,
      signatureResult(raw, detail, options.checkSignatures === true),
    ],
    explainAbsence,
    recordedBlocks: (exchanges: readonly Exchange[]) => recordedSolanaBlocks(network, exchanges),
    answerFromRecording: (exchanges: readonly Exchange[]) => answerSolanaQuestion(network, exchanges),
  }
}
