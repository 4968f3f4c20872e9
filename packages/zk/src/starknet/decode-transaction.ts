import type { L2Transaction } from '@defimon/core'
import { type FeltReader, readPlainFelts, readQuantity } from './felt.ts'
import type { StarknetResourceBound, StarknetResourceBounds, StarknetTransactionFields } from './fields.ts'
import { hashMessageToL2 } from './message-hash.ts'
import { type Json, malformed, readObject, readString } from './read-json.ts'
import type { RawTransaction } from './starknet-raw.ts'

/** While it is built. A spread for each field that may be absent would cost more than reading it. */
type Building<T> = { -readonly [K in keyof T]: T[K] }

/** The transaction part of a transaction, to which its receipt is added. */
export type DecodedTransaction = Building<Omit<L2Transaction<'starknet'>, 'fields'>> & {
  readonly fields: Building<StarknetTransactionFields>
}

const TYPES: Readonly<Record<string, string>> = {
  INVOKE: 'INVOKE',
  /** The feeder gateway's name. */
  INVOKE_FUNCTION: 'INVOKE',
  DECLARE: 'DECLARE',
  DEPLOY: 'DEPLOY',
  DEPLOY_ACCOUNT: 'DEPLOY_ACCOUNT',
  L1_HANDLER: 'L1_HANDLER',
}

/** 2^128, added to the version of a transaction that only estimates (starknet_api_openrpc.json, `SIMULATION_FLAG`). */
const QUERY_BIT = 1n << 128n

function readVersion(value: unknown): { readonly version: number; readonly isQuery: boolean } {
  if (value === '0x3') return { version: 3, isQuery: false }
  const whole = readQuantity(value, 'version')
  const isQuery = whole >= QUERY_BIT
  const version = isQuery ? whole - QUERY_BIT : whole
  if (version > 0xffffn) throw malformed('a transaction version that cannot be')
  return { version: Number(version), isQuery }
}

function readBound(value: unknown, name: string): StarknetResourceBound {
  const bound = readObject(value, name)
  return {
    maxAmount: readQuantity(bound['max_amount'], name),
    maxPricePerUnitFri: readQuantity(bound['max_price_per_unit'], name),
  }
}

/** RPC names the resources in lower case, the feeder gateway in capitals. */
function readBounds(value: unknown): StarknetResourceBounds {
  const bounds = readObject(value, 'resource_bounds')
  const l1DataGas = bounds['l1_data_gas'] ?? bounds['L1_DATA_GAS']
  const l1Gas = readBound(bounds['l1_gas'] ?? bounds['L1_GAS'], 'resource_bounds.l1_gas')
  const l2Gas = readBound(bounds['l2_gas'] ?? bounds['L2_GAS'], 'resource_bounds.l2_gas')
  if (l1DataGas === undefined || l1DataGas === null) return { l1Gas, l2Gas }
  return { l1Gas, l2Gas, l1DataGas: readBound(l1DataGas, 'resource_bounds.l1_data_gas') }
}

function readAvailability(value: unknown): 'L1' | 'L2' {
  if (value === 'L1' || value === 0) return 'L1'
  if (value === 'L2' || value === 1) return 'L2'
  throw malformed('a data availability mode that is neither L1 nor L2')
}

/**
 * Felts as one text: each in lower-case hex without leading zeros, in order, with a comma between them; empty for none.
 * `text === '' ? [] : text.split(',')` gives them back.
 */
export function joinFelts(felts: readonly string[]): string {
  let text = ''
  for (let index = 0; index < felts.length; index += 1) text += index === 0 ? felts[index] : `,${felts[index]}`
  return text
}

/** The message that an L1 handler consumes: the sender on L1 is the first of its calldata. Undefined in the first blocks, without nonces. */
function consumedMessageHash(transaction: Json, reader: FeltReader): string | undefined {
  if (transaction['nonce'] === undefined || transaction['nonce'] === null) return undefined
  const [fromAddress, ...payload] = readPlainFelts(transaction['calldata'], 'calldata')
  if (fromAddress === undefined) return undefined
  return hashMessageToL2({
    fromAddress,
    toAddress: reader.felt(transaction['contract_address'], 'contract_address'),
    nonce: reader.felt(transaction['nonce'], 'nonce'),
    selector: reader.felt(transaction['entry_point_selector'], 'entry_point_selector'),
    payload,
  })
}

/** Decodes what a transaction says without its receipt. Every kind and version; an unknown kind keeps its name. */
export function decodeTransaction(
  { transaction, receipt, hash }: RawTransaction,
  index: number,
  reader: FeltReader,
): DecodedTransaction {
  if (transaction === undefined) throw malformed('hashes where transactions were asked')
  const type = readString(transaction['type'], 'type')
  const { version, isQuery } = readVersion(transaction['version'])
  const fields: DecodedTransaction['fields'] = { version }
  const decoded: DecodedTransaction = {
    hash: reader.felt(hash, 'transaction_hash'),
    index,
    kind: type === 'L1_HANDLER' ? 'deposit' : 'user',
    type: TYPES[type] ?? type,
    fields,
  }
  if (isQuery) fields.isQuery = true
  const nonce = transaction['nonce']
  if (nonce !== undefined && nonce !== null) decoded.nonce = readQuantity(nonce, 'nonce')
  const sender = transaction['sender_address']
  if (sender !== undefined) decoded.from = reader.felt(sender, 'sender_address')
  if (transaction['signature'] !== undefined) fields.signature = readPlainFelts(transaction['signature'], 'signature')
  if (transaction['max_fee'] !== undefined) fields.maxFeeWei = readQuantity(transaction['max_fee'], 'max_fee')
  if (transaction['class_hash'] !== undefined) fields.classHash = reader.felt(transaction['class_hash'], 'class_hash')
  if (transaction['calldata'] !== undefined) {
    fields.calldata = readPlainFelts(transaction['calldata'], 'calldata')
    decoded.input = joinFelts(fields.calldata)
  }
  if (type === 'DEPLOY' || type === 'DEPLOY_ACCOUNT') decodeDeployment(decoded, transaction, receipt, reader)
  else if (type === 'L1_HANDLER') decodeL1Handler(decoded, transaction, reader)
  else if (type === 'DECLARE') {
    const compiled = transaction['compiled_class_hash']
    if (compiled !== undefined && compiled !== null) fields.compiledClassHash = reader.felt(compiled, 'compiled_class_hash')
  } else if (version === 0 && transaction['contract_address'] !== undefined) {
    decoded.to = reader.felt(transaction['contract_address'], 'contract_address')
    fields.entryPointSelector = reader.felt(transaction['entry_point_selector'], 'entry_point_selector')
  }
  if (transaction['resource_bounds'] !== undefined) decodeVersion3(decoded, transaction)
  return decoded
}

function decodeDeployment(decoded: DecodedTransaction, transaction: Json, receipt: Json | undefined, reader: FeltReader): void {
  const { fields } = decoded
  fields.contractAddressSalt = reader.felt(transaction['contract_address_salt'], 'contract_address_salt')
  fields.constructorCalldata = readPlainFelts(transaction['constructor_calldata'], 'constructor_calldata')
  decoded.input = joinFelts(fields.constructorCalldata)
  // The RPC gives the address with the receipt only; the feeder gateway names it, since version 3 as the sender.
  const address = transaction['contract_address'] ?? receipt?.['contract_address'] ?? decoded.from
  if (address === undefined || address === null) return
  decoded.to = reader.felt(address, 'contract_address')
  if (decoded.type === 'DEPLOY_ACCOUNT') decoded.from = decoded.to
}

function decodeL1Handler(decoded: DecodedTransaction, transaction: Json, reader: FeltReader): void {
  const { fields } = decoded
  decoded.to = reader.felt(transaction['contract_address'], 'contract_address')
  fields.entryPointSelector = reader.felt(transaction['entry_point_selector'], 'entry_point_selector')
  const sender = fields.calldata?.[0]
  if (sender !== undefined) decoded.from = sender
  const messageHash = consumedMessageHash(transaction, reader)
  if (messageHash !== undefined) fields.messageHash = messageHash
}

function decodeVersion3(decoded: DecodedTransaction, transaction: Json): void {
  const { fields } = decoded
  fields.resourceBounds = readBounds(transaction['resource_bounds'])
  decoded.gasLimit = fields.resourceBounds.l2Gas.maxAmount
  fields.tipFri = readQuantity(transaction['tip'], 'tip')
  fields.paymasterData = readPlainFelts(transaction['paymaster_data'], 'paymaster_data')
  const deployment = transaction['account_deployment_data']
  if (deployment !== undefined) fields.accountDeploymentData = readPlainFelts(deployment, 'account_deployment_data')
  fields.nonceDataAvailability = readAvailability(transaction['nonce_data_availability_mode'])
  fields.feeDataAvailability = readAvailability(transaction['fee_data_availability_mode'])
}
