import { concatBytes, integerBytes, toBytes, toQuantity } from '../ethereum/hex.ts'
import { keccakHex } from '../ethereum/keccak.ts'
import { rlpEncode } from '../ethereum/rlp.ts'
import type { EthereumTransaction } from '../ethereum/transaction.ts'

/** The type of a message from L1. The OP Stack has another one under this number. */
export const L1_MESSAGE_TYPE = 0x7e

/** What a message from L1 says (scroll-tech/go-ethereum core/types/l1_message_tx.go). */
export interface L1Message {
  /** Its place in the queue on L1. */
  readonly queueIndex: number
  readonly gasLimit: bigint
  readonly to: string
  readonly valueWei: bigint
  readonly input: string
  readonly sender: string
}

/** A message from L1 with its encoding `0x7e || rlp([queueIndex, gas, to, value, data, sender])`. It has no signature and pays nothing. */
export function makeL1Message({ queueIndex, gasLimit, to, valueWei, input, sender }: L1Message): EthereumTransaction {
  const encoded = concatBytes(
    Uint8Array.of(L1_MESSAGE_TYPE),
    rlpEncode([
      integerBytes(queueIndex),
      integerBytes(gasLimit),
      toBytes(to),
      integerBytes(valueWei),
      toBytes(input),
      toBytes(sender),
    ]),
  )
  const hash = keccakHex(encoded)
  return {
    type: L1_MESSAGE_TYPE,
    hash,
    from: sender,
    to,
    nonce: 0n,
    gasLimit,
    effectiveGasPriceWei: 0n,
    encoded,
    blobCount: 0,
    json: {
      type: '0x7e',
      hash,
      from: sender,
      sender,
      to,
      queueIndex: toQuantity(queueIndex),
      nonce: '0x0',
      gas: toQuantity(gasLimit),
      gasPrice: '0x0',
      value: toQuantity(valueWei),
      input,
      v: '0x0',
      r: '0x0',
      s: '0x0',
    },
  }
}
