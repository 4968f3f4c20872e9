import { createPublicClient, http } from 'viem'
import { getBlockReceipts } from 'viem/actions'
import { base } from 'viem/chains'
import { createRowStore } from '../row-store.ts'
import { type Peer, type RowBlock, readGroups } from './peer.ts'

/** viem with its batching transport and its formatters for Base. It checks nothing. */
export const viemPeer: Peer<RowBlock> = {
  openStore: createRowStore,
  read(range) {
    const transport = http(range.url, { batch: { batchSize: 2 * range.groupSize }, retryCount: 0 })
    const client = createPublicClient({ chain: base, transport })
    return readGroups(range, (numbers) =>
      Promise.all(
        numbers.map(async (number) => {
          const blockNumber = BigInt(number)
          const [block, receipts] = await Promise.all([
            client.getBlock({ blockNumber, includeTransactions: true }),
            getBlockReceipts(client, { blockNumber }),
          ])
          return {
            figures: () => ({
              number: Number(block.number),
              hash: block.hash,
              transactions: block.transactions.length,
              gasUsed: receipts.reduce((sum, { gasUsed }) => sum + gasUsed, 0n),
              valueWei: block.transactions.reduce((sum, { value }) => sum + value, 0n),
              logs: receipts.reduce((count, { logs }) => count + logs.length, 0),
            }),
            rows: () => ({
              block: {
                number: Number(block.number),
                hash: block.hash,
                parentHash: block.parentHash,
                timestampMs: Number(block.timestamp) * 1_000,
                gasUsed: block.gasUsed,
              },
              transactions: block.transactions.map((transaction, index) => ({
                hash: transaction.hash,
                index,
                type: transaction.typeHex ?? '0x0',
                from: transaction.from,
                to: transaction.to,
                valueWei: transaction.value,
                nonce: transaction.nonce,
                gasLimit: transaction.gas,
                gasUsed: receipts[index]?.gasUsed ?? 0n,
                isSuccess: receipts[index]?.status === 'success',
                input: transaction.input,
              })),
              logs: receipts.flatMap(({ logs }, transactionIndex) =>
                logs.map((log) => ({
                  transactionIndex,
                  logIndex: log.logIndex,
                  address: log.address,
                  topics: log.topics,
                  data: log.data,
                })),
              ),
            }),
          }
        }),
      ),
    )
  },
}
