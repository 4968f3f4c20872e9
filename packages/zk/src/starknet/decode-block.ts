import type { Detail, L2Log, L2Transaction } from '@defimon/core'
import type { DecodedBlock } from '@defimon/core/adapter'
import { addReceipt } from './decode-receipt.ts'
import { decodeTransaction } from './decode-transaction.ts'
import type { StarknetBlockFields } from './fields.ts'
import { readHeader, type StarknetHeader } from './read-header.ts'
import { malformed } from './read-json.ts'
import { blockOf, type StarknetRaw, transactionsOf } from './starknet-raw.ts'

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

/**
 * Decodes a block of the JSON-RPC (0.8 to 0.10) or of the feeder gateway. Fails with `MALFORMED` on another shape, and on a block that
 * is still being made.
 */
export function decodeStarknetBlock(raw: StarknetRaw, detail: Detail): DecodedBlock<'starknet'> {
  const block = blockOf(raw)
  const header = readHeader(block)
  const entries = transactionsOf(block)
  const logs: L2Log[] = []
  let transactions: L2Transaction<'starknet'>[] | undefined
  let gasUsed: bigint | undefined
  if (detail !== 'header') {
    transactions = entries.map((entry, index) => {
      const transaction = decodeTransaction(entry, index)
      if (detail !== 'receipts') return transaction
      if (entry.receipt === undefined) throw malformed(`no receipt of transaction ${index}`)
      addReceipt(transaction, entry.receipt, logs)
      if (transaction.gasUsed !== undefined) gasUsed = (gasUsed ?? 0n) + transaction.gasUsed
      return transaction
    })
  }
  return {
    number: header.number,
    hash: header.hash,
    ...(header.number > 0 && { parent: { number: header.number - 1, hash: header.parentHash } }),
    timestampMs: header.timestamp * 1000,
    transactionCount: entries.length,
    transactions,
    logs: detail === 'receipts' ? logs : undefined,
    ...(gasUsed !== undefined && { gasUsed }),
    stateRoot: header.stateRoot,
    fields: fieldsOf(header),
  }
}
