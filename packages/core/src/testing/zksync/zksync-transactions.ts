import { concatBytes, toBytes, toHex, toQuantity } from '../ethereum/hex.ts'
import { keccak, keccakHex } from '../ethereum/keccak.ts'
import { SIMULATED_ACCOUNTS, sign } from '../ethereum/signature.ts'
import type { EthereumTransaction } from '../ethereum/transaction.ts'
import type { SeededRandom } from '../runtime/seeded-random.ts'
import { dynamicBytes, word } from './abi-words.ts'

/** What is decided of a transaction that only zkSync knows. */
export interface ZksyncTransactionContext {
  readonly random: SeededRandom
  readonly chainId: number
  readonly nonce: number
  readonly gasPriceWei: bigint
}

/** What simulated transactions pay at most for a byte of public data, where the answer of a node does not say it. */
export const GAS_PER_PUBDATA = { eip712: 50_000, priority: 800 } as const

/** Type of EIP-712 transactions. */
const EIP712_TYPE = 0x71
const TYPE_HASH = keccak(
  new TextEncoder().encode(
    'Transaction(uint256 txType,uint256 from,uint256 to,uint256 gasLimit,uint256 gasPerPubdataByteLimit,uint256 maxFeePerGas,' +
      'uint256 maxPriorityFeePerGas,uint256 paymaster,uint256 nonce,uint256 value,bytes data,bytes32[] factoryDeps,' +
      'bytes paymasterInput)',
  ),
)
const DOMAIN_TYPE_HASH = keccak(new TextEncoder().encode('EIP712Domain(string name,string version,uint256 chainId)'))
const NOTHING = keccak(new Uint8Array())

/** A transaction signed as typed data (zksync docs, EIP-712): its hash is `keccak(digest ‖ keccak(signature))`. */
export function makeEip712Transaction(context: ZksyncTransactionContext): EthereumTransaction {
  const { random, chainId, nonce, gasPriceWei } = context
  const account = random.pick(SIMULATED_ACCOUNTS)
  const to = random.hex(20)
  const gasLimit = BigInt(random.integer(100_000, 500_000))
  const valueWei = BigInt(random.integer(0, 2 ** 40))
  const input = random.hex(random.pick([0, 4, 68]))
  const prices = [GAS_PER_PUBDATA.eip712, gasPriceWei, gasPriceWei]
  const fields = [EIP712_TYPE, account.address, to, gasLimit, ...prices, 0, nonce, valueWei]
  const struct = keccak(concatBytes(TYPE_HASH, ...fields.map(word), keccak(toBytes(input)), NOTHING, NOTHING))
  const [name, version] = ['zkSync', '2'].map((text) => keccak(new TextEncoder().encode(text))) as [Uint8Array, Uint8Array]
  const domain = keccak(concatBytes(DOMAIN_TYPE_HASH, name, version, word(chainId)))
  const digest = keccak(concatBytes(Uint8Array.of(0x19, 0x01), domain, struct))
  const { r, s, yParity } = sign(digest, account)
  const signature = concatBytes(word(r), word(s), Uint8Array.of(27 + yParity))
  const hash = keccakHex(concatBytes(digest, keccak(signature)))
  const parity = toQuantity(yParity)
  return ofHash(
    EIP712_TYPE,
    hash,
    { from: account.address, to, nonce, gasLimit, gasPriceWei, valueWei, input, chainId },
    {
      maxPriorityFeePerGas: toQuantity(gasPriceWei),
      v: parity,
      yParity: parity,
      r: toQuantity(r),
      s: toQuantity(s),
    },
  )
}

/**
 * What L1 queued for L2: its hash is that of `abi.encode(L2CanonicalTransaction)` on L1 (era-contracts IMailbox.sol). It mints its value
 * and its gas, and refunds its sender.
 *
 * @param type 0xff on EraVM; ZKsync OS shows 0x2a
 */
export function makePriorityTransaction(context: ZksyncTransactionContext, type: 0xff | 0x2a): EthereumTransaction {
  const { random, chainId, nonce, gasPriceWei } = context
  const from = random.pick(SIMULATED_ACCOUNTS).address
  const to = random.hex(20)
  const gasLimit = BigInt(random.integer(200_000, 900_000))
  const valueWei = BigInt(random.integer(0, 2 ** 40))
  const input = random.hex(random.pick([0, 4, 68]))
  const toMintWei = valueWei + gasLimit * gasPriceWei
  const head = [0xff, from, to, gasLimit, GAS_PER_PUBDATA.priority, gasPriceWei, 0, 0, nonce, valueWei, toMintWei, from, 0, 0]
  const tails = [dynamicBytes(input), ...Array.from({ length: 4 }, () => word(0))]
  let offset = (head.length + tails.length) * 32
  const offsets = tails.map((tail) => {
    const at = offset
    offset += tail.length
    return word(at)
  })
  const hash = keccakHex(concatBytes(word(32), ...head.map(word), ...offsets, ...tails))
  return ofHash(type, hash, { from, to, nonce, gasLimit, gasPriceWei, valueWei, input, chainId }, {})
}

interface Fields {
  readonly from: string
  readonly to: string
  readonly nonce: number
  readonly gasLimit: bigint
  readonly gasPriceWei: bigint
  readonly valueWei: bigint
  readonly input: string
  readonly chainId: number
}

/** No trie stands over these, so the hash stands for their encoding. */
function ofHash(type: number, hash: string, fields: Fields, signature: Readonly<Record<string, string>>): EthereumTransaction {
  const { from, to, nonce, gasLimit, gasPriceWei, valueWei, input, chainId } = fields
  return {
    type,
    hash,
    from,
    to,
    nonce: BigInt(nonce),
    gasLimit,
    effectiveGasPriceWei: gasPriceWei,
    encoded: toBytes(hash),
    blobCount: 0,
    json: {
      type: toQuantity(type),
      hash,
      from,
      to,
      nonce: toQuantity(nonce),
      gas: toQuantity(gasLimit),
      gasPrice: toQuantity(gasPriceWei),
      maxFeePerGas: toQuantity(gasPriceWei),
      maxPriorityFeePerGas: '0x0',
      value: toQuantity(valueWei),
      input: toHex(toBytes(input)),
      chainId: toQuantity(chainId),
      ...signature,
    },
  }
}

/**
 * A transaction of Ethereum as nodes of EraVM show it: no access list, since none may hold anything, and a legacy `v` with the chain id
 * in it, even where it was signed without; or the bare parity, where they keep no type. All types have the fees of type 2.
 */
export function asEraVmShows(transaction: EthereumTransaction, chainId: number, untyped: boolean): EthereumTransaction {
  const { accessList: _, ...shownByEthereum } = transaction.json
  const json: Record<string, unknown> = {
    maxFeePerGas: shownByEthereum['gasPrice'],
    maxPriorityFeePerGas: shownByEthereum['gasPrice'],
    ...shownByEthereum,
  }
  if (transaction.type !== 0) return { ...transaction, json }
  const v = Number(json['v'])
  const parity = v >= 35 ? (v - 35) % 2 : v - 27
  const { type: _type, ...rest } = json
  const shown = untyped ? { ...rest, v: toQuantity(parity) } : { ...json, v: toQuantity(chainId * 2 + 35 + parity) }
  return { ...transaction, json: { ...shown, chainId: toQuantity(chainId) } }
}
