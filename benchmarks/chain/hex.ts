/** Bytes as 0x-hex. */
export function hexBytes(bytes: Uint8Array): string {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')}`
}

/** An amount as a JSON-RPC quantity: no leading zeros. */
export function hexQuantity(amount: bigint | number): string {
  return `0x${amount.toString(16)}`
}
