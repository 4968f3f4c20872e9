import type { Fee, L2Log } from '@defimon/core'
import { type DecodedTransaction, joinFelts } from './decode-transaction.ts'
import { type FeltReader, readPlainFelts, readQuantity } from './felt.ts'
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
  // The feeder gateway holds the gas one level down, and null where there was none yet.
  const gas = isObject(resources['total_gas_consumed']) ? resources['total_gas_consumed'] : resources
  const read: { -readonly [K in keyof StarknetExecutionResources]: StarknetExecutionResources[K] } = {}
  if (gas['l1_gas'] !== undefined) read.l1Gas = BigInt(readNumber(gas['l1_gas'], 'l1_gas'))
  if (gas['l1_data_gas'] !== undefined) read.l1DataGas = BigInt(readNumber(gas['l1_data_gas'], 'l1_data_gas'))
  if (gas['l2_gas'] !== undefined) read.l2Gas = BigInt(readNumber(gas['l2_gas'], 'l2_gas'))
  if (resources['n_steps'] !== undefined) read.steps = BigInt(readNumber(resources['n_steps'], 'n_steps'))
  return read
}

function readMessages(receipt: Json, reader: FeltReader): readonly StarknetMessageToL1[] {
  const messages = readArray(receipt['messages_sent'] ?? receipt['l2_to_l1_messages'], 'messages_sent')
  return messages.map((entry) => {
    const message = readObject(entry, 'message')
    return {
      fromAddress: reader.felt(message['from_address'], 'from_address'),
      toAddress: reader.felt(message['to_address'], 'to_address'),
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
export function addReceipt(transaction: DecodedTransaction, receipt: Json, logs: L2Log[], reader: FeltReader): void {
  const { fields, hash, index } = transaction
  if (reader.felt(receipt['transaction_hash'], 'receipt.transaction_hash') !== hash) {
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
    if (resources.l2Gas !== undefined) transaction.gasUsed = resources.l2Gas
  }
  fields.messagesToL1 = readMessages(receipt, reader)
  for (const entry of readArray(receipt['events'], 'events')) {
    const event = readObject(entry, 'event')
    logs.push({
      transactionHash: hash,
      transactionIndex: index,
      logIndex: logs.length,
      address: reader.felt(event['from_address'], 'event.from_address'),
      topics: reader.felts(event['keys'], 'event.keys'),
      data: joinFelts(readPlainFelts(event['data'], 'event.data')),
    })
  }
}
