import { fromBase58, toBase58 } from '../encoding/base58.ts'
import type { SeededRandom } from '../runtime/seeded-random.ts'
import { SOLANA_ACCOUNTS, signMessage } from './signature.ts'

/** Versions of transactions that simulated blocks hold. */
export type SolanaTransactionVersion = 'legacy' | 0 | 1

/** A transaction as `getBlock` gives it, in both encodings. */
export interface SolanaTransaction {
  readonly version: SolanaTransactionVersion
  readonly isVote: boolean
  readonly signature: string
  /** `transaction` with encoding `json`. */
  readonly json: object
  /** `transaction` with encoding `base64`. */
  readonly wire: Uint8Array
  readonly meta: object
  readonly logCount: number
}

const VOTE_PROGRAM = 'Vote111111111111111111111111111111111111111'
const SYSTEM_PROGRAM = '11111111111111111111111111111111'
const TOKEN_PROGRAM = 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA'

/** compact-u16 (solana.com/docs, transaction wire format). */
function compact(length: number): number[] {
  return length < 0x80 ? [length] : [(length & 0x7f) | 0x80, ...compact(length >> 7)]
}

/** What a transaction of version 1 asks for in its message; null where it does not. */
interface TransactionConfig {
  readonly priorityFee: number | null
  readonly computeUnitLimit: number | null
  readonly loadedAccountsDataSizeLimit: number | null
  readonly heapSize: number | null
}

function drawConfig(random: SeededRandom): TransactionConfig {
  return {
    priorityFee: random.chance(0.7) ? random.integer(0, 2 ** 40) : null,
    computeUnitLimit: random.chance(0.9) ? random.integer(1_000, 1_400_000) : null,
    loadedAccountsDataSizeLimit: random.chance(0.5) ? random.integer(0, 64 * 2 ** 20) : null,
    heapSize: random.chance(0.3) ? 1_024 * random.integer(32, 256) : null,
  }
}

/** What is decided of a transaction before it is encoded. */
interface Parts {
  readonly version: SolanaTransactionVersion
  readonly accountKeys: readonly string[]
  readonly recentBlockhash: string
  readonly program: number
  readonly accounts: readonly number[]
  readonly data: Uint8Array
  /** Accounts that a lookup table brings. */
  readonly lookup:
    | { readonly table: string; readonly writable: readonly number[]; readonly readonly: readonly number[] }
    | undefined
  /** Of version 1. */
  readonly config: TransactionConfig | undefined
}

/** Little-endian. */
function integer(value: number, bytes: number): number[] {
  return Array.from({ length: bytes }, (_, place) => Math.floor(value / 2 ** (8 * place)) % 256)
}

/** SIMD-0385: lengths of fixed size, what was asked for by a mask, and the instructions' parts in two lists. */
function messageBytesOfVersion1(parts: Parts, config: TransactionConfig): Uint8Array {
  const { accountKeys, recentBlockhash, program, accounts, data } = parts
  const { priorityFee, computeUnitLimit, loadedAccountsDataSizeLimit, heapSize } = config
  const values = [
    { bits: 0b11, value: priorityFee, bytes: 8 },
    { bits: 0b100, value: computeUnitLimit, bytes: 4 },
    { bits: 0b1000, value: loadedAccountsDataSizeLimit, bytes: 4 },
    { bits: 0b10000, value: heapSize, bytes: 4 },
  ].flatMap(({ bits, value, bytes }) => (value === null ? [] : [{ bits, bytes: integer(value, bytes) }]))
  return Uint8Array.from([
    ...[0x81, 1, 0, 1],
    ...integer(
      values.reduce((mask, { bits }) => mask | bits, 0),
      4,
    ),
    ...fromBase58(recentBlockhash),
    ...[1, accountKeys.length],
    ...accountKeys.flatMap((key) => [...fromBase58(key)]),
    ...values.flatMap(({ bytes }) => bytes),
    ...[program, accounts.length, ...integer(data.length, 2)],
    ...accounts,
    ...data,
  ])
}

function messageBytes(parts: Parts): Uint8Array {
  if (parts.config) return messageBytesOfVersion1(parts, parts.config)
  const { version, accountKeys, recentBlockhash, program, accounts, data, lookup } = parts
  const bytes: number[] = version === 'legacy' ? [1, 0, 1] : [0x80, 1, 0, 1]
  bytes.push(...compact(accountKeys.length))
  for (const key of accountKeys) bytes.push(...fromBase58(key))
  bytes.push(...fromBase58(recentBlockhash))
  bytes.push(1, program, ...compact(accounts.length), ...accounts, ...compact(data.length), ...data)
  if (version === 'legacy') return Uint8Array.from(bytes)
  if (!lookup) return Uint8Array.from([...bytes, 0])
  const { table, writable, readonly } = lookup
  bytes.push(1, ...fromBase58(table), ...compact(writable.length), ...writable, ...compact(readonly.length), ...readonly)
  return Uint8Array.from(bytes)
}

/** A signed transaction: a vote, or a user's with logs. Some fail. */
export function makeSolanaTransaction(
  random: SeededRandom,
  version: SolanaTransactionVersion,
  recentBlockhash: string,
  mayVote = true,
): SolanaTransaction {
  const isVote = version === 'legacy' && random.chance(0.3) && mayVote
  const payer = random.pick(SOLANA_ACCOUNTS)
  const program = isVote ? VOTE_PROGRAM : random.pick([SYSTEM_PROGRAM, TOKEN_PROGRAM])
  const accountKeys = [payer.address, toBase58(random.bytes(32)), program]
  const hasLookup = version === 0 && random.chance(0.5)
  const lookup = hasLookup
    ? { table: toBase58(random.bytes(32)), writable: [random.integer(0, 9)], readonly: [random.integer(10, 19)] }
    : undefined
  const parts: Parts = {
    version,
    accountKeys,
    recentBlockhash,
    program: 2,
    accounts: lookup ? [0, 1, 3, 4] : [0, 1],
    data: random.bytes(random.integer(1, 140)),
    lookup,
    config: version === 1 ? drawConfig(random) : undefined,
  }
  const message = messageBytes(parts)
  const signed = signMessage(message, payer)
  const signature = toBase58(signed)
  const failed = !isVote && random.chance(0.15)
  const logLines = isVote || failed ? 0 : random.integer(0, 3)
  const balance = random.integer(10 ** 7, 10 ** 13)
  const loaded = lookup && { writable: [toBase58(random.bytes(32))], readonly: [toBase58(random.bytes(32))] }
  return {
    version,
    isVote,
    signature,
    // Signatures come first, and in version 1 last and uncounted.
    wire: Uint8Array.from(version === 1 ? [...message, ...signed] : [1, ...signed, ...message]),
    json: {
      signatures: [signature],
      message: {
        header: { numRequiredSignatures: 1, numReadonlySignedAccounts: 0, numReadonlyUnsignedAccounts: 1 },
        accountKeys,
        recentBlockhash,
        instructions: [{ programIdIndex: 2, accounts: parts.accounts, data: toBase58(parts.data), stackHeight: 1 }],
        ...(version === 0 && {
          addressTableLookups: lookup
            ? [{ accountKey: lookup.table, writableIndexes: lookup.writable, readonlyIndexes: lookup.readonly }]
            : [],
        }),
        ...(parts.config && { transactionConfig: parts.config }),
      },
    },
    meta: {
      err: failed ? { InstructionError: [0, { Custom: random.integer(1, 6000) }] } : null,
      status: failed ? { Err: { InstructionError: [0, { Custom: 1 }] } } : { Ok: null },
      fee: 5000 + random.integer(0, 10_000),
      preBalances: [balance, 0, 1],
      postBalances: [balance - 15_000, 0, 1],
      innerInstructions: [],
      logMessages: [
        `Program ${program} invoke [1]`,
        ...Array.from({ length: logLines }, (_, index) => `Program ${index === 1 ? 'data: AQID' : `log: step ${index}`}`),
        `Program ${program} consumed 1500 of 200000 compute units`,
        failed ? `Program ${program} failed: custom program error: 0x1` : `Program ${program} success`,
      ],
      preTokenBalances: [],
      postTokenBalances: [],
      rewards: [],
      loadedAddresses: loaded ?? { writable: [], readonly: [] },
      computeUnitsConsumed: random.integer(150, 200_000),
      costUnits: random.integer(1000, 300_000),
    },
    logCount: logLines,
  }
}
