import { Pool } from 'undici'
import { createRowStore } from '../row-store.ts'
import { batchBody, type Peer, type PeerRange, type RowBlock, readGroups } from './peer.ts'

async function* readBodies<T>(
  range: PeerRange,
  see: (body: Buffer, numbers: readonly number[]) => readonly T[],
): AsyncGenerator<T> {
  const url = new URL(range.url)
  const pool = new Pool(url.origin, { connections: range.groupsInFlight })
  try {
    yield* readGroups(range, async (numbers) => {
      const { body } = await pool.request({
        path: url.pathname,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: batchBody(numbers),
      })
      return see(Buffer.from(await body.arrayBuffer()), numbers)
    })
  } finally {
    await pool.close()
  }
}

/** The floor: the bytes arrive, and nobody looks at them. */
export const bytesPeer: Peer<RowBlock> = {
  openStore: createRowStore,
  read: (range) => readBodies(range, (_body, numbers) => numbers.map(() => undefined)),
}

/** The bytes and `JSON.parse`: hex strings, nothing checked. */
export const jsonPeer: Peer<RowBlock> = {
  openStore: createRowStore,
  read: (range) =>
    readBodies(range, (body) => {
      const answers: { id: number; result: unknown }[] = JSON.parse(body.toString())
      answers.sort((a, b) => a.id - b.id)
      return Array.from({ length: answers.length / 2 }, (_, index) => {
        const block = answers[2 * index]?.result as JsonBlock
        const receipts = answers[2 * index + 1]?.result as readonly JsonReceipt[]
        return {
          figures: () => ({
            number: Number(block.number),
            hash: block.hash,
            transactions: block.transactions.length,
            gasUsed: receipts.reduce((sum, { gasUsed }) => sum + BigInt(gasUsed), 0n),
            valueWei: block.transactions.reduce((sum, { value }) => sum + BigInt(value), 0n),
            logs: receipts.reduce((count, { logs }) => count + logs.length, 0),
          }),
          rows: () => ({
            block: {
              number: Number(block.number),
              hash: block.hash,
              parentHash: block.parentHash,
              timestampMs: Number(block.timestamp) * 1_000,
              gasUsed: BigInt(block.gasUsed),
            },
            transactions: block.transactions.map((transaction, position) => ({
              hash: transaction.hash,
              index: position,
              type: transaction.type,
              from: transaction.from,
              to: transaction.to,
              valueWei: BigInt(transaction.value),
              nonce: BigInt(transaction.nonce),
              gasLimit: BigInt(transaction.gas),
              gasUsed: BigInt(receipts[position]?.gasUsed ?? 0),
              isSuccess: receipts[position]?.status === '0x1',
              input: transaction.input,
            })),
            logs: receipts.flatMap(({ logs }, transactionIndex) =>
              logs.map((log) => ({
                transactionIndex,
                logIndex: Number(log.logIndex),
                address: log.address,
                topics: log.topics,
                data: log.data,
              })),
            ),
          }),
        }
      })
    }),
}

interface JsonBlock {
  readonly number: string
  readonly hash: string
  readonly parentHash: string
  readonly timestamp: string
  readonly gasUsed: string
  readonly transactions: readonly {
    readonly hash: string
    readonly type: string
    readonly from: string
    readonly to: string | null
    readonly value: string
    readonly nonce: string
    readonly gas: string
    readonly input: string
  }[]
}

interface JsonReceipt {
  readonly gasUsed: string
  readonly status: string
  readonly logs: readonly {
    readonly logIndex: string
    readonly address: string
    readonly topics: readonly string[]
    readonly data: string
  }[]
}
