import type { Hash } from '@defimon/core'
import { asObject, encodeHex, isPresent, type RlpWriter, type RpcObject } from '@defimon/evm'

/** What the first transaction of a block says of the L1 block that it was derived from. Absent: the fork has no such part. */
export interface L1Attributes {
  readonly fork: 'bedrock' | 'ecotone' | 'isthmus' | 'jovian'
  readonly number: number
  readonly hash: Hash
  readonly timestampMs: number
  /** Blocks since the first one of this L1 origin. */
  readonly sequenceNumber: number
  readonly baseFeeWei: bigint
  readonly blobBaseFeeWei?: bigint
  readonly baseFeeScalar?: bigint
  readonly blobBaseFeeScalar?: bigint
  readonly operatorFeeScalar?: bigint
  readonly operatorFeeConstant?: bigint
}

/** The address that L1 attributes deposits come from. */
export const L1_ATTRIBUTES_DEPOSITOR = '0xdeaddeaddeaddeaddeaddeaddeaddeaddead0001'

/**
 * Selector → fork, and the least number of bytes of calldata (specs.optimism.io, protocol/deposits and `<fork>/l1-attributes`). Two
 * chains have a selector of their own for the same places: Mantle since Arsia, and Kroma, which appends the reward of its validators.
 */
const LAYOUTS: Readonly<Record<string, readonly [fork: L1Attributes['fork'], bytes: number]>> = {
  '0x015d8eb9': ['bedrock', 260],
  '0x440a5e20': ['ecotone', 164],
  '0x098999be': ['isthmus', 176],
  '0x3db6be2b': ['jovian', 178],
  '0x49e72383': ['jovian', 178],
  '0xefc674eb': ['bedrock', 292],
}

/**
 * Reads the L1 attributes of a block with whole transactions: the calldata of its first one. Undefined where there is none, or its
 * selector is of a fork that is not known here.
 */
export function l1Attributes(block: RpcObject): L1Attributes | undefined {
  if (read.has(block)) return read.get(block)
  const attributes = readAttributes(block)
  read.set(block, attributes)
  return attributes
}

/** Every transaction's fee asks for them. Answers are not changed once they are here. */
const read: WeakMap<RpcObject, L1Attributes | undefined> = /* @__PURE__ */ new WeakMap()

function readAttributes(block: RpcObject): L1Attributes | undefined {
  const transaction = attributesDeposit(block)
  if (!transaction) return undefined
  const input = transaction['input'] as string
  const [fork, bytes] = LAYOUTS[input.slice(0, 10).toLowerCase()] ?? []
  if (!fork || bytes === undefined || input.length < 2 + bytes * 2) return undefined
  if (fork === 'bedrock') {
    return {
      fork,
      number: small(input, 28, 36),
      timestampMs: small(input, 60, 68) * 1000,
      baseFeeWei: wide(input, 68, 100),
      hash: `0x${input.slice(2 + 200, 2 + 264).toLowerCase()}`,
      sequenceNumber: small(input, 156, 164),
    }
  }
  return {
    fork,
    baseFeeScalar: wide(input, 4, 8),
    blobBaseFeeScalar: wide(input, 8, 12),
    sequenceNumber: small(input, 12, 20),
    timestampMs: small(input, 20, 28) * 1000,
    number: small(input, 28, 36),
    baseFeeWei: wide(input, 36, 68),
    blobBaseFeeWei: wide(input, 68, 100),
    hash: `0x${input.slice(2 + 200, 2 + 264).toLowerCase()}`,
    ...(fork !== 'ecotone' && { operatorFeeScalar: wide(input, 164, 168), operatorFeeConstant: wide(input, 168, 176) }),
  }
}

/** The first transaction of a block, where it is the deposit that carries the L1 attributes. */
export function attributesDeposit(block: RpcObject): RpcObject | undefined {
  const [first] = Array.isArray(block['transactions']) ? (block['transactions'] as readonly unknown[]) : []
  if (!isPresent(first) || typeof first === 'string') return undefined
  const transaction = asObject(first, 'transaction')
  if (transaction['type'] !== '0x7e' || String(transaction['from']).toLowerCase() !== L1_ATTRIBUTES_DEPOSITOR) return undefined
  return typeof transaction['input'] === 'string' ? transaction : undefined
}

/** The source hash of an L1 attributes deposit: keccak(1 ‖ keccak(L1 block hash ‖ sequence number)) (specs.optimism.io, deposits). */
export function attributesSourceHash({ hash, sequenceNumber }: L1Attributes, writer: RlpWriter): Hash {
  writer.position = 0
  writer.rawHex(hash, 'L1 block hash')
  writer.rawHex(word(sequenceNumber), 'sequence number')
  const { memory } = writer
  memory.hash(0, 64, 96)
  writer.position = 64
  writer.rawHex(word(1), 'deposit domain')
  memory.hash(64, 64, 128)
  return encodeHex(memory.bytes, 128, 160)
}

function word(value: number): string {
  return `0x${value.toString(16).padStart(64, '0')}`
}

/** Bytes `from` to `to` of calldata, the end not included, as a number. */
function wide(input: string, from: number, to: number): bigint {
  return BigInt(`0x${input.slice(2 + from * 2, 2 + to * 2)}`)
}

function small(input: string, from: number, to: number): number {
  return Number.parseInt(input.slice(2 + from * 2, 2 + to * 2), 16)
}
