import { createMPT } from '@ethereumjs/mpt'
import { concat, encodeRlp, getBytes, hexlify, keccak256, Signature, Transaction, toBeArray, ZeroAddress } from 'ethers'

type Json = Record<string, unknown>
type Rlp = string | Rlp[]

const quantity = (value: unknown): string => (BigInt(String(value)) === 0n ? '0x' : hexlify(toBeArray(BigInt(String(value)))))

const HEADER: readonly (readonly [string, 'bytes' | 'quantity'])[] = [
  ['parentHash', 'bytes'],
  ['sha3Uncles', 'bytes'],
  ['miner', 'bytes'],
  ['stateRoot', 'bytes'],
  ['transactionsRoot', 'bytes'],
  ['receiptsRoot', 'bytes'],
  ['logsBloom', 'bytes'],
  ['difficulty', 'quantity'],
  ['number', 'quantity'],
  ['gasLimit', 'quantity'],
  ['gasUsed', 'quantity'],
  ['timestamp', 'quantity'],
  ['extraData', 'bytes'],
  ['mixHash', 'bytes'],
  ['nonce', 'bytes'],
  ['baseFeePerGas', 'quantity'],
  ['withdrawalsRoot', 'bytes'],
  ['blobGasUsed', 'quantity'],
  ['excessBlobGas', 'quantity'],
  ['parentBeaconBlockRoot', 'bytes'],
  ['requestsHash', 'bytes'],
]

/** The header's hash, by ethers. */
export function headerHash(block: Json): string {
  const present = HEADER.filter(([name]) => block[name] !== undefined)
  return keccak256(encodeRlp(present.map(([name, kind]) => (kind === 'bytes' ? String(block[name]) : quantity(block[name])))))
}

/** The root of a list, by ethereumjs' trie. */
export async function listRootByMpt(values: readonly string[]): Promise<string> {
  const trie = await createMPT()
  for (const [index, value] of values.entries()) await trie.put(getBytes(encodeRlp(quantity(index))), getBytes(value))
  return hexlify(trie.root())
}

/** The encoding of a signed transaction, by ethers, which also recovers the sender. */
export function encodeByEthers(json: Json): { encoded: string; from: string } {
  const type = Number(json['type'])
  if (type === 0x7e) {
    const encoded = concat([
      '0x7e',
      encodeRlp([
        String(json['sourceHash']),
        String(json['from']),
        json['to'] === null ? '0x' : String(json['to']),
        quantity(json['mint'] ?? 0),
        quantity(json['value']),
        quantity(json['gas']),
        json['isSystemTx'] === true ? '0x01' : '0x',
        String(json['input']),
      ]),
    ])
    return { encoded, from: String(json['from']) }
  }
  const big = (name: string): bigint => BigInt(String(json[name]))
  const word = (value: unknown): string => `0x${BigInt(String(value)).toString(16).padStart(64, '0')}`
  const signature = Signature.from({ r: word(json['r']), s: word(json['s']), v: Number(json['v']) })
  const transaction = Transaction.from({
    type,
    to: json['to'] as string | null,
    nonce: Number(json['nonce']),
    gasLimit: big('gas'),
    value: big('value'),
    data: String(json['input']),
    ...(json['chainId'] !== undefined && { chainId: big('chainId') }),
    ...(type < 2
      ? { gasPrice: big('gasPrice') }
      : { maxFeePerGas: big('maxFeePerGas'), maxPriorityFeePerGas: big('maxPriorityFeePerGas') }),
    ...(type > 0 && { accessList: json['accessList'] as [] }),
    ...(type === 3 && {
      maxFeePerBlobGas: big('maxFeePerBlobGas'),
      blobVersionedHashes: json['blobVersionedHashes'] as string[],
    }),
    ...(type === 4 && {
      authorizationList: (json['authorizationList'] as Json[]).map((each) => ({
        address: String(each['address']),
        chainId: BigInt(String(each['chainId'])),
        nonce: BigInt(String(each['nonce'])),
        signature: Signature.from({ r: word(each['r']), s: word(each['s']), yParity: Number(each['yParity']) as 0 | 1 }),
      })),
    }),
    signature,
  })
  return { encoded: transaction.serialized, from: (transaction.from ?? ZeroAddress).toLowerCase() }
}

/** The encoding of a receipt, by ethers' RLP. */
export function encodeReceipt(json: Json): string {
  const type = Number(json['type'])
  const list: Rlp[] = [
    json['root'] === undefined ? quantity(json['status']) : String(json['root']),
    quantity(json['cumulativeGasUsed']),
    String(json['logsBloom']),
    (json['logs'] as Json[]).map((log) => [String(log['address']), log['topics'] as string[], String(log['data'])]),
  ]
  if (json['depositReceiptVersion'] !== undefined)
    list.push(quantity(json['depositNonce']), quantity(json['depositReceiptVersion']))
  return type === 0 ? encodeRlp(list) : concat([hexlify(Uint8Array.of(type)), encodeRlp(list)])
}

/** The encoding of a withdrawal (EIP-4895), by ethers' RLP. */
export function encodeWithdrawal(json: Json): string {
  return encodeRlp([quantity(json['index']), quantity(json['validatorIndex']), String(json['address']), quantity(json['amount'])])
}

/** The bloom of logs, by ethers' keccak. */
export function bloomOf(logs: readonly Json[]): string {
  const bloom = new Uint8Array(256)
  for (const log of logs) {
    for (const item of [String(log['address']), ...(log['topics'] as string[])]) {
      const hash = getBytes(keccak256(item))
      for (const at of [0, 2, 4]) {
        const bit = (hash[at]! * 256 + hash[at + 1]!) % 2048
        bloom[255 - Math.floor(bit / 8)]! |= 1 << (bit % 8)
      }
    }
  }
  return hexlify(bloom)
}

/** The length of a whole block's encoding, by ethers' RLP. */
export function blockSize(block: Json, encodedTransactions: readonly string[]): number {
  const header: Rlp = HEADER.filter(([name]) => block[name] !== undefined).map(([name, kind]) =>
    kind === 'bytes' ? String(block[name]) : quantity(block[name]),
  )
  // A list and a byte string of the same content have the same length, and legacy transactions stand as lists.
  const transactions = encodedTransactions.map((encoded) => {
    const bytes = getBytes(encoded)
    return bytes[0]! >= 0xc0 ? bytes.length : getBytes(encodeRlp(encoded)).length
  })
  const listLength = (payload: number): number => (payload < 56 ? 1 : 1 + toBeArray(payload).length) + payload
  const withdrawals = block['withdrawals'] as Json[] | undefined
  const payload =
    getBytes(encodeRlp(header)).length +
    listLength(transactions.reduce((sum, length) => sum + length, 0)) +
    1 +
    (withdrawals ? listLength(withdrawals.reduce((sum, each) => sum + getBytes(encodeWithdrawal(each)).length, 0)) : 0)
  return listLength(payload)
}
