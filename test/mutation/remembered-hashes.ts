import type { StarknetHashes } from '@defimon/zk/starknet'

/** Hashes kept at a time. What a change makes anew is not asked again, so beyond this all are forgotten. */
const MOST_KEPT = 400_000

/**
 * The hashes of StarkNet, each computed once for the same values. A change of one value of a block leaves nearly all of what is hashed as it
 * was, so that verifying it again costs the hashes on the way from that value to the root.
 */
export function rememberedHashes(hashes: StarknetHashes): StarknetHashes {
  const pedersen = rememberedPair(hashes.pedersen)
  return {
    pedersen,
    pedersenChain: (values) =>
      pedersen(
        values.reduce((left, right) => pedersen(left, right), 0n),
        BigInt(values.length),
      ),
    poseidon: rememberedList(hashes.poseidon),
    poseidonPair: rememberedPair(hashes.poseidonPair),
  }
}

function rememberedPair(hash: (left: bigint, right: bigint) => bigint): (left: bigint, right: bigint) => bigint {
  const byLeft = new Map<bigint, Map<bigint, bigint>>()
  let kept = 0
  return (left, right) => {
    const byRight = byLeft.get(left)
    const known = byRight?.get(right)
    if (known !== undefined) return known
    const computed = hash(left, right)
    if (kept >= MOST_KEPT) {
      byLeft.clear()
      kept = 0
    }
    kept += 1
    if (byRight && byLeft.has(left)) byRight.set(right, computed)
    else byLeft.set(left, new Map([[right, computed]]))
    return computed
  }
}

function rememberedList(hash: (values: readonly bigint[]) => bigint): (values: readonly bigint[]) => bigint {
  const byMixture = new Map<number, { readonly values: readonly bigint[]; readonly computed: bigint }[]>()
  let kept = 0
  return (values) => {
    const mixture = mixtureOf(values)
    const known = byMixture.get(mixture)?.find((each) => areSame(each.values, values))
    if (known) return known.computed
    const computed = hash(values)
    if (kept >= MOST_KEPT) {
      byMixture.clear()
      kept = 0
    }
    kept += 1
    const same = byMixture.get(mixture)
    if (same) same.push({ values, computed })
    else byMixture.set(mixture, [{ values, computed }])
    return computed
  }
}

/** A number that few lists share; which of them it is, is for `areSame` to say. */
function mixtureOf(values: readonly bigint[]): number {
  let mixture = values.length
  for (const value of values) mixture = (Math.imul(mixture, 0x01000193) + Number(BigInt.asUintN(31, value))) | 0
  return mixture
}

function areSame(one: readonly bigint[], other: readonly bigint[]): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index])
}
