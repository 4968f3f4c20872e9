import type { SeededRandom } from '../runtime/seeded-random.ts'
import { drawFelt, shortString } from './felt.ts'
import { poseidonMany } from './poseidon.ts'

/** A state diff, as `starknet_getStateUpdate` writes it. */
export interface StarknetStateDiff {
  readonly storage_diffs: readonly {
    readonly address: string
    readonly storage_entries: readonly { readonly key: string; readonly value: string }[]
  }[]
  readonly deprecated_declared_classes: readonly string[]
  readonly declared_classes: readonly { readonly class_hash: string; readonly compiled_class_hash: string }[]
  readonly deployed_contracts: readonly { readonly address: string; readonly class_hash: string }[]
  readonly replaced_classes: readonly { readonly contract_address: string; readonly class_hash: string }[]
  readonly nonces: readonly { readonly contract_address: string; readonly nonce: string }[]
}

/** A state diff with a few changes of each kind, in no order. */
export function drawStateDiff(random: SeededRandom): StarknetStateDiff {
  const some = <T>(draw: () => T): T[] => Array.from({ length: random.integer(0, 3) }, draw)
  const felt = (): string => drawFelt(random)
  return {
    storage_diffs: some(() => ({ address: felt(), storage_entries: some(() => ({ key: felt(), value: felt() })) })),
    deprecated_declared_classes: some(felt),
    declared_classes: some(() => ({ class_hash: felt(), compiled_class_hash: felt() })),
    deployed_contracts: some(() => ({ address: felt(), class_hash: felt() })),
    replaced_classes: some(() => ({ contract_address: felt(), class_hash: felt() })),
    nonces: some(() => ({ contract_address: felt(), nonce: felt() })),
  }
}

/** How many single changes there are. */
export function lengthOf(diff: StarknetStateDiff): number {
  const { storage_diffs: storage, ...rest } = diff
  return storage.flatMap((each) => each.storage_entries).length + Object.values(rest).flat().length
}

/** Rows of felts by their first one, each as numbers. */
function ordered(rows: readonly (readonly string[])[]): bigint[][] {
  return rows.map((row) => row.map(BigInt)).sort(([a], [b]) => (a! < b! ? -1 : 1))
}

/** Poseidon over the changes in ascending order (StarkNet docs, state diff commitment). */
export function stateDiffCommitment(diff: StarknetStateDiff): bigint {
  const contracts = ordered([
    ...diff.deployed_contracts.map((each) => [each.address, each.class_hash]),
    ...diff.replaced_classes.map((each) => [each.contract_address, each.class_hash]),
  ])
  const classes = ordered(diff.declared_classes.map((each) => [each.class_hash, each.compiled_class_hash]))
  const deprecated = ordered(diff.deprecated_declared_classes.map((each) => [each]))
  const nonces = ordered(diff.nonces.map((each) => [each.contract_address, each.nonce]))
  const storage = diff.storage_diffs
    .filter((each) => each.storage_entries.length > 0)
    .toSorted((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1))
  const list = (rows: readonly bigint[][]): bigint[] => [BigInt(rows.length), ...rows.flat()]
  return poseidonMany([
    shortString('STARKNET_STATE_DIFF0'),
    ...list(contracts),
    ...list(classes),
    ...list(deprecated),
    1n,
    0n,
    BigInt(storage.length),
    ...storage.flatMap((each) => [
      BigInt(each.address),
      ...list(ordered(each.storage_entries.map(({ key, value }) => [key, value]))),
    ]),
    ...list(nonces),
  ])
}
