import { type EvmRaw, malformed, type RpcObject, toQuantity } from '@defimon/evm'
import { bech32 } from '@scure/base'

/** Numbers that `hmyv2_*` gives in decimals, and `hmy_*` in part. */
const BLOCK_NUMBERS = ['number', 'gasLimit', 'gasUsed', 'timestamp', 'size', 'difficulty', 'viewID', 'epoch'] as const
const TRANSACTION_NUMBERS = ['blockNumber', 'transactionIndex', 'gas', 'gasPrice', 'nonce', 'value', 'timestamp'] as const

/** Under which the number of staking transactions stands, in `EvmRaw.extra` and in the block. */
export const STAKING_COUNT_KEY = 'stakingTransactionCount'

/**
 * Brings the answers of `hmy_*` and `hmyv2_*` into the shape of `eth_*`: decimals become hex, `one1…` becomes `0x…`. The number of
 * staking transactions, asked beside, is put into the block.
 */
export function normalizeHarmony(raw: EvmRaw): EvmRaw {
  const count = raw.extra?.[STAKING_COUNT_KEY]
  return inEthereumShape(typeof count === 'number' ? { ...raw, block: { ...raw.block, [STAKING_COUNT_KEY]: count } } : raw)
}

function inEthereumShape(raw: EvmRaw): EvmRaw {
  const { block } = raw
  if (typeof block['number'] !== 'number' && !isBech32(block['miner'])) return raw
  const transactions = block['transactions']
  return {
    ...raw,
    block: {
      ...withHex(block, BLOCK_NUMBERS),
      ...withAddresses(block, ['miner']),
      nonce: '0x0000000000000000',
      ...(Array.isArray(transactions) && { transactions: transactions.map(normalizeTransaction) }),
    },
  }
}

function normalizeTransaction(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const transaction = value as RpcObject
  const { ethHash, to } = transaction
  return {
    ...withHex(transaction, TRANSACTION_NUMBERS),
    ...withAddresses(transaction, ['from', 'to']),
    ...(to === '' && { to: null }),
    // Ethereum's hash and Harmony's differ: the latter stands over the shards too (harmony core/types/eth_transaction.go).
    ...(ethHash !== undefined && { hash: ethHash }),
  }
}

function withHex(object: RpcObject, names: readonly string[]): RpcObject {
  const changed: Record<string, unknown> = { ...object }
  for (const name of names) {
    const value = object[name]
    if (typeof value !== 'number') continue
    // A decimal above 2^53 has lost digits on its way through JSON.
    if (Number.isSafeInteger(value) && value >= 0) changed[name] = toQuantity(value)
    else delete changed[name]
  }
  return changed
}

function withAddresses(object: RpcObject, names: readonly string[]): RpcObject {
  return Object.fromEntries(names.filter((name) => isBech32(object[name])).map((name) => [name, fromBech32(object[name])]))
}

function isBech32(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith('one1')
}

/** The `0x` form of a `one1…` address (BIP-173). Fails with `MALFORMED` on a wrong checksum. */
function fromBech32(value: unknown): string {
  try {
    const { words } = bech32.decode(String(value) as `one1${string}`)
    return `0x${[...bech32.fromWords(words)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
  } catch {
    throw malformed('an address is not bech32')
  }
}
