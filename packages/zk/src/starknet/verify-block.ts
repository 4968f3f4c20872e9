import type { Check } from '@defimon/core'
import type { CheckResult, DecodedBlock } from '@defimon/core/adapter'
import { readObject } from '@defimon/core/adapter'
import { type HashedContents, hashEraOf, pedersenBlockHashes, poseidonBlockHash } from './block-hash.ts'
import { eventCommitment, receiptCommitment, transactionCommitment } from './commitments.ts'
import { consumedMessageHash } from './decode-transaction.ts'
import { assertCanonicalFelts, assertFelts } from './felt.ts'
import type { StarknetHashes } from './hashes.ts'
import { assertMessageHash } from './message-hash.ts'
import { assertHex } from './quantity.ts'
import { readHeader, type StarknetHeader } from './read-header.ts'
import { blockOf, type StarknetRaw, transactionsOf } from './starknet-raw.ts'
import { type StateDiffSummary, summarizeStateDiff } from './state-diff.ts'

/** What a StarkNet block lets us recompute. Events are part of `receipts-root`. */
export const starknetChecks: readonly Check[] = ['block-hash', 'transactions-root', 'receipts-root']

/** How a block is checked. */
export interface VerifyOptions {
  /** The short string of the chain id, `SN_MAIN`; undefined where the network does not say. */
  readonly chainName: string | undefined
  readonly recomputeCommitments: boolean
  hashes(): Promise<StarknetHashes>
}

/** What of a header's contents is known, stated or recomputed. */
interface Contents {
  readonly transactions: string | undefined
  readonly events: string | undefined
  readonly receipts: string | undefined
  readonly stateDiff: StateDiffSummary | undefined
}

type Block = DecodedBlock<'starknet'>

const OFF = 'commitments are recomputed only with recomputeCommitments'

function skipped(check: Check, reason: string): CheckResult {
  return { check, outcome: 'skipped', reason }
}

function toFelt(value: bigint): string {
  return `0x${value.toString(16)}`
}

/** A commitment that the header states; 0x0 stands for one that the node does not have, unless there is nothing to commit to. */
function stated(commitment: string | undefined, count: number | undefined): string | undefined {
  return commitment === '0x0' && count !== 0 ? undefined : commitment
}

/** A count of 0 beside a commitment of 0x0 is how a node says that it has neither. */
function statesNoContents({ transactionCount, transactionCommitment }: StarknetHeader): boolean {
  return transactionCount === 0 && transactionCommitment === '0x0'
}

/** Events of the block: as stated, else as counted where the answer holds the receipts. */
function eventCountOf(header: StarknetHeader, block: Block): number | undefined {
  return statesNoContents(header) ? block.logs?.length : (header.eventCount ?? block.logs?.length)
}

/** The block hash from the header and from commitments that are stated or were recomputed. */
function verifyHash(
  header: StarknetHeader,
  block: Block,
  { transactions, events, receipts, stateDiff }: Contents,
  { chainName }: VerifyOptions,
  hashes: StarknetHashes,
): CheckResult {
  const check = 'block-hash'
  const era = hashEraOf(header)
  const eventCount = eventCountOf(header, block)
  if (transactions === undefined || events === undefined || eventCount === undefined) {
    return skipped(check, 'the endpoint does not give the commitments that the hash is made of; JSON-RPC 0.10 does')
  }
  const contents: HashedContents = {
    transactionCount: block.transactionCount,
    eventCount,
    transactionCommitment: transactions,
    eventCommitment: events,
    receiptCommitment: receipts,
    stateDiffCommitment: stateDiff?.commitment,
    stateDiffLength: stateDiff?.length,
  }
  if (era === 'pedersen') {
    let first: bigint | undefined
    for (const hash of pedersenBlockHashes(header, contents, chainName, hashes)) {
      if (toFelt(hash) === header.hash) return { check, outcome: 'passed' }
      first ??= hash
    }
    return { check, outcome: 'mismatch', claimed: header.hash, computed: toFelt(first ?? 0n) }
  }
  if (receipts === undefined || stateDiff === undefined) {
    return skipped(check, 'the endpoint gives no commitment to receipts or to the state diff; JSON-RPC 0.10 does')
  }
  const computed = toFelt(poseidonBlockHash(header, contents, era === 'unknown' ? 'poseidon-0.13.4' : era, hashes))
  if (computed === header.hash) return { check, outcome: 'passed' }
  if (era === 'unknown') return skipped(check, `no rule is known for blocks of StarkNet ${header.version}`)
  return { check, outcome: 'mismatch', claimed: header.hash, computed }
}

/** Of an empty state diff too the commitment is not 0x0. */
function statedDiff({ stateDiffCommitment: commitment, stateDiffLength: length }: StarknetHeader): StateDiffSummary | undefined {
  return commitment === undefined || commitment === '0x0' || length === undefined ? undefined : { commitment, length }
}

/** A commitment that was recomputed against the one that the header states; where it states none, the block hash speaks for it. */
function compare(check: Check, claimed: string | undefined, computed: string, what: string, hash: CheckResult): CheckResult {
  if (claimed === computed || (claimed === undefined && hash.outcome === 'passed')) return { check, outcome: 'passed' }
  if (claimed === undefined) return skipped(check, `the header states no commitment to ${what}`)
  return { check, outcome: 'mismatch', claimed, computed, detail: `commitment to ${what}` }
}

/**
 * Lists against the counts that the header states, which the block hash commits to. Costs nothing.
 */
function countMismatch(header: StarknetHeader, block: Block): CheckResult | undefined {
  const { transactionCount, eventCount } = header
  if (statesNoContents(header)) return undefined
  if (transactionCount !== undefined && transactionCount !== block.transactionCount) {
    return countResult('transactions-root', transactionCount, block.transactionCount, 'transactions')
  }
  if (eventCount !== undefined && block.logs && eventCount !== block.logs.length) {
    return countResult('receipts-root', eventCount, block.logs.length, 'events')
  }
  return undefined
}

function countResult(check: Check, claimed: number, computed: number, what: string): CheckResult {
  return { check, outcome: 'mismatch', claimed: String(claimed), computed: String(computed), detail: `count of ${what}` }
}

/** The hash of a consumed L1 message that a receipt states, against the message in its transaction. */
function messageMismatch(raw: StarknetRaw, block: Block): CheckResult | undefined {
  if (!block.logs || !block.transactions?.some(({ kind }) => kind === 'deposit')) return undefined
  for (const [index, { transaction, receipt }] of transactionsOf(blockOf(raw)).entries()) {
    const claimed = block.transactions[index]?.fields.messageHash
    if (claimed === undefined || transaction === undefined || receipt?.['message_hash'] === undefined) continue
    const computed = consumedMessageHash(transaction)
    if (computed === undefined || claimed === computed) continue
    return { check: 'receipts-root', outcome: 'mismatch', claimed, computed, detail: `message of transaction ${index}` }
  }
  return undefined
}

/** Looks at every digit of the felts that decoding took as they came. Beside hashing it costs little. */
function assertWellFormed({ transactions, logs }: Block): void {
  for (const { hash, from, to, fields } of transactions ?? []) {
    assertCanonicalFelts([hash, from, to], 'transaction')
    assertCanonicalFelts([fields.entryPointSelector, fields.classHash, fields.compiledClassHash], 'transaction')
    if (fields.messageHash !== undefined) assertMessageHash(fields.messageHash)
    for (const { maxAmount, maxPricePerUnitFri } of Object.values(fields.resourceBounds ?? {})) {
      assertHex(maxAmount, 'max_amount')
      assertHex(maxPricePerUnitFri, 'max_price_per_unit')
    }
    assertFelts([fields.contractAddressSalt], 'contract_address_salt')
    assertFelts(fields.signature, 'signature')
    assertFelts(fields.calldata, 'calldata')
    assertFelts(fields.constructorCalldata, 'constructor_calldata')
    assertFelts(fields.paymasterData, 'paymaster_data')
    assertFelts(fields.accountDeploymentData, 'account_deployment_data')
    for (const { fromAddress, toAddress, payload } of fields.messagesToL1 ?? []) {
      assertCanonicalFelts([fromAddress, toAddress], 'message')
      assertFelts(payload, 'message')
    }
  }
  for (const { address, topics, data } of logs ?? []) {
    assertCanonicalFelts([address], 'event.from_address')
    assertCanonicalFelts(topics, 'event.keys')
    if (data !== '') assertFelts(data.split(','), 'event.data')
  }
}

/** Recomputes what a StarkNet block allows: its hash from the header by default, its commitments too where that is wished. */
export async function verifyStarknetBlock(
  raw: StarknetRaw,
  block: Block,
  options: VerifyOptions,
): Promise<readonly CheckResult[]> {
  const header = readHeader(blockOf(raw))
  assertWellFormed(block)
  const contradiction = countMismatch(header, block) ?? messageMismatch(raw, block)
  if (contradiction) return [contradiction]
  const eventCount = eventCountOf(header, block)
  const claimed: Contents = {
    transactions: stated(header.transactionCommitment, block.transactionCount),
    events: stated(header.eventCommitment, eventCount),
    receipts: stated(header.receiptCommitment, block.transactionCount),
    stateDiff: statedDiff(header),
  }
  const hashes = await options.hashes()
  if (!options.recomputeCommitments || !block.transactions) {
    const reason = block.transactions ? OFF : 'transactions not asked'
    return [
      verifyHash(header, block, claimed, options, hashes),
      skipped('transactions-root', reason),
      skipped('receipts-root', block.logs ? OFF : 'receipts not asked'),
    ]
  }
  return recompute(raw, block, claimed, options, hashes)
}

/** The state diff that was asked for since the header does not tell of it. */
function recomputedDiff({ stateUpdate }: StarknetRaw, hashes: StarknetHashes): StateDiffSummary | undefined {
  return stateUpdate === undefined ? undefined : summarizeStateDiff(readObject(stateUpdate, 'state update')['state_diff'], hashes)
}

/** Whether a block's hash cannot be recomputed without asking for its state diff. */
export function needsStateUpdate(header: StarknetHeader): boolean {
  return hashEraOf(header) !== 'pedersen' && statedDiff(header) === undefined
}

function recompute(
  raw: StarknetRaw,
  block: Block,
  claimed: Contents,
  options: VerifyOptions,
  hashes: StarknetHashes,
): readonly CheckResult[] {
  const header = readHeader(blockOf(raw))
  const transactions = block.transactions ?? []
  const era = hashEraOf(header)
  if (era === 'unknown') {
    const reason = `no rule is known for blocks of StarkNet ${header.version}`
    return [
      verifyHash(header, block, claimed, options, hashes),
      skipped('transactions-root', reason),
      skipped('receipts-root', reason),
    ]
  }
  const ofTransactions = toFelt(transactionCommitment(transactions, header.version, hashes))
  const ofEvents = block.logs && toFelt(eventCommitment(block.logs, header.version, hashes))
  const ofReceipts = block.logs && era !== 'pedersen' ? toFelt(receiptCommitment(transactions, hashes)) : undefined
  const known: Contents = {
    transactions: claimed.transactions ?? ofTransactions,
    events: claimed.events ?? ofEvents,
    receipts: claimed.receipts ?? ofReceipts,
    stateDiff: claimed.stateDiff ?? recomputedDiff(raw, hashes),
  }
  const hash = verifyHash(header, block, known, options, hashes)
  const transactionsResult = compare('transactions-root', claimed.transactions, ofTransactions, 'transactions', hash)
  if (ofEvents === undefined) return [hash, transactionsResult, skipped('receipts-root', 'receipts not asked')]
  const eventsResult = compare('receipts-root', claimed.events, ofEvents, 'events', hash)
  if (eventsResult.outcome !== 'passed') return [hash, transactionsResult, eventsResult]
  const receiptsResult =
    ofReceipts === undefined
      ? skipped('receipts-root', 'blocks before 0.13.2 commit to events, which were recomputed, and not to receipts')
      : compare('receipts-root', claimed.receipts, ofReceipts, 'receipts', hash)
  return [hash, transactionsResult, receiptsResult]
}
