import type { L2Transaction } from '@defimon/core'
import { type Json, malformed, readObject, readString } from '@defimon/core/adapter'
import { addReceipt, decodeReceipt } from './decode-receipt.ts'
import { readBodyFelt, readBodyFelts, readLongFelts } from './felt.ts'
import type { StarknetResourceBound, StarknetResourceBounds, StarknetTransactionFields } from './fields.ts'
import { hashMessageToL2, readMessageHash } from './message-hash.ts'
import { readHex, readQuantity } from './quantity.ts'

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

function isQueryVersion(value: unknown): boolean {
  return typeof value === 'string' && value.length > 6 && readQuantity(value, 'version') >= QUERY_BIT
}

function readVersion(value: unknown): number {
  if (typeof value === 'string' && value.length === 3) return Number(readQuantity(value, 'version'))
  const version = isQueryVersion(value) ? readQuantity(value, 'version') - QUERY_BIT : readQuantity(value, 'version')
  if (version > 0xffffn) throw malformed('a transaction version that cannot be')
  return Number(version)
}

function readBound(value: unknown, name: string): StarknetResourceBound {
  const bound = readObject(value, name)
  return {
    maxAmount: readHex(bound['max_amount'], name),
    maxPricePerUnitFri: readHex(bound['max_price_per_unit'], name),
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

/** The message that an L1 handler consumes: the sender on L1 is the first of its calldata. Undefined in the first blocks, without nonces. */
export function consumedMessageHash(transaction: Json): string | undefined {
  if (transaction['nonce'] === undefined || transaction['nonce'] === null) return undefined
  const [fromAddress, ...payload] = readBodyFelts(transaction['calldata'], 'calldata')
  if (fromAddress === undefined) return undefined
  return hashMessageToL2({
    fromAddress,
    toAddress: readBodyFelt(transaction['contract_address'], 'contract_address'),
    nonce: readBodyFelt(transaction['nonce'], 'nonce'),
    selector: readBodyFelt(transaction['entry_point_selector'], 'entry_point_selector'),
    payload,
  })
}

/**
 * Decodes a transaction: what it says itself, and with a receipt what that says. `receipt` is taken for the address of a deployment
 * where only that is wanted. Every kind and version; an unknown kind keeps its name.
 */
export function decodeTransaction(
  transaction: Json,
  hash: string,
  index: number,
  receipt: Json | undefined,
  withReceipt: boolean,
): DecodedTransaction {
  const type = readString(transaction['type'], 'type')
  if ((type === 'INVOKE' || type === 'INVOKE_FUNCTION') && transaction['version'] === '0x3') {
    return decodeInvoke(transaction, hash, index, withReceipt ? receipt : undefined)
  }
  const decoded = decodeAny(transaction, hash, index, type, receipt)
  if (withReceipt && receipt !== undefined) addReceipt(decoded, decodeReceipt(receipt, hash, index, decoded.fields.version))
  return decoded
}

function decodeAny(transaction: Json, hash: string, index: number, type: string, receipt: Json | undefined): DecodedTransaction {
  const version = readVersion(transaction['version'])
  const fields: DecodedTransaction['fields'] = { version }
  const decoded: DecodedTransaction = {
    hash,
    index,
    kind: type === 'L1_HANDLER' ? 'deposit' : 'user',
    type: TYPES[type] ?? type,
    fields,
  }
  if (isQueryVersion(transaction['version'])) fields.isQuery = true
  const nonce = transaction['nonce']
  if (nonce !== undefined && nonce !== null) decoded.nonce = readQuantity(nonce, 'nonce')
  const sender = transaction['sender_address']
  if (sender !== undefined) decoded.from = readBodyFelt(sender, 'sender_address')
  if (transaction['signature'] !== undefined) fields.signature = readLongFelts(transaction['signature'], 'signature')
  if (transaction['max_fee'] !== undefined) fields.maxFeeWei = readQuantity(transaction['max_fee'], 'max_fee')
  if (transaction['class_hash'] !== undefined) fields.classHash = readBodyFelt(transaction['class_hash'], 'class_hash')
  if (transaction['calldata'] !== undefined) {
    fields.calldata = readLongFelts(transaction['calldata'], 'calldata')
  }
  if (type === 'DEPLOY' || type === 'DEPLOY_ACCOUNT') decodeDeployment(decoded, transaction, receipt)
  else if (type === 'L1_HANDLER') decodeL1Handler(decoded, transaction, receipt)
  else if (type === 'DECLARE') {
    const compiled = transaction['compiled_class_hash']
    if (compiled !== undefined && compiled !== null) fields.compiledClassHash = readBodyFelt(compiled, 'compiled_class_hash')
  } else if (version === 0 && transaction['contract_address'] !== undefined) {
    decoded.to = readBodyFelt(transaction['contract_address'], 'contract_address')
    fields.entryPointSelector = readBodyFelt(transaction['entry_point_selector'], 'entry_point_selector')
  }
  if (transaction['resource_bounds'] !== undefined) decodeVersion3(decoded, transaction)
  return decoded
}

/** Nearly every transaction is an invocation of version 3: made in one piece, which is twice as fast as field by field. */
function decodeInvoke(transaction: Json, hash: string, index: number, receipt: Json | undefined): DecodedTransaction {
  const resourceBounds = readBounds(transaction['resource_bounds'])
  const signature = readLongFelts(transaction['signature'], 'signature')
  const calldata = readLongFelts(transaction['calldata'], 'calldata')
  const tipFri = readQuantity(transaction['tip'], 'tip')
  const paymasterData = readLongFelts(transaction['paymaster_data'], 'paymaster_data')
  const accountDeploymentData = readLongFelts(transaction['account_deployment_data'], 'account_deployment_data')
  const nonceDataAvailability = readAvailability(transaction['nonce_data_availability_mode'])
  const feeDataAvailability = readAvailability(transaction['fee_data_availability_mode'])
  const from = readBodyFelt(transaction['sender_address'], 'sender_address')
  const nonce = readQuantity(transaction['nonce'], 'nonce')
  const gasLimit = readQuantity(resourceBounds.l2Gas.maxAmount, 'max_amount')
  const outcome = receipt === undefined ? undefined : decodeReceipt(receipt, hash, index, 3)
  const resources = outcome?.executionResources
  if (outcome?.finalityStatus !== undefined && outcome.revertReason === undefined && resources?.l2Gas !== undefined) {
    return {
      hash,
      index,
      kind: 'user',
      type: 'INVOKE',
      from,
      nonce,
      gasLimit,
      status: outcome.status,
      fee: outcome.fee,
      gasUsed: BigInt(resources.l2Gas),
      fields: {
        version: 3,
        signature,
        calldata,
        resourceBounds,
        tipFri,
        paymasterData,
        accountDeploymentData,
        nonceDataAvailability,
        feeDataAvailability,
        finalityStatus: outcome.finalityStatus,
        executionResources: resources,
        messagesToL1: outcome.messagesToL1,
      },
    }
  }
  const decoded: DecodedTransaction = {
    hash,
    index,
    kind: 'user',
    type: 'INVOKE',
    from,
    nonce,
    gasLimit,
    fields: {
      version: 3,
      signature,
      calldata,
      resourceBounds,
      tipFri,
      paymasterData,
      accountDeploymentData,
      nonceDataAvailability,
      feeDataAvailability,
    },
  }
  if (outcome) addReceipt(decoded, outcome)
  return decoded
}

function decodeDeployment(decoded: DecodedTransaction, transaction: Json, receipt: Json | undefined): void {
  const { fields } = decoded
  fields.contractAddressSalt = readBodyFelt(transaction['contract_address_salt'], 'contract_address_salt')
  fields.constructorCalldata = readLongFelts(transaction['constructor_calldata'], 'constructor_calldata')
  // The RPC gives the address with the receipt only; the feeder gateway names it, since version 3 as the sender.
  const address = transaction['contract_address'] ?? receipt?.['contract_address'] ?? decoded.from
  if (address === undefined || address === null) return
  decoded.to = readBodyFelt(address, 'contract_address')
  if (decoded.type === 'DEPLOY_ACCOUNT') decoded.from = decoded.to
}

function decodeL1Handler(decoded: DecodedTransaction, transaction: Json, receipt: Json | undefined): void {
  const { fields } = decoded
  decoded.to = readBodyFelt(transaction['contract_address'], 'contract_address')
  fields.entryPointSelector = readBodyFelt(transaction['entry_point_selector'], 'entry_point_selector')
  const sender = fields.calldata?.[0]
  if (sender !== undefined) decoded.from = sender
  // The receipt of the RPC tells it; that it is right is checked when the block is.
  const stated = receipt?.['message_hash']
  const messageHash = stated === undefined ? consumedMessageHash(transaction) : readMessageHash(stated)
  if (messageHash !== undefined) fields.messageHash = messageHash
}

function decodeVersion3(decoded: DecodedTransaction, transaction: Json): void {
  const { fields } = decoded
  fields.resourceBounds = readBounds(transaction['resource_bounds'])
  decoded.gasLimit = readQuantity(fields.resourceBounds.l2Gas.maxAmount, 'max_amount')
  fields.tipFri = readQuantity(transaction['tip'], 'tip')
  fields.paymasterData = readLongFelts(transaction['paymaster_data'], 'paymaster_data')
  const deployment = transaction['account_deployment_data']
  if (deployment !== undefined) fields.accountDeploymentData = readLongFelts(deployment, 'account_deployment_data')
  fields.nonceDataAvailability = readAvailability(transaction['nonce_data_availability_mode'])
  fields.feeDataAvailability = readAvailability(transaction['fee_data_availability_mode'])
}
