import { NOT_RECORDED_CODE } from '../recording/exchange.ts'
import type { FailureKind } from './failure.ts'

/** The `error` member of a JSON-RPC answer, as far as it can be read. */
export interface RpcErrorBody {
  readonly code: number | undefined
  readonly message: string
  readonly data: unknown
  /** NEAR names the reason in `cause.name`. */
  readonly causeName: string | undefined
}

/** Reads an `error` member of any shape: object, string, or an object in an object. */
export function readRpcError(error: unknown): RpcErrorBody {
  if (typeof error === 'string') return { code: undefined, message: error, data: undefined, causeName: undefined }
  if (typeof error !== 'object' || error === null) {
    return { code: undefined, message: 'no reason given', data: undefined, causeName: undefined }
  }
  const { code, message, data, cause, name } = error as Record<string, unknown>
  const causeName = typeof cause === 'object' && cause !== null ? (cause as Record<string, unknown>)['name'] : undefined
  const number = typeof code === 'string' && /^-?\d+$/.test(code) ? Number(code) : code
  return {
    code: typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined,
    message: typeof message === 'string' && message !== '' ? message : 'no reason given',
    data: cause === undefined ? data : { name, cause, data },
    causeName: typeof causeName === 'string' ? causeName : undefined,
  }
}

/** NEAR's `cause.name` (docs.near.org, RPC errors). `UNKNOWN_BLOCK` is skipped, pruned and future alike. */
const NEAR_CAUSES: Readonly<Record<string, FailureKind>> = {
  UNKNOWN_BLOCK: 'not-found',
  UNKNOWN_CHUNK: 'not-found',
  UNKNOWN_EPOCH: 'not-found',
  UNKNOWN_RECEIPT: 'not-found',
  UNKNOWN_TRANSACTION: 'not-found',
  UNKNOWN_ACCOUNT: 'not-found',
  UNKNOWN_ACCESS_KEY: 'not-found',
  GARBAGE_COLLECTED_BLOCK: 'pruned',
  UNAVAILABLE_SHARD: 'pruned',
  INVALID_SHARD_ID: 'permanent',
  NOT_SYNCED_YET: 'not-yet',
  NO_SYNCED_BLOCKS: 'not-yet',
  TIMEOUT_ERROR: 'timeout',
  INTERNAL_ERROR: 'transient',
  PARSE_ERROR: 'permanent',
  METHOD_NOT_FOUND: 'unsupported-method',
}

/**
 * Messages before codes, since providers reuse codes (-32005 is "limit exceeded" at Infura, "node is behind" on Solana and
 * "batches not supported" in jsonrpsee). The order matters: the first that matches decides.
 */
const MESSAGE_PATTERNS: readonly (readonly [FailureKind, RegExp])[] = [
  // geth, erigon, nethermind, reth, dRPC, Ankr
  [
    'batch-too-large',
    /batch (request |response |rpc )?(is |was |size )*(too (large|big)|limit|exceed)|batch of more than|batch size/,
  ],
  [
    'batch-too-large',
    /(too many|more than \d+) (requests|calls) in (a |the |one )?(single )?batch|(max|limit)\w* .{0,30}\bbatch/,
  ],
  ['batch-refused', /batch\w* .{0,30}(not (supported|allowed|enabled|available|permitted)|unsupported|disabled|forbidden)/],
  ['batch-refused', /(not support|unsupported|disallow)\w* .{0,20}batch/],
  [
    'rate-limited',
    /(per|\/) ?(second|sec|minute|min|s)\b.*(limit|capacity|exceed|reach)|(limit|capacity|exceed|reach).*(per|\/) ?(second|sec|minute|min|s)\b/,
  ],
  [
    'quota-exhausted',
    /(monthly|daily|per (day|month)).*(limit|quota|capacity|exceed|count|reach)|(limit|quota|exceeded).*(monthly|daily|per (day|month))/,
  ],
  [
    'quota-exhausted',
    /quota.*(exceed|reach|exhaust|gone|used)|(exceed|reach|exhaust|out of|insufficient)\w* .{0,20}(quota|credits)|capacity limit exceeded/,
  ],
  ['quota-exhausted', /payment required|credits (exhausted|depleted|used up)|plan limit|account .{0,20}(suspended|out of)/],
  [
    'rate-limited',
    /rate.?limit|too many requests?|too many calls|request (limit|rate)|call rate|throttl|over rate|slow down|exceeded .{0,20}throughput/,
  ],
  [
    'too-large',
    /(query )?(returned|returns|exceeds?) (more than|max(imum)?|limit of) .{0,10}\d+ ?(results|logs|records)?|more than \d+ (results|logs)/,
  ],
  ['too-large', /(block )?range.{0,30}(too (large|wide|big)|limit|exceed|greater than|larger than|not supported|more than|max)/],
  [
    'too-large',
    /(exceed|limit|max)\w*.{0,30}(block|query|log) ?range|ranges? over|requested too many blocks|(limited|limit the query) to .{0,20}\d+/,
  ],
  [
    'too-large',
    /(response|result|reply|payload|request entity|content|body|request|output).{0,20}(too (large|big)|size.{0,20}exceed|exceed.{0,20}size)/,
  ],
  ['too-large', /query timeout exceeded|query exceeds|too many (results|logs|topics|addresses)|size limit exceeded/],
  [
    'rejected-by-chain',
    /revert|out of gas|insufficient funds|nonce too (low|high)|already known|underpriced|invalid opcode|transaction version .{0,20}not supported/,
  ],
  // geth, bor, erigon, reth (EIP-4444), Agave
  [
    'pruned',
    /missing trie node|prun(ed|ing)|historical state|(state|history|block).{0,30}(is )?(no longer|not|un) ?available.{0,20}(archive|histor|prun)/,
  ],
  [
    'pruned',
    /archive|cleaned up|garbage.?collected|beyond .{0,20}retention|state histor|transaction history is not available|state .{0,30}not available/,
  ],
  // Avalanche, Agave, geth
  [
    'not-yet',
    /unfinalized|header not found|not (yet )?available (yet|for slot)|status not yet|not yet (available|accepted|produced|known)|after last accepted/,
  ],
  [
    'not-yet',
    /(block|height|slot|requested).{0,40}(in the future|beyond|ahead of|higher than|greater than) .{0,20}(head|latest|current|tip|known)/,
  ],
  ['not-yet', /minimum context slot|block is (out of range|in the future)/],
  [
    'unsupported-method',
    /method.{0,60}(not found|not exist|not (supported|available|allowed|whitelisted|enabled)|unsupported|disabled|unavailable)/,
  ],
  ['unsupported-method', /(unsupported|unknown|invalid) (rpc )?method|not supported by (this|the) (node|endpoint|provider)/],
  [
    'not-found',
    /(block|transaction|receipt|slot|header|hash|batch|chunk|account|contract|class|resource).{0,60}(not found|not exist|unknown|was skipped|skipped)/,
  ],
  ['not-found', /unknown (block|transaction|hash)|db not found/],
  [
    'access-refused',
    /unauthori[sz]ed|forbidden|(invalid|missing|expired|disabled|no) .{0,10}(api|access|project|app).?(key|id|token)|must .{0,10}authenticat|access denied/,
  ],
  ['timeout', /time.?out|timed out|deadline exceeded/],
  [
    'transient',
    /internal (server )?error|temporar|try again|bad gateway|upstream|backend|unavailable|overload|server (is )?busy|connection|route your request/,
  ],
  [
    'transient',
    /no (available|healthy|suitable)|node is (behind|unhealthy|syncing)|unexpected eof|context canceled|database is locked/,
  ],
]

/** JSON-RPC 2.0, EIP-1474, EIP-1898, StarkNet, Solana (rpc-custom-error) and the providers' own, where the message says nothing. */
const CODES: Readonly<Record<number, FailureKind>> = {
  [NOT_RECORDED_CODE]: 'not-recorded',
  [-32700]: 'permanent',
  [-32600]: 'permanent',
  [-32601]: 'unsupported-method',
  [-32602]: 'permanent',
  [-32603]: 'transient',
  [-32001]: 'not-found',
  [-32002]: 'transient',
  [-32003]: 'rejected-by-chain',
  [-32004]: 'not-yet',
  [-32005]: 'rate-limited',
  [-32007]: 'not-found',
  [-32009]: 'not-found',
  [-32010]: 'too-large',
  [-32011]: 'transient',
  [-32014]: 'not-yet',
  [-32015]: 'rejected-by-chain',
  [-32016]: 'rate-limited',
  [-32020]: 'too-large',
  [-32029]: 'rate-limited',
  [-32090]: 'rate-limited',
  [-32097]: 'rate-limited',
  [-39001]: 'not-found',
  3: 'rejected-by-chain',
  24: 'not-found',
  29: 'not-found',
  429: 'rate-limited',
  1015: 'rate-limited',
  4444: 'pruned',
}

/** What a JSON-RPC error means. A code and a message that nobody knows are `unknown`: another endpoint is asked, nothing more. */
export function classifyRpcError(error: RpcErrorBody): FailureKind {
  if (error.code === NOT_RECORDED_CODE) return 'not-recorded'
  if (error.code === -32015) return 'rejected-by-chain'
  const near = error.causeName === undefined ? undefined : NEAR_CAUSES[error.causeName]
  if (near) return near
  const byMessage = classifyMessage(error.message)
  if (byMessage) return byMessage
  const byCode = error.code === undefined ? undefined : CODES[error.code]
  if (byCode) return byCode
  return (typeof error.data === 'string' ? classifyMessage(error.data) : undefined) ?? 'unknown'
}

/** What an HTTP status means when the body gives no JSON-RPC answer. */
export function classifyHttpStatus(status: number, text: string): FailureKind {
  if (status >= 300 && status < 400) return 'malformed'
  if (status === 402) return 'quota-exhausted'
  if (status === 408 || status === 504 || status === 524) return 'timeout'
  if (status === 413) return 'too-large'
  if (status === 429) return classifyMessage(text) === 'quota-exhausted' ? 'quota-exhausted' : 'rate-limited'
  if (status >= 500 || status === 425) return 'transient'
  const byMessage = isHtml(text) ? undefined : classifyMessage(text)
  if (byMessage) return byMessage
  if (status === 401 || status === 403 || status === 407 || status === 451) return 'access-refused'
  return 'permanent'
}

/** Whether a text is a web page, which no endpoint should answer. */
export function isHtml(text: string): boolean {
  return /^\s*<(!doctype|html|head|body|!--|\?xml)/i.test(text.slice(0, 200))
}

/** How long the endpoint asks us to wait: the header (seconds or a date), else what Infura and Ankr write into the error. */
export function readRetryAfterMs(header: string | undefined, error: RpcErrorBody | undefined, nowMs: number): number | undefined {
  if (header !== undefined && header.trim() !== '') {
    const seconds = Number(header)
    if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000)
    const date = Date.parse(header)
    if (Number.isFinite(date)) return Math.max(0, date - nowMs)
  }
  const written =
    error && /(?:retry|again) (?:in|after) (\d+(?:\.\d+)?) ?(ms|s|m)?/.exec(error.message.slice(0, 1000).toLowerCase())
  if (written) return Number(written[1]) * ({ ms: 1, s: 1000, m: 60_000 }[written[2] ?? 's'] ?? 1000)
  const rate = (error?.data as { rate?: { backoff_seconds?: unknown } } | undefined)?.rate
  return typeof rate?.backoff_seconds === 'number' ? rate.backoff_seconds * 1000 : undefined
}

function classifyMessage(message: string): FailureKind | undefined {
  const text = message.slice(0, 1000).toLowerCase()
  return MESSAGE_PATTERNS.find(([, pattern]) => pattern.test(text))?.[0]
}
