import type { Detail, L2Log, L2Transaction } from '@defimon/core'
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
  return keys.every((key) => typeof key === 'string')
    ? keys
    : keys.map((key) => (typeof key === 'string' ? key : readString(readObject(key, 'accountKey')['pubkey'], 'pubkey')))
}

function distinct(names: readonly string[]): readonly string[] {
  return names.length < 2 ? names : [...new Set(names)]
}

/** Reads the transaction in whatever encoding it came: `json`, `jsonParsed`, or bytes in base64 or base58. */
function readMessage(transaction: unknown, loaded: readonly string[]): Message {
  if (Array.isArray(transaction)) {
    const [text, encoding] = transaction as readonly unknown[]
    const wire = decodeWireTransaction(decodeWireText(readString(text, 'transaction'), readString(encoding, 'encoding')))
    const accounts = [...wire.accounts, ...loaded]
    return { ...wire, accounts, programs: distinct(wire.programIndexes.map((index) => accounts[index] ?? '')) }
  }
  const { signatures, message } = readObject(transaction, 'transaction')
  const { accountKeys, instructions, recentBlockhash } = readObject(message, 'message')
  const listed = accountNames(readArray(accountKeys, 'accountKeys'))
  // jsonParsed lists the accounts of lookup tables among the others already.
  const isParsed = typeof (accountKeys as readonly unknown[])[0] === 'object'
  const accounts = isParsed || loaded.length === 0 ? listed : [...listed, ...loaded]
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
  return first.length === 0 && second.length === 0 ? NONE : [...first, ...second]
}

/** Decodes one entry of a block's `transactions`. */
export function decodeTransaction(value: unknown, index: number, detail: Detail): L2Transaction<'solana'> {
  const entry = readObject(value, 'transaction entry')
  const meta = entry['meta'] === null || entry['meta'] === undefined ? undefined : readObject(entry['meta'], 'meta')
  const message = readMessage(entry['transaction'], loadedAccounts(meta))
  const stated = entry['version']
  const version = typeof stated === 'number' ? stated : (message.version ?? 'legacy')
  const { programs, accounts, signatures } = message
  const fields: SolanaTransactionFields = {
    version,
    signatures,
    accounts,
    programs,
    recentBlockhash: message.recentBlockhash,
    ...(detail === 'receipts' && meta && receiptFields(meta)),
  }
  const hash = signatures[0]
  const payer = accounts[0]
  const units = meta?.['computeUnitsConsumed']
  return {
    hash: readString(hash, 'first signature'),
    index,
    kind: programs.length === 1 && programs[0] === VOTE_PROGRAM ? 'vote' : 'user',
    type: String(version),
    ...(payer !== undefined && { from: payer }),
    ...(detail === 'receipts' &&
      meta && {
        status: meta['err'] === null ? ('succeeded' as const) : ('failed' as const),
        fee: { totalWei: readBigInt(meta['fee'], 'fee') },
        ...(units !== undefined && units !== null && { gasUsed: readBigInt(units, 'computeUnitsConsumed') }),
      }),
    fields,
  }
}

function receiptFields(meta: Json): Pick<SolanaTransactionFields, 'error' | 'costUnits'> {
  const { err, costUnits } = meta
  return {
    ...(err !== null && err !== undefined && { error: err }),
    ...(costUnits !== undefined && costUnits !== null && { costUnits: readBigInt(costUnits, 'costUnits') }),
  }
}

/** Every line that a runtime or a program writes begins with it. */
const PROGRAM = 'Program '
const AFTER_PROGRAM = PROGRAM.length

/** Looked at before a whole word is compared: a block has thousands of lines. */
const LETTER = { d: 0x64, f: 0x66, i: 0x69, l: 0x6c, s: 0x73 } as const

/** Whether a program wrote the line, and not the runtime about it. */
function isWritten(text: string): boolean {
  const letter = text.charCodeAt(AFTER_PROGRAM)
  if (letter === LETTER.l) return text.startsWith('log: ', AFTER_PROGRAM)
  return letter === LETTER.d && text.startsWith('data: ', AFTER_PROGRAM)
}

/**
 * What programs wrote into the log, with the program that wrote it: lines `Program log: …` and `Program data: …`. The node cuts a
 * transaction's log at 10 kB.
 */
export function decodeLogs(value: unknown, transaction: L2Transaction<'solana'>, logs: L2Log[]): void {
  const meta = (value as Json)['meta'] as Json | null
  const lines = meta?.['logMessages']
  if (!Array.isArray(lines)) return
  const running: string[] = []
  for (const line of lines as readonly unknown[]) {
    const text = readString(line, 'log message')
    if (!text.startsWith(PROGRAM)) continue
    if (isWritten(text)) {
      logs.push({
        transactionHash: transaction.hash,
        transactionIndex: transaction.index,
        logIndex: logs.length,
        address: running.at(-1) ?? '',
        topics: [],
        data: text,
      })
      continue
    }
    // `Program <id> invoke [n]`, `… success`, `… failed: …`; what it consumed and returned says nothing of who runs.
    const afterId = text.indexOf(' ', AFTER_PROGRAM) + 1
    if (afterId === 0) continue
    const letter = text.charCodeAt(afterId)
    if (letter === LETTER.i && text.startsWith('invoke [', afterId)) running.push(text.slice(AFTER_PROGRAM, afterId - 1))
    else if (letter === LETTER.s && text.startsWith('success', afterId)) running.pop()
    else if (letter === LETTER.f && text.startsWith('failed', afterId)) running.pop()
  }
}
