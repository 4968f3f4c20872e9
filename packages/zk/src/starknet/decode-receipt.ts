import type { Fee, L2Log } from '@defimon/core'
import type { DecodedTransaction } from './decode-transaction.ts'
import { joinFelts, readBodyFelt, readBodyFelts, readPlainFelts, readQuantity } from './felt.ts'
import type { StarknetExecutionResources, StarknetMessageToL1 } from './fields.ts'
import { isObject, type Json, malformed, readArray, readNumber, readObject, readString } from './read-json.ts'

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
      toAddress: readBodyFelt(message['to_address'], 'to_address'),
      payload: readPlainFelts(message['payload'], 'payload'),
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

/** Adds to a transaction what its receipt says, and its events to the logs of the block. */
export function addReceipt(transaction: DecodedTransaction, receipt: Json, logs: L2Log[]): void {
  const { fields, hash, index } = transaction
  if (readBodyFelt(receipt['transaction_hash'], 'receipt.transaction_hash') !== hash) {
    throw malformed(`receipt ${index} is of another transaction`)
  }
  transaction.status = readStatus(receipt)
  transaction.fee = readFee(receipt['actual_fee'], fields.version)
  const finality = receipt['finality_status']
  if (finality === 'ACCEPTED_ON_L1' || finality === 'ACCEPTED_ON_L2') fields.finalityStatus = finality
  const reason = receipt['revert_reason'] ?? receipt['revert_error']
  if (reason !== undefined && reason !== null) fields.revertReason = readString(reason, 'revert_reason')
  const resources = readResources(receipt['execution_resources'])
  if (resources) {
    fields.executionResources = resources
    if (resources.l2Gas !== undefined) transaction.gasUsed = BigInt(resources.l2Gas)
  }
  fields.messagesToL1 = readMessages(receipt)
  for (const entry of readArray(receipt['events'], 'events')) {
    const event = readObject(entry, 'event')
    logs.push({
      transactionHash: hash,
      transactionIndex: index,
      logIndex: logs.length,
      address: readBodyFelt(event['from_address'], 'event.from_address'),
      topics: readBodyFelts(event['keys'], 'event.keys'),
      data: joinFelts(readPlainFelts(event['data'], 'event.data')),
    })
  }
}
