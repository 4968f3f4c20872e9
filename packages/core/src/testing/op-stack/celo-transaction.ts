import { integerBytes, toBytes, toHex, toQuantity } from '../ethereum/hex.ts'
import { keccak } from '../ethereum/keccak.ts'
import { rlpEncode } from '../ethereum/rlp.ts'
import { SIMULATED_ACCOUNTS, sign } from '../ethereum/signature.ts'
import { type EthereumTransaction, signed } from '../ethereum/transaction.ts'
import type { SeededRandom } from '../runtime/seeded-random.ts'

/** Celo's types: CIP-66, CIP-64, CIP-42, and its own legacy transaction (`legacy`), which has no type byte. */
export type CeloType = 0x7a | 0x7b | 0x7c | 'legacy'

/** What a Celo transaction is made for. */
export interface CeloContext {
  readonly random: SeededRandom
  readonly chainId: number
  readonly nonce: bigint
}

const EMPTY = new Uint8Array()

/** A transaction whose gas is paid in a token. Its prices are in that token. */
export function makeCeloTransaction(type: CeloType, { random, chainId, nonce }: CeloContext): EthereumTransaction {
  const account = random.pick(SIMULATED_ACCOUNTS)
  const to = random.hex(20)
  const feeCurrency = random.hex(20)
  const gatewayFeeRecipient = random.hex(20)
  const gatewayFeeWei = BigInt(random.integer(1, 1_000_000))
  const input = random.hex(random.pick([0, 4, 36]))
  const gasLimit = BigInt(random.integer(60_000, 500_000))
  const valueWei = BigInt(random.integer(0, 2 ** 48))
  const tipWei = BigInt(random.integer(1, 1_000_000))
  const maxFeeWei = tipWei + BigInt(random.integer(1, 1_000_000_000))
  const maxFeeInFeeCurrency = BigInt(random.integer(1, 2 ** 48))
  const head = [integerBytes(chainId), integerBytes(nonce), integerBytes(tipWei), integerBytes(maxFeeWei)]
  const target = [toBytes(to), integerBytes(valueWei), toBytes(input)]
  const gateway = [toBytes(feeCurrency), toBytes(gatewayFeeRecipient), integerBytes(gatewayFeeWei)]
  const gas = integerBytes(gasLimit)
  const json: Record<string, unknown> = {
    from: account.address,
    to,
    nonce: toQuantity(nonce),
    gas: toQuantity(gasLimit),
    gasPrice: toQuantity(maxFeeWei),
    value: toQuantity(valueWei),
    input,
    feeCurrency,
  }
  if (type !== 0x7b && type !== 0x7a) Object.assign(json, { gatewayFeeRecipient, gatewayFee: toQuantity(gatewayFeeWei) })
  let result: ReturnType<typeof signed>
  if (type === 'legacy') {
    const fields = [integerBytes(nonce), integerBytes(maxFeeWei), gas, ...gateway, ...target]
    const { r, s, yParity } = sign(keccak(rlpEncode([...fields, integerBytes(chainId), EMPTY, EMPTY])), account)
    const v = BigInt(chainId) * 2n + 35n + BigInt(yParity)
    Object.assign(json, { type: '0x0', ethCompatible: false, chainId: toQuantity(chainId) })
    result = {
      encoded: rlpEncode([...fields, integerBytes(v), integerBytes(r), integerBytes(s)]),
      json: { v: toQuantity(v), r: toQuantity(r), s: toQuantity(s) },
    }
  } else {
    const call =
      type === 0x7c
        ? [gas, ...gateway, ...target, []]
        : [gas, ...target, [], toBytes(feeCurrency), ...(type === 0x7a ? [integerBytes(maxFeeInFeeCurrency)] : [])]
    Object.assign(json, {
      type: toQuantity(type),
      chainId: toQuantity(chainId),
      accessList: [],
      maxFeePerGas: toQuantity(maxFeeWei),
      maxPriorityFeePerGas: toQuantity(tipWei),
      ...(type === 0x7a && { maxFeeInFeeCurrency: toQuantity(maxFeeInFeeCurrency) }),
    })
    result = signed(type, [...head, ...call], account)
  }
  const hash = toHex(keccak(result.encoded))
  return {
    type: type === 'legacy' ? 0 : type,
    hash,
    from: account.address,
    to,
    nonce,
    gasLimit,
    effectiveGasPriceWei: maxFeeWei,
    encoded: result.encoded,
    blobCount: 0,
    json: { ...json, ...result.json, hash },
  }
}
