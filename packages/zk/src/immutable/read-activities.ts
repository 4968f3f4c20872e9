import { type BlockSource, type CallOptions, DefimonError, type L2Network, type Transport } from '@defimon/core'
import { askRest, type Json, readArray, readNumber, readObject, readString, readTimeMs } from '../rest/ask-rest.ts'

/** What the API of Immutable X lists. */
export type ImmutableActivityKind = 'deposits' | 'mints' | 'trades' | 'transfers' | 'withdrawals'

/** One entry of a list. No batch is named, so it belongs to no block that could be told. */
export interface ImmutableActivity {
  readonly kind: ImmutableActivityKind
  /** Ascending over all kinds. */
  readonly transactionId: number
  /** As the API words it. */
  readonly status: string
  readonly from?: string
  readonly to?: string
  readonly timestampMs: number
  /** All that the API says of it. */
  readonly answer: Json
}

/** Which entries are wanted. */
export interface ReadActivitiesOptions extends CallOptions {
  readonly sinceMs?: number
  readonly untilMs?: number
  /** Entries of a page, 200 at most, which is the default. */
  readonly pageSize?: number
}

/** What is asked: a source of the network that asks its API. */
export interface ActivitySource {
  readonly network: BlockSource<'starkex'>['network']
  readonly transport: Pick<Transport, 'get'>
}

const PAGE = 200

/**
 * The entries of a list of the API of Immutable X, oldest first: `GET v1/transfers` and the like, page by page (docs.immutable.com, as
 * clients used it). `source` is made without `parent`. The API is deprecated with the network; a dead one fails with the code of its
 * failure, and says since when the network is sunset. `MALFORMED` on another shape, and on pages that do not go on.
 */
export async function* readActivities(
  source: ActivitySource,
  kind: ImmutableActivityKind,
  options: ReadActivitiesOptions = {},
): AsyncGenerator<ImmutableActivity> {
  const { signal, sinceMs, untilMs, pageSize = PAGE } = options
  const query = new URLSearchParams({ page_size: String(pageSize), order_by: 'timestamp', direction: 'asc' })
  if (sinceMs !== undefined) query.set('min_timestamp', new Date(sinceMs).toISOString())
  if (untilMs !== undefined) query.set('max_timestamp', new Date(untilMs).toISOString())
  const network = source.network as L2Network
  const get = (path: string): Promise<unknown> => source.transport.get(path, signal ? { signal } : {})
  for (;;) {
    const page = readObject(await askRest({ get }, network, `v1/${kind}?${query}`), 'answer')
    const entries = readArray(page['result'], 'result')
    for (const entry of entries) yield readActivity(readObject(entry, 'entry'), kind)
    if (entries.length === 0 || page['remaining'] === 0) return
    const cursor = readString(page['cursor'], 'cursor')
    if (cursor === '') return
    if (cursor === query.get('cursor')) {
      throw new DefimonError('MALFORMED', 'malformed answer: a cursor that leads to the same page', { network: network.id })
    }
    query.set('cursor', cursor)
  }
}

function readActivity(answer: Json, kind: ImmutableActivityKind): ImmutableActivity {
  const from = answer['user'] ?? answer['sender']
  const to = answer['receiver']
  return {
    kind,
    transactionId: readNumber(answer['transaction_id'], 'transaction_id'),
    status: readString(answer['status'], 'status'),
    ...(typeof from === 'string' && { from: from.toLowerCase() }),
    ...(typeof to === 'string' && to !== '' && { to: to.toLowerCase() }),
    timestampMs: readTimeMs(answer['timestamp'], 'timestamp'),
    answer,
  }
}
