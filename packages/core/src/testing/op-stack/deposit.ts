import { concatBytes, fixedBytes, integerBytes, toBytes, toHex, toQuantity } from '../ethereum/hex.ts'
import { keccak, keccakHex } from '../ethereum/keccak.ts'
import { rlpEncode } from '../ethereum/rlp.ts'
import type { EthereumTransaction } from '../ethereum/transaction.ts'

/** The type of a deposit. */
export const DEPOSIT_TYPE = 0x7e

/** What a deposit says (OP Stack specs, `deposits.md`). */
export interface Deposit {
  readonly sourceHash: string
  readonly from: string
  /** Absent: makes a contract. */
  readonly to: string | undefined
  /** Absent: nothing is minted. */
  readonly mintWei: bigint | undefined
  readonly valueWei: bigint
  readonly gasLimit: bigint
  readonly isSystemTransaction: boolean
  readonly input: string
  /** The sender's nonce when it ran: of the receipt, not of the encoding. */
  readonly nonce: bigint
  /** Mantle: ETH that is minted beside the native token, and ETH that goes on to the target. */
  readonly ethValueWei?: bigint
  readonly ethTransferWei?: bigint
}

/** Encodings of deposits: the OP Stack's, Mantle's with ETH around the data, Kroma's without the system flag. */
export type DepositFormat = 'op-stack' | 'mantle' | 'kroma'

/** Where a deposit comes from: 0 a user's log on L1, 1 the L1 attributes of a block. */
export function depositSource(domain: 0 | 1, l1BlockHash: string, index: number): string {
  const inner = keccak(concatBytes(toBytes(l1BlockHash), fixedBytes(index, 32)))
  return keccakHex(concatBytes(fixedBytes(domain, 32), inner))
}

/**
 * A deposit with its encoding `0x7e || rlp([sourceHash, from, to, mint, value, gas, isSystemTx, data])`. It has no signature.
 *
 * @param canyon whether nodes show the version of the deposit's receipt
 */
export function makeDeposit(deposit: Deposit, canyon: boolean, format: DepositFormat = 'op-stack'): EthereumTransaction {
  const { sourceHash, from, to, mintWei, valueWei, gasLimit, isSystemTransaction, input, nonce } = deposit
  const { ethValueWei, ethTransferWei } = deposit
  const mantle = format === 'mantle'
  const encoded = concatBytes(
    Uint8Array.of(DEPOSIT_TYPE),
    rlpEncode([
      toBytes(sourceHash),
      toBytes(from),
      to === undefined ? new Uint8Array() : toBytes(to),
      integerBytes(mintWei ?? 0n),
      integerBytes(valueWei),
      integerBytes(gasLimit),
      ...(format === 'kroma' ? [] : [integerBytes(isSystemTransaction ? 1 : 0)]),
      ...(mantle ? [integerBytes(ethValueWei ?? 0n)] : []),
      toBytes(input),
      ...(mantle && ethTransferWei !== undefined ? [integerBytes(ethTransferWei)] : []),
    ]),
  )
  const hash = toHex(keccak(encoded))
  return {
    type: DEPOSIT_TYPE,
    hash,
    from,
    to,
    nonce,
    gasLimit,
    effectiveGasPriceWei: 0n,
    encoded,
    blobCount: 0,
    json: {
      type: '0x7e',
      hash,
      sourceHash,
      from,
      to: to ?? null,
      ...(mintWei !== undefined && { mint: toQuantity(mintWei) }),
      value: toQuantity(valueWei),
      gas: toQuantity(gasLimit),
      gasPrice: '0x0',
      ...(isSystemTransaction && { isSystemTx: true }),
      input,
      nonce: toQuantity(nonce),
      ...(canyon && { depositReceiptVersion: '0x1' }),
      ...(mantle && ethValueWei !== undefined && { ethValue: toQuantity(ethValueWei) }),
      ...(mantle && ethTransferWei !== undefined && { ethTxValue: toQuantity(ethTransferWei) }),
      v: '0x0',
      r: '0x0',
      s: '0x0',
    },
  }
}
