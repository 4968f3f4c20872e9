import type { Fee, L2Log } from '@defimon/core'
import { isObject, type Json, malformed, readArray, readNumber, readObject, readString } from '@defimon/core/adapter'
import type { DecodedTransaction } from './decode-transaction.ts'
import { readBodyFelt, readBodyFelts, readComparedFelt, readFelts, readJoinedFelts } from './felt.ts'
import type { StarknetBlockStatus, StarknetExecutionResources, StarknetMessageToL1 } from './fields.ts'
import { readQuantity } from './quantity.ts'

/**
 * RPC says the unit with the amount. The feeder gateway does not: transactions of version 3 pay in fri, older ones in wei
 * (docs.starknet.io, fees).
 */
function readFee(value: unknown, version: number): Fee {
  if (!isObject(value)) return { totalWei: readQuantity(value, 'actual_fee'), currency: version >= 3 ? 'FRI' : 'WEI' }
  const unit = value['unit']
  if (unit !== 'FRI' && unit !== 'WEI') throw malformed('a fee that is neither in FRI nor in WEI')
  return { totalWei: readQuantity(value['amount'], 'actual_fee.amount'), currency: unit }
}

function readResources(value: unknown): StarknetExecutionResources | undefined {
  if (value === undefined || value === null) return undefined
  const resources = readObject(value, 'execution_resources')
  if (typeof resources['l2_gas'] === 'number') return readGas(resources)
  // The feeder gateway holds the gas one level down, and null where there was none yet.
  const gas = resources['total_gas_consumed']
  const steps = resources['n_steps']
  return {
    ...(isObject(gas) && readGas(gas)),
    ...(steps !== undefined && { steps: readNumber(steps, 'n_steps') }),
  }
}

function readGas(gas: Json): StarknetExecutionResources {
  const l1Gas = readNumber(gas['l1_gas'], 'l1_gas')
  const l1DataGas = readNumber(gas['l1_data_gas'], 'l1_data_gas')
  // Absent before L2 gas was counted (0.13.4).
  return gas['l2_gas'] === undefined ? { l1Gas, l1DataGas } : { l1Gas, l1DataGas, l2Gas: readNumber(gas['l2_gas'], 'l2_gas') }
}

const NO_MESSAGES: readonly StarknetMessageToL1[] = []

function readMessages(receipt: Json): readonly StarknetMessageToL1[] {
  const messages = readArray(receipt['messages_sent'] ?? receipt['l2_to_l1_messages'], 'messages_sent')
  if (messages.length === 0) return NO_MESSAGES
  return messages.map((entry) => {
    const message = readObject(entry, 'message')
    return {
      fromAddress: readBodyFelt(message['from_address'], 'from_address'),
      toAddress: readComparedFelt(message['to_address'], 'to_address'),
      payload: readBodyFelts(message['payload'], 'payload'),
    }
  })
}

/** Blocks before 0.13 of the feeder gateway may leave the status out: nothing could be reverted then. */
function readStatus(receipt: Json): 'succeeded' | 'failed' {
  const status = receipt['execution_status']
  if (status === 'SUCCEEDED' || status === undefined) return 'succeeded'
  if (status === 'REVERTED') return 'failed'
  throw malformed('an execution status that is unknown')
}

/** What a receipt says of its transaction. */
export interface DecodedReceipt {
  readonly status: 'succeeded' | 'failed'
  readonly fee: Fee
  readonly finalityStatus: StarknetBlockStatus | undefined
  readonly revertReason: string | undefined
  readonly executionResources: StarknetExecutionResources | undefined
  readonly messagesToL1: readonly StarknetMessageToL1[]
}

/** Decodes the receipt of a transaction. Fails with `MALFORMED` where it is another's. */
export function decodeReceipt(receipt: Json, hash: string, index: number, version: number): DecodedReceipt {
  const named = receipt['transaction_hash']
  // The RPC names the hash in the receipt alone, so most often it is the same text.
  if (named !== hash && readComparedFelt(named, 'receipt.transaction_hash') !== hash) {
    throw malformed(`receipt ${index} is of another transaction`)
  }
  const finality = receipt['finality_status']
  const reason = receipt['revert_reason'] ?? receipt['revert_error']
  return {
    status: readStatus(receipt),
    fee: readFee(receipt['actual_fee'], version),
    finalityStatus: finality === 'ACCEPTED_ON_L1' || finality === 'ACCEPTED_ON_L2' ? finality : undefined,
    revertReason: reason === undefined || reason === null ? undefined : readString(reason, 'revert_reason'),
    executionResources: readResources(receipt['execution_resources']),
    messagesToL1: readMessages(receipt),
  }
}

/** Adds to a transaction what its receipt says. */
export function addReceipt(transaction: DecodedTransaction, receipt: DecodedReceipt): void {
  const { fields } = transaction
  const { finalityStatus, revertReason, executionResources } = receipt
  transaction.status = receipt.status
  transaction.fee = receipt.fee
  if (finalityStatus !== undefined) fields.finalityStatus = finalityStatus
  if (revertReason !== undefined) fields.revertReason = revertReason
  if (executionResources !== undefined) {
    fields.executionResources = executionResources
    if (executionResources.l2Gas !== undefined) transaction.gasUsed = BigInt(executionResources.l2Gas)
  }
  fields.messagesToL1 = receipt.messagesToL1
}

/** Adds the events of a receipt to the logs of the block. */
export function addEvents(receipt: Json, transactionHash: string, transactionIndex: number, logs: L2Log[]): void {
  const events = readArray(receipt['events'], 'events')
  for (let index = 0; index < events.length; index += 1) {
    const { from_address: from, keys, data } = readObject(events[index], 'event')
    const address = readBodyFelt(from, 'event.from_address')
    // Who writes the address in a way of its own does the rest so too.
    const isUsual = address === from
    logs.push({
      transactionHash,
      transactionIndex,
      logIndex: logs.length,
      address,
      topics: isUsual ? readBodyFelts(keys, 'event.keys') : readFelts(keys, 'event.keys'),
      data: isUsual ? readJoinedFelts(data, 'event.data') : readFelts(data, 'event.data').join(','),
    })
  }
}
