import { keccak_256 } from '@noble/hashes/sha3.js'
import type { Account } from './accounts.ts'
import { hexBytes, hexQuantity } from './hex.ts'
import type { Random } from './random.ts'
import { concat, type RlpItem, rlp } from './rlp.ts'

/** Chain id of Base. */
export const CHAIN_ID = 8453
/** The base fee of every generated block. */
export const BASE_FEE_PER_GAS = 5_000_000n

/** A transaction: its answer by RPC without its place in a block, and the bytes that the root commits to. */
export interface GeneratedTransaction {
  readonly type: 0 | 1 | 2 | 126
  readonly hash: string
  readonly encoded: Uint8Array
  readonly effectiveGasPrice: bigint
  readonly json: Readonly<Record<string, unknown>>
}

/** What a user sends: mostly EIP-1559, some legacy, a few with an access list. */
export function userTransaction(random: Random, account: Account, to: Uint8Array, nonce: number): GeneratedTransaction {
  const kind = random.integer(100)
  const type = kind < 85 ? 2 : kind < 95 ? 0 : 1
  const input = concat(random.bytes(4), random.bytes(32 * random.integer(12)))
  const value = random.integer(4) === 0 ? BigInt(random.integer(2 ** 31)) * 10n ** 9n : 0n
  const gas = 60_000 + random.integer(400_000)
  const priority = BigInt(1 + random.integer(2_000_000))
  const maxFee = BASE_FEE_PER_GAS * 2n + priority
  const price = type === 2 ? BASE_FEE_PER_GAS + priority : maxFee
  const accessList = type === 1 ? [{ address: to, storageKeys: [random.bytes(32), random.bytes(32)] }] : []
  const accessListRlp = accessList.map(({ address, storageKeys }) => [address, storageKeys])

  const common: RlpItem[] = [gas, to, value, input]
  const unsigned: RlpItem[] =
    type === 0
      ? [nonce, price, ...common]
      : type === 1
        ? [CHAIN_ID, nonce, price, ...common, accessListRlp]
        : [CHAIN_ID, nonce, priority, maxFee, ...common, accessListRlp]
  const signature = account.sign(
    keccak_256(type === 0 ? rlp([...unsigned, CHAIN_ID, 0, 0]) : concat(Uint8Array.of(type), rlp(unsigned))),
  )
  const v = type === 0 ? CHAIN_ID * 2 + 35 + signature.yParity : signature.yParity
  const signed = rlp([...unsigned, v, signature.r, signature.s])
  const encoded = type === 0 ? signed : concat(Uint8Array.of(type), signed)
  const hash = hexBytes(keccak_256(encoded))
  return {
    type,
    hash,
    encoded,
    effectiveGasPrice: price,
    json: {
      from: hexBytes(account.address),
      gas: hexQuantity(gas),
      gasPrice: hexQuantity(price),
      ...(type === 2 ? { maxFeePerGas: hexQuantity(maxFee), maxPriorityFeePerGas: hexQuantity(priority) } : {}),
      hash,
      input: hexBytes(input),
      nonce: hexQuantity(nonce),
      to: hexBytes(to),
      value: hexQuantity(value),
      type: hexQuantity(type),
      ...(type === 0
        ? {}
        : {
            accessList: accessList.map(({ address, storageKeys }) => ({
              address: hexBytes(address),
              storageKeys: storageKeys.map(hexBytes),
            })),
          }),
      chainId: hexQuantity(CHAIN_ID),
      v: hexQuantity(v),
      ...(type === 0 ? {} : { yParity: hexQuantity(v) }),
      r: hexQuantity(signature.r),
      s: hexQuantity(signature.s),
    },
  }
}

const ATTRIBUTES_FROM = Buffer.from('deaddeaddeaddeaddeaddeaddeaddeaddead0001', 'hex')
const ATTRIBUTES_TO = Buffer.from('4200000000000000000000000000000000000015', 'hex')

/** The L1 attributes deposit that opens every block, in its Isthmus form (specs.optimism.io, isthmus/l1-attributes). */
export function attributesDeposit(
  random: Random,
  l1: { readonly number: number; readonly hash: Uint8Array; readonly timestamp: number; readonly sequenceNumber: number },
  nonce: number,
): GeneratedTransaction {
  const input = Buffer.alloc(176)
  input.write('098999be', 'hex')
  input.writeUInt32BE(2_269, 4)
  input.writeUInt32BE(1_055_762, 8)
  input.writeBigUInt64BE(BigInt(l1.sequenceNumber), 12)
  input.writeBigUInt64BE(BigInt(l1.timestamp), 20)
  input.writeBigUInt64BE(BigInt(l1.number), 28)
  input.set(random.bytes(4), 64)
  input[99] = 1
  input.set(l1.hash, 100)
  input.write('5050f69a9786f081509234f1a7f4684b5e5b76c9', 144, 'hex')
  const seed = concat(l1.hash, new Uint8Array(24), input.subarray(12, 20))
  const domain = new Uint8Array(32)
  domain[31] = 1
  const sourceHash = keccak_256(concat(domain, keccak_256(seed)))
  const encoded = concat(Uint8Array.of(0x7e), rlp([sourceHash, ATTRIBUTES_FROM, ATTRIBUTES_TO, 0, 0, 1_000_000, 0, input]))
  const hash = hexBytes(keccak_256(encoded))
  return {
    type: 126,
    hash,
    encoded,
    effectiveGasPrice: 0n,
    json: {
      from: hexBytes(ATTRIBUTES_FROM),
      gas: hexQuantity(1_000_000),
      gasPrice: '0x0',
      hash,
      input: hexBytes(input),
      nonce: hexQuantity(nonce),
      to: hexBytes(ATTRIBUTES_TO),
      value: '0x0',
      type: '0x7e',
      v: '0x0',
      r: '0x0',
      s: '0x0',
      sourceHash: hexBytes(sourceHash),
      mint: '0x0',
      depositReceiptVersion: '0x1',
    },
  }
}
