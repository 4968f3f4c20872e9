import type { SeededRandom } from '../runtime/seeded-random.ts'
import { concatBytes, integerBytes, toBytes, toHex, toQuantity } from './hex.ts'
import { keccak, keccakHex } from './keccak.ts'
import { type RlpItem, rlpEncode } from './rlp.ts'
import { SIMULATED_ACCOUNTS, type SimulatedAccount, sign } from './signature.ts'

/** A transaction with its encoding and what JSON says of it, without the block's part. */
export interface EthereumTransaction {
  /** 0 to 4, or what a stack adds. */
  readonly type: number
  readonly hash: string
  readonly from: string
  /** Absent: makes a contract. */
  readonly to: string | undefined
  readonly nonce: bigint
  readonly gasLimit: bigint
  readonly effectiveGasPriceWei: bigint
  /** EIP-2718: the type and the payload; the list alone for type 0. What the trie and the hash are made of. */
  readonly encoded: Uint8Array
  readonly blobCount: number
  readonly json: Readonly<Record<string, unknown>>
}

/** What a transaction is made for. */
export interface TransactionContext {
  readonly random: SeededRandom
  readonly chainId: number
  readonly nonce: bigint
  /** Absent before London. */
  readonly baseFeePerGasWei: bigint | undefined
  /** Types to draw from. */
  readonly types: readonly number[]
  /** Before EIP-155 a signature did not name the chain. */
  readonly replayProtected: boolean
  /** Whether access lists may hold something. Default true. */
  readonly accessLists?: boolean
}

interface Authorization {
  readonly item: RlpItem
  readonly json: Readonly<Record<string, unknown>>
}

/** EIP-7702: an account that lends its code; signed over `0x05 || rlp([chainId, address, nonce])`. */
function authorization(random: SeededRandom, chainId: number): Authorization {
  const address = random.bytes(20)
  const nonce = BigInt(random.integer(0, 100))
  const parts = [integerBytes(chainId), address, integerBytes(nonce)]
  const { r, s, yParity } = sign(keccak(concatBytes(Uint8Array.of(5), rlpEncode(parts))), random.pick(SIMULATED_ACCOUNTS))
  return {
    item: [...parts, integerBytes(yParity), integerBytes(r), integerBytes(s)],
    json: {
      chainId: toQuantity(chainId),
      address: toHex(address),
      nonce: toQuantity(nonce),
      yParity: toQuantity(yParity),
      r: toQuantity(r),
      s: toQuantity(s),
    },
  }
}

function accessList(random: SeededRandom): Authorization['item'][] {
  return Array.from({ length: random.integer(0, 2) }, () => [
    random.bytes(20),
    Array.from({ length: random.integer(0, 2) }, () => random.bytes(32)),
  ])
}

function accessListJson(items: readonly RlpItem[]): unknown {
  return items.map((item) => {
    const [address, keys] = item as [Uint8Array, Uint8Array[]]
    return { address: toHex(address), storageKeys: keys.map(toHex) }
  })
}

/** What stands after the type byte, signed: its encoding and what JSON says of the signature. */
export function signed(
  type: number,
  unsigned: readonly RlpItem[],
  account: SimulatedAccount,
): { encoded: Uint8Array; json: Record<string, string> } {
  const prefix = Uint8Array.of(type)
  const { r, s, yParity } = sign(keccak(concatBytes(prefix, rlpEncode(unsigned))), account)
  const payload = rlpEncode([...unsigned, integerBytes(yParity), integerBytes(r), integerBytes(s)])
  const parity = toQuantity(yParity)
  return { encoded: concatBytes(prefix, payload), json: { v: parity, yParity: parity, r: toQuantity(r), s: toQuantity(s) } }
}

function signedLegacy(
  fields: readonly RlpItem[],
  account: SimulatedAccount,
  chainId: number | undefined,
): { encoded: Uint8Array; json: Record<string, string> } {
  const empty = new Uint8Array()
  const unsigned = chainId === undefined ? fields : [...fields, integerBytes(chainId), empty, empty]
  const { r, s, yParity } = sign(keccak(rlpEncode(unsigned)), account)
  const v = chainId === undefined ? BigInt(27 + yParity) : BigInt(chainId) * 2n + 35n + BigInt(yParity)
  return {
    encoded: rlpEncode([...fields, integerBytes(v), integerBytes(r), integerBytes(s)]),
    json: {
      v: toQuantity(v),
      r: toQuantity(r),
      s: toQuantity(s),
      ...(chainId !== undefined && { chainId: toQuantity(chainId) }),
    },
  }
}

/** A valid signed transaction of a type drawn from those allowed (EIP-155, 2930, 1559, 4844, 7702). */
export function makeTransaction(context: TransactionContext): EthereumTransaction {
  const { random, chainId, nonce } = context
  const type = random.pick(context.types)
  const account = random.pick(SIMULATED_ACCOUNTS)
  const creates = type < 3 && random.chance(0.05)
  const to = creates ? new Uint8Array() : random.bytes(20)
  const input = random.bytes(random.pick([0, 0, 4, 36, 68, 100]))
  const gasLimit = BigInt(random.integer(60_000, 500_000))
  const valueWei = random.chance(0.5) ? BigInt(random.integer(1, 2 ** 48)) * 1_000n : 0n
  const base = context.baseFeePerGasWei ?? 0n
  const maxFeeWei = base * 2n + BigInt(random.integer(0, 2_000_000_000))
  const tipWei = BigInt(random.integer(1, 2_000_000_000))
  const priorityWei = tipWei < maxFeeWei ? tipWei : maxFeeWei
  const cappedWei = base + priorityWei < maxFeeWei ? base + priorityWei : maxFeeWei
  const gasPriceWei = type < 2 ? base + priorityWei : cappedWei
  const common = [integerBytes(gasLimit), to, integerBytes(valueWei), input]
  const list = type === 0 || context.accessLists === false ? [] : accessList(random)
  const json: Record<string, unknown> = {
    type: toQuantity(type),
    from: account.address,
    to: creates ? null : toHex(to),
    nonce: toQuantity(nonce),
    gas: toQuantity(gasLimit),
    gasPrice: toQuantity(gasPriceWei),
    value: toQuantity(valueWei),
    input: toHex(input),
  }
  if (type > 0) Object.assign(json, { chainId: toQuantity(chainId), accessList: accessListJson(list) })
  if (type > 1) Object.assign(json, { maxFeePerGas: toQuantity(maxFeeWei), maxPriorityFeePerGas: toQuantity(priorityWei) })
  const chain = integerBytes(chainId)
  const dynamic = [chain, integerBytes(nonce), integerBytes(priorityWei), integerBytes(maxFeeWei), ...common, list]
  let result: ReturnType<typeof signed>
  let blobCount = 0
  if (type === 0) {
    const fields = [integerBytes(nonce), integerBytes(gasPriceWei), ...common]
    result = signedLegacy(fields, account, context.replayProtected ? chainId : undefined)
  } else if (type === 1) {
    result = signed(1, [chain, integerBytes(nonce), integerBytes(gasPriceWei), ...common, list], account)
  } else if (type === 2) {
    result = signed(2, dynamic, account)
  } else if (type === 3) {
    blobCount = random.integer(1, 2)
    const blobHashes = Array.from({ length: blobCount }, () => concatBytes(Uint8Array.of(1), random.bytes(31)))
    const maxFeePerBlobGasWei = BigInt(random.integer(1, 1_000_000))
    Object.assign(json, { maxFeePerBlobGas: toQuantity(maxFeePerBlobGasWei), blobVersionedHashes: blobHashes.map(toHex) })
    result = signed(3, [...dynamic, integerBytes(maxFeePerBlobGasWei), blobHashes], account)
  } else {
    const authorizations = Array.from({ length: random.integer(1, 2) }, () => authorization(random, chainId))
    json['authorizationList'] = authorizations.map((each) => each.json)
    result = signed(4, [...dynamic, authorizations.map((each) => each.item)], account)
  }
  const hash = keccakHex(result.encoded)
  return {
    type,
    hash,
    from: account.address,
    to: creates ? undefined : toHex(to),
    nonce,
    gasLimit,
    effectiveGasPriceWei: gasPriceWei,
    encoded: result.encoded,
    blobCount,
    json: { ...json, ...result.json, hash },
  }
}

/** The address of the contract that a transaction makes: the last 20 bytes of keccak(rlp([sender, nonce])). */
export function createdContract(from: string, nonce: bigint): string {
  return toHex(keccak(rlpEncode([toBytes(from), integerBytes(nonce)])).slice(12))
}
