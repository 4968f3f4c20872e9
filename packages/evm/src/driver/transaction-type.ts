import { isPresent, malformed, type RpcObject } from '../encoding/rpc-object.ts'

/** The type in JSON without leading zeros and in lowercase; `0x0` where there is none (nodes before EIP-2718). */
export function typeOf(transaction: RpcObject): string {
  const { type } = transaction
  if (!isPresent(type)) return '0x0'
  if (typeof type !== 'string' || !/^0x[0-9a-fA-F]{1,8}$/.test(type))
    throw malformed('type of a transaction is not a hex quantity')
  return type.length === 3 ? type.toLowerCase() : `0x${Number(type).toString(16)}`
}
