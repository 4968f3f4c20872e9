/** What every peer must agree on about a block; it is also the least work that shows that the block was decoded. */
export interface BlockFigures {
  readonly number: number
  readonly hash: string
  readonly transactions: number
  readonly gasUsed: bigint
  readonly valueWei: bigint
  readonly logs: number
}

/** One block as the rows that every peer stores. */
export interface BlockRows {
  readonly block: BlockRow
  readonly transactions: readonly TransactionRow[]
  readonly logs: readonly LogRow[]
}

/** A row of `blocks`. */
export interface BlockRow {
  readonly number: number
  readonly hash: string
  readonly parentHash: string
  readonly timestampMs: number
  readonly gasUsed: bigint
}

/** A row of `transactions`. */
export interface TransactionRow {
  readonly hash: string
  readonly index: number
  readonly type: string
  readonly from: string
  readonly to: string | null
  readonly valueWei: bigint
  readonly nonce: bigint | number
  readonly gasLimit: bigint
  readonly gasUsed: bigint
  readonly isSuccess: boolean
  readonly input: string
}

/** A row of `logs`. */
export interface LogRow {
  readonly transactionIndex: number
  readonly logIndex: number
  readonly address: string
  readonly topics: readonly string[]
  readonly data: string
}

/** One block as a peer hands it to its user. */
export interface PeerBlock {
  readonly figures: () => BlockFigures
}

/** One block of a peer that leaves storing to its user. */
export interface RowBlock extends PeerBlock {
  readonly rows: () => BlockRows
}

/** Where blocks are stored. */
export interface BlockStore<B> {
  write(block: B): void | Promise<void>
  close(): void | Promise<void>
}

/** A peer: how it reads a range of blocks, in order, from an endpoint, and how they are stored. */
export interface Peer<B extends PeerBlock = PeerBlock> {
  /** `undefined` where the peer decodes nothing. */
  read(range: PeerRange): AsyncIterable<B | undefined>
  openStore(file: string): BlockStore<B> | Promise<BlockStore<B>>
}

/** What is read, and how: groups of blocks whose calls travel together, and how many groups are under way at once. */
export interface PeerRange {
  readonly url: string
  readonly from: number
  readonly to: number
  readonly groupSize: number
  readonly groupsInFlight: number
}

/** Reads groups of heights ahead, and yields what they give in order. */
export async function* readGroups<T>(
  range: PeerRange,
  readGroup: (numbers: readonly number[]) => Promise<readonly T[]>,
): AsyncGenerator<T> {
  const pending: Promise<readonly T[]>[] = []
  let next = range.from
  const more = (): void => {
    while (pending.length < range.groupsInFlight && next <= range.to) {
      const numbers: number[] = []
      while (numbers.length < range.groupSize && next <= range.to) numbers.push(next++)
      pending.push(readGroup(numbers))
    }
  }
  for (more(); pending.length > 0; more()) {
    for (const item of (await pending.shift()) ?? []) yield item
  }
}

/** The calls for a block and its receipts, as every peer asks them. */
export function batchBody(numbers: readonly number[]): string {
  return JSON.stringify(
    numbers.flatMap((number, index) => [
      { jsonrpc: '2.0', id: 2 * index, method: 'eth_getBlockByNumber', params: [`0x${number.toString(16)}`, true] },
      { jsonrpc: '2.0', id: 2 * index + 1, method: 'eth_getBlockReceipts', params: [`0x${number.toString(16)}`] },
    ]),
  )
}
