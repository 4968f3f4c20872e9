import { feltToBigInt, shortStringToFelt } from './felt.ts'
import type { StarknetHashes } from './hashes.ts'
import type { StarknetHeader } from './read-header.ts'
import { isAtLeast, isKnownVersion, parseVersion } from './starknet-version.ts'

/** What the block hash takes beside the header: commitments and counts, as the header states them or as they were recomputed. */
export interface HashedContents {
  readonly transactionCount: number
  readonly eventCount: number
  readonly transactionCommitment: string
  readonly eventCommitment: string
  /** Of Poseidon eras, as is what follows. */
  readonly receiptCommitment?: string | undefined
  readonly stateDiffCommitment?: string | undefined
  readonly stateDiffLength?: number | undefined
}

/** How blocks were hashed, oldest first. `unknown`: a version that came after this code. */
export type HashEra = 'pedersen' | 'poseidon-0.13.2' | 'poseidon-0.13.4' | 'unknown'

/** The last block of mainnet that is hashed with the chain id, before 0.7 (pathfinder, block_hash.rs). */
const LAST_BLOCK_BEFORE_0_7 = 832
/** Hashed into mainnet's blocks from 0.8.0 to 0.8.2, which do not name their sequencer (pathfinder, block_hash.rs). */
const FALLBACK_SEQUENCER = 0x021f4b90b0377c82bf330b7b5295820769e72d79d8acd0effa0ebde6e9988bc5n

/** The era of a block by its version; blocks without one are of before 0.9. */
export function hashEraOf({ version }: StarknetHeader): HashEra {
  if (version === '') return 'pedersen'
  const parsed = parseVersion(version)
  if (!parsed) return 'unknown'
  if (!isAtLeast(parsed, [0, 13, 2])) return 'pedersen'
  if (!isAtLeast(parsed, [0, 13, 4])) return 'poseidon-0.13.2'
  return isKnownVersion(parsed) ? 'poseidon-0.13.4' : 'unknown'
}

/**
 * The hashes that a block before 0.13.2 may have, likeliest first: Pedersen over the header. What varies is the sequencer (not in
 * every old block) and, before 0.7, the chain id with neither time, sequencer nor events.
 */
export function* pedersenBlockHashes(
  header: StarknetHeader,
  contents: HashedContents,
  chainName: string | undefined,
  { pedersenChain }: StarknetHashes,
): Generator<bigint, void, undefined> {
  const number = BigInt(header.number)
  const root = feltToBigInt(header.stateRoot)
  const parent = feltToBigInt(header.parentHash)
  const transactions = [BigInt(contents.transactionCount), feltToBigInt(contents.transactionCommitment)]
  const events = [BigInt(contents.eventCount), feltToBigInt(contents.eventCommitment)]
  const isMainnet = chainName === 'SN_MAIN'
  if (isMainnet && header.number <= LAST_BLOCK_BEFORE_0_7) {
    yield pedersenChain([number, root, 0n, 0n, ...transactions, 0n, 0n, 0n, 0n, shortStringToFelt('SN_MAIN'), parent])
    return
  }
  const stated = header.sequencerAddress === undefined ? 0n : feltToBigInt(header.sequencerAddress)
  const sequencers = isMainnet && header.version === '' ? [stated, FALLBACK_SEQUENCER] : [stated]
  for (const sequencer of new Set(sequencers)) {
    yield pedersenChain([number, root, sequencer, BigInt(header.timestamp), ...transactions, ...events, 0n, 0n, parent])
  }
}

/** The Poseidon hash of a block, with the gas prices one by one (0.13.2) or hashed by themselves (0.13.4). */
export function poseidonBlockHash(
  header: StarknetHeader,
  contents: HashedContents,
  era: 'poseidon-0.13.2' | 'poseidon-0.13.4',
  { poseidon }: StarknetHashes,
): bigint {
  const { l1GasPrice, l1DataGasPrice, l2GasPrice } = header
  const prices = [l1GasPrice?.wei ?? 0n, l1GasPrice?.fri ?? 0n, l1DataGasPrice?.wei ?? 0n, l1DataGasPrice?.fri ?? 0n]
  const counts =
    (BigInt(contents.transactionCount) << 192n) |
    (BigInt(contents.eventCount) << 128n) |
    (BigInt(contents.stateDiffLength ?? 0) << 64n) |
    (header.l1DataAvailability === 'BLOB' ? 1n << 63n : 0n)
  const isNewer = era === 'poseidon-0.13.4'
  return poseidon([
    shortStringToFelt(isNewer ? 'STARKNET_BLOCK_HASH1' : 'STARKNET_BLOCK_HASH0'),
    BigInt(header.number),
    feltToBigInt(header.stateRoot),
    feltToBigInt(header.sequencerAddress ?? '0x0'),
    BigInt(header.timestamp),
    counts,
    feltToBigInt(contents.stateDiffCommitment ?? '0x0'),
    feltToBigInt(contents.transactionCommitment),
    feltToBigInt(contents.eventCommitment),
    feltToBigInt(contents.receiptCommitment ?? '0x0'),
    ...(isNewer
      ? [poseidon([shortStringToFelt('STARKNET_GAS_PRICES0'), ...prices, l2GasPrice?.wei ?? 0n, l2GasPrice?.fri ?? 0n])]
      : prices),
    shortStringToFelt(canonicalVersion(header.version)),
    0n,
    feltToBigInt(header.parentHash),
  ])
}

/** `0.13.2.0` is hashed as `0.13.2`. */
function canonicalVersion(version: string): string {
  return version.split('.').length === 4 && version.endsWith('.0') ? version.slice(0, -2) : version
}
