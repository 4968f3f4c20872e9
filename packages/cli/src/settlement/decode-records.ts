import {
  type DataAvailability,
  DefimonError,
  type Exchange,
  type Hash,
  type L2Network,
  type NetworkId,
  type Stack,
} from '@defimon/core'
import { readRecordings } from '@defimon/core/node'
import { type ParentRecord, readParentRecord, type SettlementStep } from '@defimon/evm/parent'
import { findNetworks } from '@defimon/networks'
import { networkOfRecording } from '../recordings/network-of-recording.ts'
import { DESCRIBED_STACKS, loadDescriber } from './describers.ts'
import { mergeSteps } from './merge-steps.ts'

/** What a record says that a parent-chain transaction did, for which L2 blocks. */
export interface DecodedRecord {
  readonly file: string
  readonly network: NetworkId
  /** `null` where the transaction did nothing for settlement that can be told from the record. */
  readonly stage: SettlementStep['stage'] | null
  /** A number where there is one only. */
  readonly batch?: number | { readonly from: number; readonly to: number }
  /** A bound that is not known is left out. */
  readonly covers?: { readonly from?: number; readonly to?: number; readonly exact: boolean }
  readonly roots?: readonly Hash[]
  /** `null` where the record does not tell. */
  readonly dataAvailability: DataAvailability | null
  readonly authorised?: boolean
  readonly note?: string
  /** Why it cannot be read. */
  readonly malformed?: string
}

/**
 * Decodes records of parent-chain transactions in files and folders, in the order of their names. What was recorded of one transaction
 * (itself, its receipt, its blobs) is joined by its hash. Each record gives one result for each stage that its transaction reached.
 */
export async function* decodeRecords(paths: readonly string[]): AsyncGenerator<DecodedRecord, void, undefined> {
  const { exchanges, broken } = await readRecordings(paths)
  for (const { file, reason } of broken) {
    yield { file, network: '', stage: null, dataAvailability: null, malformed: `not JSON: ${reason}` }
  }
  const records = new Map<Exchange, ParentRecord | DefimonError>()
  for (const exchange of exchanges) records.set(exchange, await readParentRecord(exchange).catch(asDefimonError))
  const byHash = joinByHash(exchanges, records)
  const besides = payloadsByNetwork(exchanges, records)
  for (const exchange of exchanges) {
    const record = records.get(exchange)
    const said = { file: exchange.file ?? '', network: exchange.network, stage: null, dataAvailability: null }
    if (record === undefined || DefimonError.isInstance(record)) {
      yield { ...said, malformed: record?.message ?? 'no record' }
      continue
    }
    const hash = hashOf(exchange, record)
    const whole = (hash === undefined ? undefined : byHash.get(hash)) ?? record
    let steps: readonly SettlementStep[]
    try {
      steps = mergeSteps(await describe(exchange.network, { ...whole, beside: besides.get(exchange.network) ?? [] }))
    } catch (error) {
      yield { ...said, malformed: asDefimonError(error).message }
      continue
    }
    if (steps.length === 0) yield { ...said, note: 'nothing in this record tells of a step of settlement' }
    for (const step of steps) yield { ...said, ...asDecoded(step) }
  }
}

/** By the stack of the network that the record names; where that says nothing, by whichever stack knows the transaction. */
async function describe(id: NetworkId, record: ParentRecord): Promise<readonly SettlementStep[]> {
  const named = networkOfRecording(id)
  const registered = findNetworks().find((network) => network.id === id)
  const byAddress = registered ? undefined : networkOfAddress(record)
  const network = registered ?? byAddress
  const first = (network ?? named)?.stack
  if (first) {
    const steps = (await (await loadDescriber(first))?.(record, network)) ?? []
    if (steps.length > 0) return steps
  }
  for (const stack of DESCRIBED_STACKS.filter((each) => each !== first)) {
    const steps = await tryStack(stack, record)
    if (steps.length > 0) return steps
  }
  return []
}

/** A stack that was only guessed may choke on what another wrote. */
async function tryStack(stack: Stack, record: ParentRecord): Promise<readonly SettlementStep[]> {
  try {
    return (await (await loadDescriber(stack))?.(record, undefined)) ?? []
  } catch (error) {
    if (asDefimonError(error).code === 'MALFORMED') return []
    throw error
  }
}

/** The network one of whose contracts a transaction went to. */
function networkOfAddress({ transaction, logs }: ParentRecord): L2Network | undefined {
  const address = transaction?.to ?? logs[0]?.address
  if (address === undefined) return undefined
  return findNetworks().find((network) =>
    Object.values(network.contracts as Readonly<Record<string, readonly { readonly address: string }[] | undefined>>)
      .flat()
      .some((contract) => contract?.address.toLowerCase() === address),
  )
}

function hashOf(exchange: Exchange, record: ParentRecord): string | undefined {
  const asked = Array.isArray(exchange.params) ? exchange.params[0] : undefined
  const named = typeof asked === 'string' && /^0x[0-9a-fA-F]{64}$/.test(asked) ? asked.toLowerCase() : undefined
  return record.transaction?.hash ?? record.logs[0]?.transactionHash ?? named
}

/** Answers that are no transactions, such as what a prover published: some name the blocks of others. */
function payloadsByNetwork(
  exchanges: readonly Exchange[],
  records: ReadonlyMap<Exchange, ParentRecord | DefimonError>,
): ReadonlyMap<NetworkId, readonly unknown[]> {
  const payloads = new Map<NetworkId, readonly unknown[]>()
  for (const exchange of exchanges) {
    const record = records.get(exchange)
    if (record === undefined || DefimonError.isInstance(record) || record.transaction || record.logs.length > 0) continue
    payloads.set(exchange.network, [...(payloads.get(exchange.network) ?? []), record.raw])
  }
  return payloads
}

function joinByHash(
  exchanges: readonly Exchange[],
  records: ReadonlyMap<Exchange, ParentRecord | DefimonError>,
): ReadonlyMap<string, ParentRecord> {
  const joined = new Map<string, ParentRecord>()
  for (const exchange of exchanges) {
    const record = records.get(exchange)
    if (record === undefined || DefimonError.isInstance(record)) continue
    const hash = hashOf(exchange, record)
    if (hash === undefined) continue
    const known = joined.get(hash)
    joined.set(
      hash,
      known === undefined
        ? record
        : {
            ...known,
            ...record,
            logs: known.logs.length > 0 ? known.logs : record.logs,
            blobs: known.blobs.length > 0 ? known.blobs : record.blobs,
            raw: known.raw,
          },
    )
  }
  return joined
}

function asDecoded({
  batches,
  covers,
  roots,
  dataAvailability,
  ...rest
}: SettlementStep): Omit<DecodedRecord, 'file' | 'network'> {
  const { stage, authorised, note } = rest
  return {
    stage,
    ...(batches && { batch: batches.from === batches.to ? batches.from : { from: batches.from, to: batches.to } }),
    ...(covers && {
      covers: {
        ...(covers.from !== undefined && { from: covers.from }),
        ...(covers.to !== undefined && { to: covers.to }),
        exact: covers.exact,
      },
    }),
    ...(roots && { roots }),
    dataAvailability: dataAvailability ?? null,
    ...(authorised !== undefined && { authorised }),
    ...(note !== undefined && { note }),
  }
}

function asDefimonError(error: unknown): DefimonError {
  if (DefimonError.isInstance(error)) return error
  const reason = error instanceof Error ? error.message : String(error)
  return new DefimonError('MALFORMED', `a record that cannot be read: ${reason}`, { cause: error })
}
