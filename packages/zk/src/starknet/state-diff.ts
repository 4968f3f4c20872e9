import { type Json, readArray, readObject } from '@defimon/core/adapter'
import { feltToBigInt, readFelt, shortStringToFelt } from './felt.ts'
import type { StarknetHashes } from './hashes.ts'

/** What a block hash takes of a state diff. */
export interface StateDiffSummary {
  readonly commitment: string
  /** Single changes in it. */
  readonly length: number
}

type Pair = readonly [bigint, bigint]

function readList<T>(diff: Json, name: string, read: (entry: Json) => T): T[] {
  const list = diff[name]
  return list === undefined || list === null ? [] : readArray(list, name).map((entry) => read(readObject(entry, name)))
}

function number(entry: Json, name: string): bigint {
  return feltToBigInt(readFelt(entry[name], name))
}

function pairs(diff: Json, name: string, key: string, value: string): Pair[] {
  return readList(diff, name, (entry): Pair => [number(entry, key), number(entry, value)])
}

function compare(left: bigint, right: bigint): number {
  return left < right ? -1 : left > right ? 1 : 0
}

/** By key, ascending; of two with one key the later counts. */
function sorted(list: readonly Pair[]): readonly Pair[] {
  return [...new Map(list)].sort(([left], [right]) => compare(left, right))
}

function counted(list: readonly Pair[]): bigint[] {
  return [BigInt(list.length), ...list.flat()]
}

/**
 * The commitment to the `state_diff` of `starknet_getStateUpdate` (starknet_api, state_diff_hash.rs): Poseidon over contracts that were
 * deployed or replaced, classes that were declared (or compiled anew, since 0.14.1), storage and nonces, each in ascending order.
 */
export function summarizeStateDiff(stateDiff: unknown, { poseidon }: StarknetHashes): StateDiffSummary {
  const diff = readObject(stateDiff, 'state_diff')
  const contracts = sorted([
    ...pairs(diff, 'deployed_contracts', 'address', 'class_hash'),
    ...pairs(diff, 'replaced_classes', 'contract_address', 'class_hash'),
  ])
  const classes = sorted([
    ...pairs(diff, 'declared_classes', 'class_hash', 'compiled_class_hash'),
    ...pairs(diff, 'migrated_compiled_classes', 'class_hash', 'compiled_class_hash'),
  ])
  const deprecated = readArray(diff['deprecated_declared_classes'] ?? [], 'deprecated_declared_classes')
    .map((hash) => feltToBigInt(readFelt(hash, 'deprecated_declared_classes')))
    .sort(compare)
  const storage = readList(diff, 'storage_diffs', (entry): readonly [bigint, readonly Pair[]] => [
    number(entry, 'address'),
    sorted(pairs(entry, 'storage_entries', 'key', 'value')),
  ])
    .filter(([, entries]) => entries.length > 0)
    .sort(([left], [right]) => compare(left, right))
  const nonces = sorted(pairs(diff, 'nonces', 'contract_address', 'nonce'))
  const commitment = poseidon([
    shortStringToFelt('STARKNET_STATE_DIFF0'),
    ...counted(contracts),
    ...counted(classes),
    BigInt(deprecated.length),
    ...deprecated,
    1n,
    0n,
    BigInt(storage.length),
    ...storage.flatMap(([address, entries]) => [address, ...counted(entries)]),
    ...counted(nonces),
  ])
  const entries = storage.reduce((sum, [, each]) => sum + each.length, 0)
  return {
    commitment: `0x${commitment.toString(16)}`,
    length: contracts.length + classes.length + deprecated.length + entries + nonces.length,
  }
}
