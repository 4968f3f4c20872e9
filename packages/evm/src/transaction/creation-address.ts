import type { RlpWriter } from '../encoding/rlp-writer.ts'
import { encodeHex } from '../hashing/encode-hex.ts'

/** The address of a contract that a transaction creates: the end of keccak(rlp([sender, nonce])) (yellow paper, section 7). */
export function creationAddress(from: unknown, nonce: unknown, writer: RlpWriter): string {
  const before = writer.position
  const list = writer.startList()
  writer.fixed(from, 20, 'from')
  writer.quantity(nonce, 'nonce')
  writer.endList(list)
  const end = writer.position
  writer.memory.reserve(end + 32)
  writer.memory.hash(list, end - list, end)
  writer.position = before
  return encodeHex(writer.memory.bytes, end + 12, end + 32)
}
