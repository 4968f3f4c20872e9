import { concatBytes, fixedBytes, integerBytes, toBytes, toHex, toQuantity } from '../ethereum/hex.ts'
import { keccakHex } from '../ethereum/keccak.ts'
import type { SimulatedAccount } from '../ethereum/signature.ts'
import { type EthereumTransaction, signed } from '../ethereum/transaction.ts'
import type { TaikoFork } from './taiko-model.ts'

/** Who anchors: an account whose key stands in Taiko's own sources, so that everybody can check and nobody can profit. */
export const GOLDEN_TOUCH: SimulatedAccount = {
  privateKey: 0x92954368afd3caa1f3ce3ead0069c1af414054aefe1ef9aeacc1bf426222ce38n,
  address: '0x0000777735367b36bc9b61c50022d9d0700db4ec',
}

/** The L1 block that an anchor names. */
export interface AnchoredL1Block {
  readonly number: number
  readonly hash: string
  readonly stateRoot: string
}

/** Sharing percentage, adjustment quotient, gas per second, least excess, most gas per block: fixed in a simulation. */
const BASE_FEE_CONFIG = [75, 8, 5_000_000, 1_340_000_000, 600_000_000].map((value) => fixedBytes(value, 32))

/** The calldata of an anchor by fork (taikoxyz/taiko-mono, layer2 contracts). */
export function anchorInput(fork: TaikoFork, l1Block: AnchoredL1Block, parentGasUsed: bigint): string {
  const { number, hash, stateRoot } = l1Block
  const byFork: Readonly<Record<TaikoFork, readonly Uint8Array[]>> = {
    katla: [toBytes('0xda69d3db'), toBytes(hash), toBytes(stateRoot), fixedBytes(number, 32), fixedBytes(parentGasUsed, 32)],
    ontake: [
      toBytes('0xfd85eb2d'),
      fixedBytes(number, 32),
      toBytes(stateRoot),
      fixedBytes(parentGasUsed, 32),
      ...BASE_FEE_CONFIG,
    ],
    pacaya: [
      toBytes('0x48080a45'),
      fixedBytes(number, 32),
      toBytes(stateRoot),
      fixedBytes(parentGasUsed, 32),
      ...BASE_FEE_CONFIG,
      fixedBytes(9 * 32, 32),
      fixedBytes(0, 32),
    ],
    shasta: [toBytes('0x523e6854'), fixedBytes(number, 32), toBytes(hash), toBytes(stateRoot)],
  }
  return toHex(concatBytes(...byFork[fork]))
}

/** The anchor of a block: a signed transaction of type 2 to the contract at `0x<chain id>…10001`, that pays the base fee to itself. */
export function makeAnchor(
  context: { readonly chainId: number; readonly number: number; readonly baseFeePerGasWei: bigint },
  input: string,
): EthereumTransaction {
  const { chainId, number, baseFeePerGasWei } = context
  const to = `0x${String(chainId)}${'10001'.padStart(40 - String(chainId).length, '0')}`
  const nonce = BigInt(number - 1)
  const gasLimit = 1_000_000n
  const chain = integerBytes(chainId)
  const parts = [
    chain,
    integerBytes(nonce),
    new Uint8Array(),
    integerBytes(baseFeePerGasWei),
    integerBytes(gasLimit),
    toBytes(to),
    new Uint8Array(),
    toBytes(input),
    [],
  ]
  const { encoded, json } = signed(2, parts, GOLDEN_TOUCH)
  const hash = keccakHex(encoded)
  return {
    type: 2,
    hash,
    from: GOLDEN_TOUCH.address,
    to,
    nonce,
    gasLimit,
    effectiveGasPriceWei: baseFeePerGasWei,
    encoded,
    blobCount: 0,
    json: {
      type: '0x2',
      hash,
      chainId: toQuantity(chainId),
      from: GOLDEN_TOUCH.address,
      to,
      nonce: toQuantity(nonce),
      gas: toQuantity(gasLimit),
      gasPrice: toQuantity(baseFeePerGasWei),
      maxFeePerGas: toQuantity(baseFeePerGasWei),
      maxPriorityFeePerGas: '0x0',
      value: '0x0',
      input,
      accessList: [],
      ...json,
    },
  }
}
