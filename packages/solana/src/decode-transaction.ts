import type { Detail, L2Transaction } from '@defimon/core'
import type { SolanaTransactionFields } from './fields.ts'
import { type Json, readArray, readBigInt, readNumber, readObject, readString } from './read-json.ts'
import { decodeWireText, decodeWireTransaction } from './wire-message.ts'

const VOTE_PROGRAM = 'Vote111111111111111111111111111111111111111'

interface Message {
  readonly signatures: readonly string[]
  readonly accounts: readonly string[]
  readonly programs: readonly string[]
  readonly recentBlockhash: string
  readonly version: 'legacy' | number | undefined
}

/** The names of accounts: a list of names is taken as it is, since a block has tens of thousands of them. */
function accountNames(keys: readonly unknown[]): readonly string[] {
  for (let index = 0; index < keys.length; index++) {
    if (typeof keys[index] === 'string') continue
    return keys.map((key) => (typeof key === 'string' ? key : readString(readObject(key, 'accountKey')['pubkey'], 'pubkey')))
  }
  return keys as readonly string[]
}

/** Up to so many names, looking through them is faster than a set. */
const FEW = 16

/** Each name once, in order. */
function distinct(names: readonly string[]): readonly string[] {
  if (names.length < 2) return names
  if (names.length > FEW) return [...new Set(names)]
  const seen: string[] = []
  for (const name of names) if (!seen.includes(name)) seen.push(name)
  return seen
}

/** Reads the transaction in whatever encoding it came: `json`, `jsonParsed`, or bytes in base64 or base58. */
function readMessage(transaction: unknown, loaded: readonly string[]): Message {
  if (Array.isArray(transaction)) {
    const [text, encoding] = transaction as readonly unknown[]
    const wire = decodeWireTransaction(decodeWireText(readString(text, 'transaction'), readString(encoding, 'encoding')))
    const accounts = wire.accounts.concat(loaded)
    return { ...wire, accounts, programs: distinct(wire.programIndexes.map((index) => accounts[index] ?? '')) }
  }
  const { signatures, message } = readObject(transaction, 'transaction')
  const { accountKeys, instructions, recentBlockhash } = readObject(message, 'message')
  const listed = accountNames(readArray(accountKeys, 'accountKeys'))
  // jsonParsed lists the accounts of lookup tables among the others already.
  const isParsed = typeof (accountKeys as readonly unknown[])[0] === 'object'
  const accounts = isParsed || loaded.length === 0 ? listed : listed.concat(loaded)
  const programs = readArray(instructions, 'instructions').map((entry) => {
    const { programIdIndex, programId } = readObject(entry, 'instruction')
    return typeof programId === 'string' ? programId : (accounts[readNumber(programIdIndex, 'programIdIndex')] ?? '')
  })
  return {
    signatures: readArray(signatures, 'signatures') as readonly string[],
    accounts,
    programs: distinct(programs),
    recentBlockhash: readString(recentBlockhash, 'recentBlockhash'),
    version: undefined,
  }
}

const NONE: readonly string[] = []

/** Accounts that lookup tables brought, in the order in which indexes count them: writable ones first. */
function loadedAccounts(meta: Json | undefined): readonly string[] {
  const loaded = meta?.['loadedAddresses']
  if (loaded === undefined || loaded === null) return []
  const { writable, readonly: readOnly } = readObject(loaded, 'loadedAddresses')
  const [first, second] = [readArray(writable, 'writable') as string[], readArray(readOnly, 'readonly') as string[]]
  return first.length === 0 && second.length === 0 ? NONE : first.concat(second)
}

/** Decodes one entry of a block's `transactions`. */
export function decodeTransaction(value: unknown, index: number, detail: Detail): L2Transaction<'solana'> {
  const entry = readObject(value, 'transaction entry')
  const meta = entry['meta'] === null || entry['meta'] === undefined ? undefined : readObject(entry['meta'], 'meta')
  const message = readMessage(entry['transaction'], loadedAccounts(meta))
  const stated = entry['version']
  const version = typeof stated === 'number' ? stated : (message.version ?? 'legacy')
  const { programs, accounts, signatures } = message
  const fields: Building<SolanaTransactionFields> = {
    version,
    signatures,
    accounts,
    programs,
    recentBlockhash: message.recentBlockhash,
  }
  const decoded: Building<L2Transaction<'solana'>> = {
    hash: readString(signatures[0], 'first signature'),
    index,
    kind: programs.length === 1 && programs[0] === VOTE_PROGRAM ? 'vote' : 'user',
    type: String(version),
    fields,
  }
  const payer = accounts[0]
  if (payer !== undefined) decoded.from = payer
  if (detail === 'receipts' && meta) addOutcome(decoded, fields, meta)
  return decoded
}

/** While it is built. A spread for each field that may be absent would cost more than reading it. */
type Building<T> = { -readonly [K in keyof T]: T[K] }

function addOutcome(
  decoded: Building<L2Transaction<'solana'>>,
  fields: Building<SolanaTransactionFields>,
  { err, fee, computeUnitsConsumed: units, costUnits }: Json,
): void {
  decoded.status = err === null ? 'succeeded' : 'failed'
  decoded.fee = { totalWei: readBigInt(fee, 'fee') }
  if (units !== undefined && units !== null) decoded.gasUsed = readBigInt(units, 'computeUnitsConsumed')
  if (err !== null && err !== undefined) fields.error = err
  if (costUnits !== undefined && costUnits !== null) fields.costUnits = readBigInt(costUnits, 'costUnits')
}
