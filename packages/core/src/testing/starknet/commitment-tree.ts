import { poseidonPair, STARK_PRIME } from './poseidon.ts'

/** A node on its way up: its hash at the height where it last branched, and how many levels of one child lie above it. */
interface Node {
  readonly hash: bigint
  readonly lifted: number
}

const HEIGHT = 64

/** The hash of a node as its parent sees it: levels with one child, the left one, are one edge. */
function sealed({ hash, lifted }: Node): bigint {
  return lifted === 0 ? hash : (poseidonPair(hash, 0n) + BigInt(lifted)) % STARK_PRIME
}

/** Root of the tree of height 64 over leaves at 0, 1, 2, …, built level by level from the leaves up. */
export function commitmentRoot(leaves: readonly bigint[]): bigint {
  if (leaves.length === 0) return 0n
  let level: readonly Node[] = leaves.map((hash) => ({ hash, lifted: 0 }))
  for (let height = 0; height < HEIGHT; height++) {
    const above: Node[] = []
    for (let index = 0; index < level.length; index += 2) {
      const [left, right] = [level[index]!, level[index + 1]]
      if (right === undefined) above.push({ hash: left.hash, lifted: left.lifted + 1 })
      else above.push({ hash: poseidonPair(sealed(left), sealed(right)), lifted: 0 })
    }
    level = above
  }
  return sealed(level[0]!)
}
