import type { Detail, L2Log, L2Transaction } from '@defimon/core'
import type { DecodedBlock } from '@defimon/core/adapter'
import { type Json, malformed, readArray, readObject } from '@defimon/core/adapter'
import { addEvents } from './decode-receipt.ts'
import { decodeTransaction } from './decode-transaction.ts'
import { readBodyFelt, readComparedFelt, rewriteFelts } from './felt.ts'
import type { StarknetBlockFields } from './fields.ts'
import { readHeader, type StarknetHeader } from './read-header.ts'
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
  /** L2 gas of all transactions; undefined where no receipt tells of it. */
  readonly gasUsed: bigint | undefined
}

function decodeContents(block: Json, entries: readonly unknown[], withReceipts: boolean): Contents {
  const receipts = listedReceiptsOf(block)
  const transactions: L2Transaction<'starknet'>[] = []
  const logs: L2Log[] = []
  let gasUsed: bigint | undefined
  /** Added up as a number as long as that loses nothing. */
  let gas = 0
  let isUsual = true
  for (let index = 0; index < entries.length; index += 1) {
    let { transaction, receipt, hash: written } = readEntry(entries[index], receipts, index)
    if (transaction === undefined) throw malformed('hashes where transactions were asked')
    // Every digit of the first hash is looked at: it shows how the endpoint writes felts.
    const hash: string = index === 0 ? readComparedFelt(written, 'transaction_hash') : readHash(written, isUsual)
    isUsual &&= hash === written
    if (!isUsual) {
      transaction = readObject(rewriteFelts(transaction), 'transaction')
      receipt = receipt && readObject(rewriteFelts(receipt), 'receipt')
    }
    if (withReceipts) {
      if (receipt === undefined) throw malformed(`no receipt of transaction ${index}`)
      addEvents(receipt, hash, index, logs)
    }
    const decoded = decodeTransaction(transaction, hash, index, receipt, withReceipts)
    transactions.push(decoded)
    const l2Gas = decoded.fields.executionResources?.l2Gas
    if (l2Gas === undefined) continue
    if (gasUsed === undefined || gas + l2Gas > Number.MAX_SAFE_INTEGER) {
      gasUsed = (gasUsed ?? 0n) + BigInt(gas)
      gas = 0
    }
    gas += l2Gas
  }
  return { transactions, logs, gasUsed: gasUsed === undefined ? undefined : gasUsed + BigInt(gas) }
}

function readHash(written: unknown, isUsual: boolean): string {
  return isUsual ? readBodyFelt(written, 'transaction_hash') : readComparedFelt(written, 'transaction_hash')
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
  const gasUsed = contents?.gasUsed
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
