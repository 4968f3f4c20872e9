import { integerBytes, toBytes, toHex, toQuantity } from '../ethereum/hex.ts'
import { keccak } from '../ethereum/keccak.ts'
import { rlpEncode } from '../ethereum/rlp.ts'
import { SIMULATED_ACCOUNTS, sign } from '../ethereum/signature.ts'
import { type EthereumTransaction, signed } from '../ethereum/transaction.ts'
import type { SeededRandom } from '../runtime/seeded-random.ts'

const EMPTY = new Uint8Array()

/** Ronin's 0x64: another account pays for gas, and both sign (ronin-chain/ronin core/types/sponsored_tx.go, transaction_signing.go). */
export function makeSponsored(random: SeededRandom, chainId: number, nonce: bigint): EthereumTransaction {
  const [account, payer] = [random.pick(SIMULATED_ACCOUNTS), random.pick(SIMULATED_ACCOUNTS)]
  const to = random.hex(20)
  const input = random.hex(random.pick([0, 4, 36]))
  const gasLimit = BigInt(random.integer(60_000, 500_000))
  const gasPriceWei = BigInt(random.integer(20_000_000_000, 30_000_000_000))
  const valueWei = BigInt(random.integer(0, 2 ** 48))
  const expiredTime = 2_000_000_000
  const price = integerBytes(gasPriceWei)
  const call = [integerBytes(gasLimit), toBytes(to), integerBytes(valueWei), toBytes(input), integerBytes(expiredTime)]
  const offered = [integerBytes(chainId), toBytes(account.address), integerBytes(nonce), price, price, ...call]
  const paid = sign(keccak(rlpEncode(offered)), payer)
  const result = signed(
    0x64,
    [
      integerBytes(chainId),
      integerBytes(nonce),
      price,
      price,
      ...call,
      integerBytes(paid.yParity),
      integerBytes(paid.r),
      integerBytes(paid.s),
    ],
    account,
  )
  const hash = toHex(keccak(result.encoded))
  return {
    type: 0x64,
    hash,
    from: account.address,
    to,
    nonce,
    gasLimit,
    effectiveGasPriceWei: gasPriceWei,
    encoded: result.encoded,
    blobCount: 0,
    json: {
      type: '0x64',
      hash,
      from: account.address,
      to,
      chainId: toQuantity(chainId),
      nonce: toQuantity(nonce),
      gas: toQuantity(gasLimit),
      gasPrice: toQuantity(gasPriceWei),
      maxFeePerGas: toQuantity(gasPriceWei),
      maxPriorityFeePerGas: toQuantity(gasPriceWei),
      value: toQuantity(valueWei),
      input,
      expiredTime: toQuantity(expiredTime),
      payer: payer.address,
      payerV: toQuantity(paid.yParity),
      payerR: toQuantity(paid.r),
      payerS: toQuantity(paid.s),
      ...result.json,
    },
  }
}

/** What the first OVM took from L1: a legacy transaction that nobody signed. */
export function makeQueued(random: SeededRandom, nonce: bigint): EthereumTransaction {
  const [from, to] = [random.hex(20), random.hex(20)]
  const input = random.hex(68)
  const gasLimit = BigInt(random.integer(60_000, 500_000))
  const encoded = rlpEncode([
    integerBytes(nonce),
    EMPTY,
    integerBytes(gasLimit),
    toBytes(to),
    EMPTY,
    toBytes(input),
    EMPTY,
    EMPTY,
    EMPTY,
  ])
  const hash = toHex(keccak(encoded))
  return {
    type: 0,
    hash,
    from,
    to,
    nonce,
    gasLimit,
    effectiveGasPriceWei: 0n,
    encoded,
    blobCount: 0,
    json: {
      type: '0x0',
      hash,
      from,
      to,
      nonce: toQuantity(nonce),
      gas: toQuantity(gasLimit),
      gasPrice: '0x0',
      value: '0x0',
      input,
      v: '0x0',
      r: '0x0',
      s: '0x0',
    },
  }
}
