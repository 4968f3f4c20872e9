import type { Detail, L2Log, L2Transaction } from '@defimon/core'
import type { DecodedBlock } from '@defimon/core/adapter'
import { addEvents } from './decode-receipt.ts'
import { decodeTransaction } from './decode-transaction.ts'
import { readComparedFelt, rewriteFelts } from './felt.ts'
import type { StarknetBlockFields } from './fields.ts'
import { readHeader, type StarknetHeader } from './read-header.ts'
import { type Json, malformed, readArray, readObject } from './read-json.ts'
import { blockOf, listedReceiptsOf, readEntry, type StarknetRaw } from './starknet-raw.ts'

function fieldsOf(header: StarknetHeader): StarknetBlockFields {
  const { transactionCommitment, eventCommitment, receiptCommitment, stateDiffCommitment } = header
  return {
    status: header.status,
    ...(header.version !== '' && { starknetVersion: header.version }),
    ...(header.sequencerAddress !== undefined && { sequencerAddress: header.sequencerAddress }),
    ...(header.l1GasPrice && { l1GasPrice: header.l1GasPrice }),
    ...(header.l1DataGasPrice && { l1DataGasPrice: header.l1DataGasPrice }),
    ...(header.l2GasPrice && { l2GasPrice: header.l2GasPrice }),
    ...(header.l1DataAvailability && { l1DataAvailability: header.l1DataAvailability }),
    commitments: {
      ...(transactionCommitment !== undefined && { transactions: transactionCommitment }),
      ...(eventCommitment !== undefined && { events: eventCommitment }),
      ...(receiptCommitment !== undefined && { receipts: receiptCommitment }),
      ...(stateDiffCommitment !== undefined && { stateDiff: stateDiffCommitment }),
    },
    ...(header.eventCount !== undefined && { eventCount: header.eventCount }),
    ...(header.stateDiffLength !== undefined && { stateDiffLength: header.stateDiffLength }),
  }
}

interface Contents {
  readonly transactions: readonly L2Transaction<'starknet'>[]
  readonly logs: readonly L2Log[]
}

function decodeContents(block: Json, entries: readonly unknown[], withReceipts: boolean): Contents {
  const receipts = listedReceiptsOf(block)
  const transactions: L2Transaction<'starknet'>[] = []
  const logs: L2Log[] = []
  for (let index = 0; index < entries.length; index += 1) {
    let { transaction, receipt, hash: written } = readEntry(entries[index], receipts, index)
    if (transaction === undefined) throw malformed('hashes where transactions were asked')
    const hash = readComparedFelt(written, 'transaction_hash')
    if (hash !== written) {
      // The endpoint writes felts in a way of its own, here and elsewhere.
      transaction = readObject(rewriteFelts(transaction), 'transaction')
      receipt = receipt && readObject(rewriteFelts(receipt), 'receipt')
    }
    if (withReceipts) {
      if (receipt === undefined) throw malformed(`no receipt of transaction ${index}`)
      addEvents(receipt, hash, index, logs)
    }
    transactions.push(decodeTransaction(transaction, hash, index, receipt, withReceipts))
  }
  return { transactions, logs }
}

/** L2 gas of all transactions; undefined where no receipt tells of it. */
function sumOfGas(transactions: readonly L2Transaction<'starknet'>[]): bigint | undefined {
  let total: bigint | undefined
  // Added as numbers as long as that loses nothing.
  let part = 0
  for (const { fields } of transactions) {
    const l2Gas = fields.executionResources?.l2Gas
    if (l2Gas === undefined) continue
    if (total === undefined || part + l2Gas > Number.MAX_SAFE_INTEGER) {
      total = (total ?? 0n) + BigInt(part)
      part = 0
    }
    part += l2Gas
  }
  return total === undefined ? undefined : total + BigInt(part)
}

/**
 * Decodes a block of the JSON-RPC (0.8 to 0.10) or of the feeder gateway. Fails with `MALFORMED` on another shape, and on a block that
 * is still being made.
 */
export function decodeStarknetBlock(raw: StarknetRaw, detail: Detail): DecodedBlock<'starknet'> {
  const block = blockOf(raw)
  const header = readHeader(block)
  const entries = readArray(block['transactions'], 'transactions')
  const withReceipts = detail === 'receipts'
  const contents = detail === 'header' ? undefined : decodeContents(block, entries, withReceipts)
  const gasUsed = withReceipts && contents ? sumOfGas(contents.transactions) : undefined
  return {
    number: header.number,
    hash: header.hash,
    ...(header.number > 0 && { parent: { number: header.number - 1, hash: header.parentHash } }),
    timestampMs: header.timestamp * 1000,
    transactionCount: entries.length,
    transactions: contents?.transactions,
    logs: withReceipts ? contents?.logs : undefined,
    ...(gasUsed !== undefined && { gasUsed }),
    stateRoot: header.stateRoot,
    fields: fieldsOf(header),
  }
}
