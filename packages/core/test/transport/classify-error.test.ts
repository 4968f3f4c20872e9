import { describe, expect, test } from 'vitest'
import { classifyHttpStatus, classifyRpcError, readRetryAfterMs, readRpcError } from '../../src/transport/classify-error.ts'
import type { FailureKind } from '../../src/transport/failure.ts'

/** What providers and nodes answer, and what it means. */
const RPC_ERRORS: readonly (readonly [kind: FailureKind, who: string, error: unknown])[] = [
  [
    'rate-limited',
    'Alchemy',
    {
      code: 429,
      message:
        'Your app has exceeded its compute units per second capacity. If you have retries enabled, you can safely ignore this message.',
    },
  ],
  [
    'quota-exhausted',
    'Alchemy',
    { code: 429, message: 'Monthly capacity limit exceeded. Visit https://dashboard.alchemy.com/settings/billing to upgrade' },
  ],
  ['quota-exhausted', 'Infura', { code: -32005, message: 'daily request count exceeded, request rate limited' }],
  ['rate-limited', 'Infura', { code: -32005, message: 'project ID request rate exceeded' }],
  [
    'too-large',
    'Infura',
    { code: -32005, message: 'query returned more than 10000 results. Try with this block range [0x1, 0x2].' },
  ],
  [
    'rate-limited',
    'QuickNode',
    {
      code: -32007,
      message: '50/second request limit reached - reduce calls per second or upgrade your account at quicknode.com',
    },
  ],
  [
    'quota-exhausted',
    'QuickNode',
    { code: -32003, message: 'daily request limit reached - upgrade your account at quicknode.com' },
  ],
  ['too-large', 'QuickNode', { code: -32614, message: 'eth_getLogs is limited to a 10,000 range' }],
  ['rate-limited', 'Ankr', { code: -32090, message: 'Too many requests, reason: call rate limit exhausted, retry in 10s' }],
  ['rate-limited', 'dRPC', { code: 15, message: 'Too many request, try again later' }],
  ['too-large', 'dRPC', { code: 35, message: 'ranges over 10000 blocks are not supported on freetier' }],
  ['timeout', 'dRPC', { code: 30, message: 'Request timeout on the free tier, please upgrade your tier to the paid one' }],
  [
    'transient',
    'dRPC',
    {
      code: -32001,
      message: "Can't route your request to suitable provider, if you specified certain providers revise the list",
    },
  ],
  [
    'batch-too-large',
    'dRPC',
    {
      code: 31,
      message: 'Batch of more than 3 requests are not allowed on free tier, to use larger batches upgrade to paid tier',
    },
  ],
  ['rate-limited', 'Cloudflare', { code: 1015, message: 'error' }],
  ['rate-limited', 'Base', { code: -32016, message: 'over rate limit' }],
  [
    'too-large',
    'Alchemy',
    { code: -32602, message: 'Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range' },
  ],
  ['too-large', 'proxyd', { code: -32020, message: 'backend response too large' }],
  ['transient', 'proxyd', { code: -32011, message: 'no backends available for method' }],
  ['too-large', 'BSC', { code: -32005, message: 'exceed maximum block range: 5000' }],
  ['too-large', 'Avalanche', { code: -32000, message: 'requested too many blocks from 1 to 5000, maximum is set to 2048' }],
  ['not-yet', 'Avalanche', { code: -32000, message: 'cannot query unfinalized data' }],
  ['batch-too-large', 'geth', { code: -32600, message: 'batch too large' }],
  ['too-large', 'geth', { code: -32003, message: 'response too large' }],
  ['not-yet', 'geth', { code: -32000, message: 'header not found' }],
  ['pruned', 'geth', { code: -32000, message: 'missing trie node 4ab5c (path ) state 0x4ab is not available' }],
  ['pruned', 'geth, EIP-4444', { code: 4444, message: 'pruned history unavailable' }],
  ['timeout', 'geth', { code: -32002, message: 'request timed out' }],
  ['rejected-by-chain', 'geth', { code: 3, message: 'execution reverted: no', data: '0x08c379a0' }],
  ['unsupported-method', 'geth', { code: -32601, message: 'the method eth_getBlockReceipts does not exist/is not available' }],
  ['unsupported-method', 'nethermind', { code: -32601, message: 'The method erigon_x is not supported.' }],
  ['too-large', 'reth', { code: -32602, message: 'query exceeds max block range 100000' }],
  ['too-large', 'reth', { code: -32008, message: 'Response is too big' }],
  ['batch-refused', 'jsonrpsee', { code: -32005, message: 'Batched requests are not supported by this server' }],
  ['batch-too-large', 'jsonrpsee', { code: -32010, message: 'The batch request was too large' }],
  ['transient', 'jsonrpsee', { code: -32009, message: 'Server is busy, try again later' }],
  ['pruned', 'erigon', { code: -32000, message: 'history has been pruned for this block' }],
  ['permanent', 'geth', { code: -32602, message: 'invalid argument 0: hex string without 0x prefix' }],
  ['transient', 'any', { code: -32603, message: 'Internal error' }],
  ['not-yet', 'Solana', { code: -32004, message: 'Block not available for slot 300000000' }],
  ['transient', 'Solana', { code: -32005, message: 'Node is behind by 42 slots' }],
  ['not-found', 'Solana', { code: -32007, message: 'Slot 100 was skipped, or missing due to ledger jump to recent snapshot' }],
  ['not-found', 'Solana', { code: -32009, message: 'Slot 100 was skipped, or missing in long-term storage' }],
  ['not-yet', 'Solana', { code: -32014, message: 'Block status not yet available for slot 100' }],
  ['rejected-by-chain', 'Solana', { code: -32015, message: 'Transaction version (0) is not supported by the requesting client' }],
  ['pruned', 'Solana', { code: -32001, message: 'Block 5 cleaned up, does not exist on node. First available block: 100' }],
  ['pruned', 'Solana', { code: -32011, message: 'Transaction history is not available from this node' }],
  ['not-found', 'StarkNet', { code: 24, message: 'Block not found' }],
  [
    'not-found',
    'NEAR',
    { name: 'HANDLER_ERROR', cause: { name: 'UNKNOWN_BLOCK', info: {} }, code: -32000, message: 'Server error' },
  ],
  [
    'pruned',
    'NEAR',
    { name: 'HANDLER_ERROR', cause: { name: 'GARBAGE_COLLECTED_BLOCK', info: {} }, code: -32000, message: 'Server error' },
  ],
  ['access-refused', 'any', { code: -32000, message: 'Invalid API key' }],
  ['not-recorded', 'a replay', { code: -32098, message: 'block not found, rate limit, whatever' }],
  ['unknown', 'nobody', { code: -12345, message: 'strange' }],
  ['unknown', 'nobody', { code: 'EWHAT', message: 'strange' }],
  ['unknown', 'nobody', 42],
]

describe('JSON-RPC errors', () => {
  test.each(RPC_ERRORS)('%s: %s %o', (kind, _who, error) => {
    expect(classifyRpcError(readRpcError(error))).toBe(kind)
  })
})

describe('HTTP statuses', () => {
  test.each<[number, string, FailureKind]>([
    [301, '', 'malformed'],
    [400, 'nonsense', 'permanent'],
    [401, '', 'access-refused'],
    [402, '', 'quota-exhausted'],
    [403, '', 'access-refused'],
    [403, 'rate limit exceeded', 'rate-limited'],
    [404, '', 'permanent'],
    [408, '', 'timeout'],
    [413, '', 'too-large'],
    [429, '', 'rate-limited'],
    [429, 'monthly quota exceeded', 'quota-exhausted'],
    [500, '', 'transient'],
    [503, '<html>', 'transient'],
    [504, '', 'timeout'],
    [524, '', 'timeout'],
    [599, '', 'transient'],
  ])('%i %s', (status, text, kind) => {
    expect(classifyHttpStatus(status, text)).toBe(kind)
  })
})

describe('how long to wait', () => {
  const nowMs = Date.UTC(2026, 0, 1)
  test.each<[string | undefined, unknown, number | undefined]>([
    ['3', undefined, 3000],
    ['0.5', undefined, 500],
    ['-1', undefined, 0],
    ['Thu, 01 Jan 2026 00:00:10 GMT', undefined, 10_000],
    ['soon', undefined, undefined],
    [undefined, { code: 1, message: 'Too many requests, retry in 10s' }, 10_000],
    [undefined, { code: 1, message: 'try again in 250 ms' }, 250],
    [undefined, { code: 1, message: 'x', data: { rate: { backoff_seconds: 30 } } }, 30_000],
    [undefined, { code: 1, message: 'x' }, undefined],
  ])('%s %o', (header, error, waitMs) => {
    expect(readRetryAfterMs(header, error === undefined ? undefined : readRpcError(error), nowMs)).toBe(waitMs)
  })
})
