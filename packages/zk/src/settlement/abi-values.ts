import type { L2Network } from '@defimon/core'
import { malformed } from '@defimon/evm'
import type { AbiValue, ParentLog, ParentRecord } from '@defimon/evm/parent'

/** A decoded integer that counts blocks or batches, or `MALFORMED` where it is none that a number holds. */
export function countOf(value: AbiValue | undefined, name: string): number {
  const count = typeof value === 'bigint' ? Number(value) : Number.NaN
  if (!Number.isSafeInteger(count) || count < 0) throw malformed(`${name} is not a number of blocks or batches`)
  return count
}

/** Decoded bytes, a hash or an address, as 0x-hex; or `MALFORMED`. */
export function hexOf(value: AbiValue | undefined, name: string): string {
  if (typeof value !== 'string') throw malformed(`${name} is not bytes`)
  return value
}

/** A decoded tuple or array; or `MALFORMED`. */
export function partsOf(value: AbiValue | undefined, name: string): readonly AbiValue[] {
  if (typeof value !== 'object') throw malformed(`${name} is not a list`)
  return value
}

/** A big-endian integer of `bytes` bytes at a place in 0x-hex, both in bytes; or `MALFORMED` where the data end before. */
export function integerAt(hex: string, start: number, bytes: number, name: string): number {
  const digits = hex.slice(2 + 2 * start, 2 + 2 * (start + bytes))
  const value = Number(`0x${digits}`)
  if (digits.length !== 2 * bytes || !Number.isSafeInteger(value)) throw malformed(`${name} ends early`)
  return value
}

/** Whether an address is a contract of the network, in any of the roles and at any time. Without a network, any address may be. */
export function isContractOf<R extends string>(
  network: (L2Network & { readonly contracts: { readonly [K in R]?: readonly { readonly address: string }[] } }) | undefined,
  roles: readonly R[],
  address: string | undefined,
): boolean {
  if (network === undefined || address === undefined) return true
  return roles.some((role) =>
    network.contracts[role]?.some((contract) => contract.address.toLowerCase() === address.toLowerCase()),
  )
}

/** The logs of a record with one of the topics. */
export function logsWith(record: ParentRecord, topics: readonly string[]): readonly ParentLog[] {
  return record.logs.filter(({ topics: [topic] }) => topic !== undefined && topics.includes(topic))
}
