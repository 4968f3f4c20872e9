import { ruleOf } from '../dialect/dialect.ts'
import { isSkip } from '../dialect/verdict.ts'
import { sameHex } from '../encoding/hex-data.ts'
import { isQuantityOf, parseQuantity, sameQuantity, toQuantity } from '../encoding/quantity.ts'
import { asList, asObject, isPresent, type RpcObject } from '../encoding/rpc-object.ts'
import { encodeHex } from '../hashing/encode-hex.ts'
import type { HashMemory } from '../hashing/hash-memory.ts'
import type { TransactionRule } from '../transaction/transaction-rule.ts'
import { type Outcome, PASSED, type Subject, skipped } from './check-outcome.ts'
import { typeOf } from './transaction-type.ts'

/** Recomputes every transaction's hash and the root over all, and compares what the encoding does not hold. */
export function verifyTransactions(subject: Subject): Outcome {
  const { era, raw, context, workspace } = subject
  const { block } = raw
  const listed = asList(block['transactions'], 'transactions of a block')
  const { items, writer } = workspace
  const together = era.checkTransactions?.(block, writer)
  if (together) return { outcome: 'mismatch', ...together }
  writer.position = 0
  items.clear()
  const encoded: Encoded[] = []
  let reason: string | undefined
  for (const [index, value] of listed.entries()) {
    if (typeof value === 'string') return skipped('the answer holds hashes of transactions only')
    const transaction = asObject(value, 'transaction')
    const contradiction = placeContradiction(transaction, block, index)
    if (contradiction) return contradiction
    const rule = ruleOf(era, transaction, context)
    if (!rule) {
      reason ??= `unknown transaction type ${typeOf(transaction)}`
      continue
    }
    const own = ruleContradiction(subject, rule, transaction)
    if (own) return own
    if (rule.outsideRoots) continue
    if (!rule.encode) {
      reason ??= rule.skip ?? `transactions of type ${typeOf(transaction)} cannot be encoded from their JSON`
      continue
    }
    items.begin()
    rule.encode(transaction, writer)
    items.end()
    encoded.push({ hash: rule.hashIsOfEncoding === false ? undefined : transaction['hash'], envelopeLength: rule.envelopeLength })
  }
  const wrongHash = hashContradiction(subject, encoded)
  if (wrongHash) return wrongHash
  const rootRule = era.transactionsRoot
  if (isSkip(rootRule)) return skipped(rootRule.skip)
  if (reason) return skipped(reason)
  const computed = rootRule.compute(items, block['transactionsRoot'])
  if (sameHex(computed, block['transactionsRoot'])) return PASSED
  if (rootRule.mayDiffer) return skipped(rootRule.mayDiffer)
  return { outcome: 'mismatch', claimed: String(block['transactionsRoot']), computed }
}

/** What an encoded transaction's hash is claimed to be (undefined: it is not the hash of the encoding), and where the hash begins. */
interface Encoded {
  readonly hash: unknown
  readonly envelopeLength: number | undefined
}

/** Where a transaction says that it stands, against where it was found. */
function placeContradiction(transaction: RpcObject, block: RpcObject, index: number): Outcome | undefined {
  const { blockHash, blockNumber, transactionIndex, blockTimestamp } = transaction
  if (isPresent(blockHash) && !sameHex(blockHash, block['hash'])) return differs('blockHash', blockHash, block['hash'])
  if (isPresent(blockNumber) && !sameQuantity(blockNumber, block['number']))
    return differs('blockNumber', blockNumber, block['number'])
  if (isPresent(transactionIndex) && !isQuantityOf(transactionIndex, index)) {
    return differs('transactionIndex', transactionIndex, toQuantity(index))
  }
  if (isPresent(blockTimestamp) && !sameQuantity(blockTimestamp, block['timestamp'])) {
    return differs('blockTimestamp', blockTimestamp, block['timestamp'])
  }
  return undefined
}

function differs(name: string, claimed: unknown, computed: unknown): Outcome {
  return { outcome: 'mismatch', claimed: String(claimed), computed: String(computed), detail: `${name} of a transaction` }
}

/** What no hash holds and a transaction's rule knows all the same: what must agree within it, and its price. */
export function ruleContradiction(subject: Subject, rule: TransactionRule, transaction: RpcObject): Outcome | undefined {
  const own = rule.check?.(transaction, subject.context)
  return own ? { outcome: 'mismatch', ...own } : priceContradiction(rule, transaction, subject)
}

function priceContradiction(rule: TransactionRule, transaction: RpcObject, { context }: Subject): Outcome | undefined {
  const { gasPrice } = transaction
  if (!isPresent(gasPrice) || !rule.effectiveGasPrice) return undefined
  const computed = rule.effectiveGasPrice(transaction, context)
  if (computed === undefined || computed === parseQuantity(gasPrice, 'gasPrice')) return undefined
  return differs('gasPrice', gasPrice, toQuantity(computed))
}

function hashContradiction({ workspace }: Subject, encoded: readonly Encoded[]): Outcome | undefined {
  const { items, writer } = workspace
  const { memory } = writer
  const out = writer.position
  const scratch = out + items.count * 32
  memory.reserve(scratch + 64)
  memory.hashAll(items.ranges, items.count, out)
  for (const [index, { hash: claimed, envelopeLength }] of encoded.entries()) {
    if (claimed === undefined) continue
    if (envelopeLength) {
      const [start, length] = [items.ranges[index * 2]!, items.ranges[index * 2 + 1]!]
      memory.hash(start + envelopeLength, length - envelopeLength, out + index * 32)
    }
    if (holdsHash(memory, out + index * 32, claimed, scratch)) continue
    return differs(`hash (index ${index})`, claimed, encodeHex(memory.bytes, out + index * 32, out + index * 32 + 32))
  }
  return undefined
}

/** Whether the 32 bytes at a place are what the hex says. Bytes are compared, since text would have to be made for every hash. */
function holdsHash(memory: HashMemory, at: number, claimed: unknown, scratch: number): boolean {
  if (typeof claimed !== 'string' || claimed.length !== 66) return false
  memory.writeHex(claimed, scratch)
  const { bytes } = memory
  for (let index = 0; index < 32; index++) if (bytes[at + index] !== bytes[scratch + index]) return false
  return true
}
