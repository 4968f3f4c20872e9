import type { Computed } from '../dialect/verdict.ts'
import type { EvmRaw } from '../driver/evm-raw.ts'
import type { RlpWriter } from '../encoding/rlp-writer.ts'
import { isPresent, type RpcObject } from '../encoding/rpc-object.ts'
import { encodeHex } from '../hashing/encode-hex.ts'

/** One field of a header, in the place where it is hashed. `length`: bytes of exactly that length; else bytes of any length or a number. */
export interface HeaderField {
  readonly name: string
  readonly as: 'data' | 'quantity' | { readonly length: number }
}

/** How the hash of a block comes about. */
export interface HeaderRule {
  /** The hash that the block should have, from its fields alone; or why that cannot be known. Pure. */
  hash(block: RpcObject, writer: RlpWriter, raw: EvmRaw): Computed
  /** Names that a block may have. With a name beside them a hash that does not match is skipped: a fork that came after this rule. */
  readonly knownFields: ReadonlySet<string>
}

/** Fields that nodes add to a block and that no header holds. */
const BESIDE_HEADER = [
  'hash',
  'size',
  'totalDifficulty',
  'transactions',
  'uncles',
  'withdrawals',
  'sealFields',
  'author',
  'transactionCount',
] as const

/**
 * The header as an RLP list. `required` fields always stand in it; an `optional` one where the block has it, so that forks are told
 * apart by what is there and not by tables of times. `beside` names what else such a block may have.
 */
export function rlpHeader(fields: {
  readonly required: readonly HeaderField[]
  readonly optional: readonly HeaderField[]
  readonly beside?: readonly string[]
}): HeaderRule {
  const { required, optional, beside = [] } = fields
  return {
    knownFields: new Set([...[...required, ...optional].map(({ name }) => name), ...BESIDE_HEADER, ...beside]),
    hash(block, writer) {
      writer.position = 0
      const list = writer.startList()
      for (const field of required) writeField(writer, block, field)
      for (const field of optional) if (isPresent(block[field.name])) writeField(writer, block, field)
      writer.endList(list)
      return hashWritten(writer, list)
    },
  }
}

/** The keccak of everything from `start` to the writer's position, as hex. */
export function hashWritten(writer: RlpWriter, start: number): string {
  const end = writer.position
  writer.memory.reserve(end + 32)
  writer.memory.hash(start, end - start, end)
  return encodeHex(writer.memory.bytes, end, end + 32)
}

function writeField(writer: RlpWriter, block: RpcObject, { name, as }: HeaderField): void {
  if (as === 'quantity') writer.quantity(block[name], name)
  else if (as === 'data') writer.data(block[name], name)
  else writer.fixed(block[name], as.length, name)
}
