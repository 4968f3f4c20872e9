import { JsonRpcProvider, Network } from 'ethers'
import { CHAIN_ID } from '../chain/transaction.ts'
import { createRowStore } from '../row-store.ts'
import { type Peer, type RowBlock, readGroups } from './peer.ts'

/**
 * ethers in its favourable way: the block with its transactions, and all receipts by one call, which ethers has no method for but
 * decodes as its own. It checks nothing.
 */
export const ethersPeer: Peer<RowBlock> = {
  openStore: createRowStore,
  async *read(range) {
    const network = Network.from(CHAIN_ID)
    const provider = new JsonRpcProvider(range.url, network, {
      staticNetwork: network,
      batchMaxCount: 2 * range.groupSize,
      batchStallTime: 1,
      cacheTimeout: -1,
    })
    try {
      yield* readGroups(range, (numbers) =>
        Promise.all(
          numbers.map(async (number) => {
            const [block, answer] = await Promise.all([
              provider.getBlock(number, true),
              provider.send('eth_getBlockReceipts', [`0x${number.toString(16)}`]) as Promise<
                Parameters<JsonRpcProvider['_wrapTransactionReceipt']>[0][]
              >,
            ])
            if (!block) throw new Error(`ethers gave no block ${number}`)
            const transactions = block.prefetchedTransactions
            const receipts = answer.map((receipt) => provider._wrapTransactionReceipt(receipt, network))
            return {
              figures: () => ({
                number: block.number,
                hash: block.hash ?? '',
                transactions: transactions.length,
                gasUsed: receipts.reduce((sum, { gasUsed }) => sum + gasUsed, 0n),
                valueWei: transactions.reduce((sum, { value }) => sum + value, 0n),
                logs: receipts.reduce((count, { logs }) => count + logs.length, 0),
              }),
              rows: () => ({
                block: {
                  number: block.number,
                  hash: block.hash ?? '',
                  parentHash: block.parentHash,
                  timestampMs: block.timestamp * 1_000,
                  gasUsed: block.gasUsed,
                },
                transactions: transactions.map((transaction, index) => ({
                  hash: transaction.hash,
                  index,
                  type: `0x${transaction.type.toString(16)}`,
                  from: transaction.from,
                  to: transaction.to,
                  valueWei: transaction.value,
                  nonce: transaction.nonce,
                  gasLimit: transaction.gasLimit,
                  gasUsed: receipts[index]?.gasUsed ?? 0n,
                  isSuccess: receipts[index]?.status === 1,
                  input: transaction.data,
                })),
                logs: receipts.flatMap(({ logs }, transactionIndex) =>
                  logs.map((log) => ({
                    transactionIndex,
                    logIndex: log.index,
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
    } finally {
      provider.destroy()
    }
  },
}
