import { type Check, DefimonError, type Exchange, type Hash, type Stack } from '@defimon/core'
import { sameHash } from './block-reader.ts'
import type { BlockDriver, CheckResult, DecodedBlock, RecordedBlock } from './driver.ts'

/** What is thought of one recorded block. */
export interface RecordingJudgement {
  /** The exchange that holds the block itself. */
  readonly exchange: Exchange
  /** Absent where the block could not be decoded. */
  readonly number?: number
  readonly hash?: Hash
  readonly passed: readonly Check[]
  readonly skipped: readonly { readonly check: Check; readonly reason: string }[]
  readonly mismatch?: { readonly check: Check; readonly claimed: string; readonly computed: string; readonly detail?: string }
  /** Why it cannot be read as a block. */
  readonly malformed?: string
}

/** How recordings are judged. */
export interface JudgeOptions {
  /** Called before each block is decoded, and again before it is recomputed: to let other work run, or to throw and so end it. */
  readonly pause?: () => Promise<void>
}

/**
 * Decodes and recomputes every block that recordings of the driver's network hold, as a source would. A question that names no block
 * (a tag) and a parent that was not recorded are skipped checks. Never rejects because of what a recording holds; rejects with what
 * `pause` throws.
 */
export async function judgeRecordings<S extends Stack, Raw>(
  driver: BlockDriver<S, Raw>,
  exchanges: readonly Exchange[],
  { pause }: JudgeOptions = {},
): Promise<readonly RecordingJudgement[]> {
  const decoded: { recorded: RecordedBlock<Raw>; block?: DecodedBlock<S>; malformed?: string }[] = []
  for (const recorded of driver.recordedBlocks(exchanges)) {
    await pause?.()
    try {
      decoded.push({ recorded, block: driver.decode(recorded.raw, recorded.detail) })
    } catch (error) {
      const header = decodeHeader(driver, recorded)
      decoded.push({ recorded, ...(header && { block: header }), malformed: messageOf(error) })
    }
  }
  const hashes = new Set(decoded.map(({ block }) => block && `${block.number} ${block.hash}`))
  const judgements: RecordingJudgement[] = []
  for (const { recorded, block, malformed } of decoded) {
    await pause?.()
    judgements.push(block ? await judge(driver, recorded, block, hashes, malformed) : unread(recorded, malformed))
  }
  return judgements
}

function unread<Raw>({ exchange }: RecordedBlock<Raw>, malformed = 'no block'): RecordingJudgement {
  return { exchange, passed: [], skipped: [], malformed }
}

/** `hashes`: number and hash of all blocks that were recorded. */
async function judge<S extends Stack, Raw>(
  driver: BlockDriver<S, Raw>,
  recorded: RecordedBlock<Raw>,
  block: DecodedBlock<S>,
  hashes: ReadonlySet<string | undefined>,
  malformed: string | undefined,
): Promise<RecordingJudgement> {
  const { exchange } = recorded
  const { number, hash, parent } = block
  const detail = malformed === undefined ? recorded.detail : 'header'
  const linked: CheckResult =
    parent && hashes.has(`${parent.number} ${parent.hash}`)
      ? { check: 'parent-link', outcome: 'passed' }
      : {
          check: 'parent-link',
          outcome: 'skipped',
          reason: parent ? 'its parent was not recorded' : 'the block names no parent',
        }
  try {
    const results = await driver.verify(recorded.raw, block, detail)
    const summary = summarize([identityOf(recorded, block), linked, ...results])
    return { exchange, number, hash, ...summary, ...(malformed !== undefined && { malformed }) }
  } catch (error) {
    const results = detail === 'header' ? [] : await judgeHeader(driver, recorded)
    const summary = summarize([identityOf(recorded, block), linked, ...results])
    return { exchange, number, hash, ...summary, malformed: malformed ?? messageOf(error) }
  }
}

/** The header of a recording whose body was cut or edited so that it cannot be read; undefined where it cannot be read either. */
function decodeHeader<S extends Stack, Raw>(
  driver: BlockDriver<S, Raw>,
  { raw, detail }: RecordedBlock<Raw>,
): DecodedBlock<S> | undefined {
  if (detail === 'header') return undefined
  try {
    return driver.decode(raw, 'header')
  } catch {
    return undefined
  }
}

/** What such a header proves by itself. */
async function judgeHeader<S extends Stack, Raw>(
  driver: BlockDriver<S, Raw>,
  recorded: RecordedBlock<Raw>,
): Promise<readonly CheckResult[]> {
  const header = decodeHeader(driver, recorded)
  if (!header) return []
  try {
    return await driver.verify(recorded.raw, header, 'header')
  } catch {
    return []
  }
}

function summarize(results: readonly CheckResult[]): Pick<RecordingJudgement, 'passed' | 'skipped' | 'mismatch'> {
  const mismatch = results.find((result) => result.outcome === 'mismatch')
  return {
    passed: results.filter((result) => result.outcome === 'passed').map(({ check }) => check),
    skipped: results.filter((result) => result.outcome === 'skipped').map(({ check, reason }) => ({ check, reason })),
    ...(mismatch && {
      mismatch: {
        check: mismatch.check,
        claimed: mismatch.claimed,
        computed: mismatch.computed,
        ...(mismatch.detail !== undefined && { detail: mismatch.detail }),
      },
    }),
  }
}

/** Whether the block is the one that the question named. */
function identityOf<Raw>({ exchange, asked }: RecordedBlock<Raw>, block: DecodedBlock): CheckResult {
  const named = asked === undefined ? namedIn(exchange.params) : typeof asked === 'number' ? [asked] : [asked.hash]
  if (named.length === 0) return { check: 'identity', outcome: 'skipped', reason: 'the question names no block' }
  const found = named.some((name) => (typeof name === 'number' ? name === block.number : sameHash(name, block.hash)))
  if (found) return { check: 'identity', outcome: 'passed' }
  const claimed = typeof named[0] === 'number' ? String(block.number) : block.hash
  return { check: 'identity', outcome: 'mismatch', claimed, computed: String(named[0]) }
}

const QUANTITY = /^(0x[0-9a-f]{1,13}|\d{1,15})$/i
const HEX_HASH = /^0x[0-9a-f]{14,64}$/i
const BASE58_HASH = /^[1-9A-HJ-NP-Za-km-z]{32,44}$/

/** Heights and hashes in the first param, or in the members of params that have names. */
function namedIn(params: unknown): readonly (number | string)[] {
  const collect = (value: unknown, depth: number): (number | string)[] => {
    if (typeof value === 'object' && value !== null) {
      return depth === 0 ? [] : Object.values(value).flatMap((member) => collect(member, depth - 1))
    }
    if (typeof value === 'number') return [value]
    if (typeof value !== 'string') return []
    if (QUANTITY.test(value)) return [Number(value)]
    return HEX_HASH.test(value) || BASE58_HASH.test(value) ? [value] : []
  }
  return collect(Array.isArray(params) ? params[0] : params, 3)
}

function messageOf(error: unknown): string {
  return DefimonError.isInstance(error) || error instanceof Error ? error.message : String(error)
}
