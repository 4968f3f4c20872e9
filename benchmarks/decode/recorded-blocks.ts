import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { realData } from '../../test/real-data.ts'

type Json = Readonly<Record<string, unknown>>
type Entry = Json & { readonly transaction_hash: string; readonly type: string; readonly version: string }

/** The folder of real recordings; undefined where there is none. */
export function recordingsFolder(): string | undefined {
  const folder = realData()
  return folder && join(folder, 'recordings')
}

function read(folder: string, file: string): Json {
  return (JSON.parse(readFileSync(join(folder, file), 'utf8')) as { readonly result: Json }).result
}

/** As often as needed, one after the other. */
function repeated<T>(list: readonly T[], count: number): readonly T[] {
  return Array.from({ length: count }, (_, index) => list[index % list.length] as T)
}

const AVAILABILITY = ['L1', 'L2']

/** A transaction of the feeder gateway with its receipt, as JSON-RPC writes both. What they hold is the same; names differ. */
function inRpcShape(entry: Entry, receipt: Json): object {
  const { transaction_hash: hash, ...transaction } = entry
  const bounds = transaction['resource_bounds'] as Json | undefined
  const gas = (receipt['execution_resources'] as Json)['total_gas_consumed'] as Json
  const type = entry.type === 'INVOKE_FUNCTION' ? 'INVOKE' : entry.type
  return {
    transaction: {
      ...transaction,
      type,
      ...(bounds && {
        resource_bounds: Object.fromEntries(Object.entries(bounds).map(([name, bound]) => [name.toLowerCase(), bound])),
        nonce_data_availability_mode: AVAILABILITY[transaction['nonce_data_availability_mode'] as number],
        fee_data_availability_mode: AVAILABILITY[transaction['fee_data_availability_mode'] as number],
      }),
    },
    receipt: {
      type,
      transaction_hash: hash,
      actual_fee: { amount: receipt['actual_fee'], unit: entry.version === '0x3' ? 'FRI' : 'WEI' },
      messages_sent: receipt['l2_to_l1_messages'],
      events: receipt['events'],
      execution_status: receipt['execution_status'],
      ...(receipt['revert_error'] !== undefined && { revert_reason: receipt['revert_error'] }),
      finality_status: 'ACCEPTED_ON_L2',
      execution_resources: { l1_gas: gas['l1_gas'], l1_data_gas: gas['l1_data_gas'], l2_gas: gas['l2_gas'] },
    },
  }
}

/** A recorded block of StarkNet in the shape of JSON-RPC, cut to or repeated up to so many transactions. */
export function recordedStarknetBlock(folder: string, file: string, count: number): object {
  const { transactions, transaction_receipts, parent_block_hash, state_root, ...header } = read(folder, file)
  const receipts = transaction_receipts as readonly Json[]
  const entries = (transactions as readonly Entry[]).map((entry, index) => inRpcShape(entry, receipts[index] as Json))
  return { ...header, parent_hash: parent_block_hash, new_root: state_root, transactions: repeated(entries, count) }
}

/** A block of Solana of so many transactions: all that were recorded as JSON with their outcomes, votes and others, over and over. */
export function recordedSolanaBlock(folder: string, count: number): object {
  const files = readdirSync(join(folder, 'solana')).sort()
  const { transactions: _, ...header } = read(folder, 'solana/getBlock-100000000-json-10.json')
  const entries = files.flatMap((file): readonly Json[] => {
    if (!/^get(Block-\d+-json-|Transaction)/.test(file)) return []
    const result = read(folder, `solana/${file}`) as Json | null
    const listed = (result?.['transactions'] as readonly Json[] | undefined) ?? (result ? [result] : [])
    return listed
      .filter(({ transaction, meta }) => !Array.isArray(transaction) && meta)
      .filter(
        ({ transaction }) => typeof (transaction as { message: { accountKeys: unknown[] } }).message.accountKeys[0] === 'string',
      )
      .map(({ transaction, meta, version }) => ({ transaction, meta, ...(version !== undefined && { version }) }))
  })
  return { ...header, transactions: repeated(entries, count) }
}

/** Answers of NEAR: a block and its chunks, made of shards that NEAR Lake recorded, until there are so many transactions. */
export function recordedNearBlock(folder: string, count: number): { readonly block: Json; readonly chunks: readonly Json[] } {
  const files = [134585465, 125229395, 151768255].map((height) => `near/near_lake_streamer_message-${height}.json`)
  const [first] = files.map((file) => read(folder, file))
  const block = first?.['block'] as Json
  const { height } = block['header'] as { readonly height: number }
  let left = count
  const chunks = files.flatMap((file) => {
    const shards = read(folder, file)['shards'] as readonly { readonly chunk: Json | null }[]
    return shards.flatMap(({ chunk }): readonly Json[] => {
      if (!chunk || left === 0) return []
      const transactions = (chunk['transactions'] as readonly { readonly transaction: Json }[]).slice(0, left)
      left -= transactions.length
      const header = { ...(chunk['header'] as Json), height_included: height }
      return [{ ...chunk, header, transactions: transactions.map(({ transaction }) => transaction) }]
    })
  })
  return { block: { ...block, chunks: chunks.map(({ header }) => header) }, chunks }
}
