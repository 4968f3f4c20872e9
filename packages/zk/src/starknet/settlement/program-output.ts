import { malformed } from '@defimon/evm'
import type { AbiValue } from '@defimon/evm/parent'
import { countOf, partsOf } from '../../settlement/abi-values.ts'

/** What StarkNet's operating system proved, as far as the header of its output tells. */
export interface ProgramOutput {
  readonly previousRoot: string
  readonly newRoot: string
  /** The blocks that were proven. */
  readonly from: number
  readonly to: number
  /** Of block `to`. Absent in the oldest layout. */
  readonly blockHash?: string
  /** Whether the state differences are in blobs. */
  readonly inBlobs: boolean
}

/** No height or flag is above it, and a hash that is not is one in 2^187. */
const SMALL = 2n ** 64n

/**
 * The header of a program's output. It had three layouts (cairo-lang, Output.sol and Starknet.sol in their versions; told apart by what only
 * one of them can hold):
 * 1. [previous root, new root, block number, config hash, …], one block;
 * 2. [previous root, new root, block number, block hash, config hash, blobs?, …], one block;
 * 3. [previous root, new root, previous number, new number, previous hash, new hash, program hash, config hash, blobs?, full output?], the blocks
 *    after the previous one.
 *
 * Fails with `MALFORMED` where it is none of them.
 */
export function readProgramOutput(output: AbiValue | undefined): ProgramOutput {
  const words = partsOf(output, 'a program output').map((word) => {
    if (typeof word !== 'bigint') throw malformed('a program output does not consist of integers')
    return word
  })
  const [previousRoot, newRoot, third, fourth, fifth, sixth] = words
  if (previousRoot === undefined || newRoot === undefined || third === undefined || fourth === undefined) {
    throw malformed('a program output is too short')
  }
  const roots = { previousRoot: toFeltHex(previousRoot), newRoot: toFeltHex(newRoot) }
  if (fourth < SMALL) {
    const previous = countOf(third, 'the number of the previous block')
    const to = countOf(fourth, 'a block number')
    if (words.length < 10 || to <= previous) throw malformed('a program output of no known layout')
    return { ...roots, from: previous + 1, to, blockHash: toFeltHex(sixth as bigint), inBlobs: words[8] === 1n }
  }
  const number = countOf(third, 'a block number')
  const hasHash = fifth !== undefined && fifth >= SMALL && sixth !== undefined && sixth <= 1n
  return {
    ...roots,
    from: number,
    to: number,
    ...(hasHash && { blockHash: toFeltHex(fourth) }),
    inBlobs: hasHash && sixth === 1n,
  }
}

/** A felt as the JSON-RPC writes it: without leading zeros. */
export function toFeltHex(value: bigint): string {
  return `0x${value.toString(16)}`
}
