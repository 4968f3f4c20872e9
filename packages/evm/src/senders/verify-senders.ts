import { DefimonError } from '@defimon/core'
import type { secp256k1 } from '@noble/curves/secp256k1.js'
import type { Dialect } from '../dialect/dialect.ts'
import { eraOf, ruleOf } from '../dialect/dialect.ts'
import { ethereumDialect } from '../dialect/ethereum-dialect.ts'
import type { Contradiction } from '../dialect/verdict.ts'
import { sameHex } from '../encoding/hex-data.ts'
import { parseQuantity } from '../encoding/quantity.ts'
import type { RlpWriter } from '../encoding/rlp-writer.ts'
import { asList, asObject, isPresent, type RpcObject } from '../encoding/rpc-object.ts'
import { encodeHex } from '../hashing/encode-hex.ts'
import { loadWorkspace } from '../hashing/workspace.ts'
import type { TransactionRule } from '../transaction/transaction-rule.ts'

/** How many senders are recovered, and which. */
export interface VerifySendersOptions {
  /** How many transactions of the block, chosen at random. Default: all. One takes more than a millisecond. */
  readonly sample?: number
  /** In [0, 1): a runtime's `random`. Needed with `sample`. */
  readonly random?: () => number
  /** The rules of the stack. Default: Ethereum's. */
  readonly dialect?: Pick<Dialect, 'eras'>
}

/** What recovering senders showed. */
export interface SendersVerdict {
  /** How many senders were recovered and agreed. */
  readonly recovered: number
  /** How many transactions of the choice carry no signature to recover from, or are of an unknown type. */
  readonly unsigned: number
  readonly contradictions: readonly Contradiction[]
}

/**
 * Recovers who signed the transactions of a raw block (the answer of `eth_getBlockByNumber` with whole transactions, `block.raw` with
 * `keepRaw`) and compares it with `from`, which no root commits to. Fails with `MALFORMED` where the block cannot be read.
 */
export async function verifySenders(block: RpcObject, options: VerifySendersOptions = {}): Promise<SendersVerdict> {
  const { dialect = ethereumDialect } = options
  const { writer } = await loadWorkspace()
  // The curve is large, and reading blocks does not need it.
  const { secp256k1: curve } = await import('@noble/curves/secp256k1.js')
  const era = eraOf(dialect, block)
  const transactions = asList(block['transactions'], 'transactions of a block').map((value) => asObject(value, 'transaction'))
  const contradictions: Contradiction[] = []
  let recovered = 0
  let unsigned = 0
  for (const transaction of choose(transactions, options)) {
    const rule = ruleOf(era, transaction, { block, chainId: undefined })
    const sender = rule?.signed ? recoverSender(curve, rule, transaction, writer) : undefined
    if (sender === undefined) unsigned += 1
    else if (sameHex(sender, transaction['from'])) recovered += 1
    else
      contradictions.push({
        claimed: String(transaction['from']),
        computed: sender,
        detail: `from of ${String(transaction['hash'])}`,
      })
  }
  return { recovered, unsigned, contradictions }
}

function choose(transactions: readonly RpcObject[], { sample, random }: VerifySendersOptions): readonly RpcObject[] {
  if (sample === undefined || sample >= transactions.length) return transactions
  if (!random) throw new DefimonError('CONFIG', 'verifySenders: a sample needs `random`')
  const rest = [...transactions]
  return Array.from({ length: sample }, () => rest.splice(Math.floor(random() * rest.length), 1)).flat()
}

/** The address behind a signature; undefined where there is none (system transactions carry zeros). */
function recoverSender(
  curve: typeof secp256k1,
  rule: TransactionRule,
  transaction: RpcObject,
  writer: RlpWriter,
): string | undefined {
  if (!rule.encode || !isPresent(transaction['r']) || parseQuantity(transaction['r'], 'r') === 0n) return undefined
  const { memory } = writer
  writer.position = 0
  rule.encode(transaction, writer, true)
  const end = writer.position
  memory.reserve(end + 128)
  memory.hash(0, end, end)
  const digest = memory.bytes.slice(end, end + 32)
  const r = parseQuantity(transaction['r'], 'r')
  const s = parseQuantity(transaction['s'], 's')
  try {
    const signature = new curve.Signature(r, s).addRecoveryBit(parityBit(transaction))
    memory.bytes.set(signature.recoverPublicKey(digest).toRawBytes(false).subarray(1), 0)
  } catch {
    // No point of the curve belongs to it: nobody signed this.
    return 'an invalid signature'
  }
  memory.hash(0, 64, 64)
  return encodeHex(memory.bytes, 76, 96)
}

function parityBit(transaction: RpcObject): number {
  if (isPresent(transaction['yParity'])) return Number(parseQuantity(transaction['yParity'], 'yParity') & 1n)
  const v = parseQuantity(transaction['v'], 'v')
  if (v >= 35n) return Number((v - 35n) & 1n)
  return v >= 27n ? Number(v - 27n) & 1 : Number(v & 1n)
}
