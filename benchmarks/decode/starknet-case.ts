import { simulateNetwork } from '@defimon/core/testing'
import { starknetDriver } from '@defimon/zk/starknet'
import { toStarknetProvider } from '@defimon/zk/starknet-js'
import { answerText, type DecodeCase, resultOf } from './decode-case.ts'

const TRANSACTIONS = 200

/** A block of StarkNet with its receipts: ours against starknet.js, which passes on what `JSON.parse` gives. */
export function starknetCase(): DecodeCase {
  const simulated = simulateNetwork({ stack: 'starknet', transactionsPerBlock: TRANSACTIONS, blocks: 2 })
  const { number } = simulated.chain.head
  const call = { method: 'starknet_getBlockWithReceipts', params: [{ block_number: number }] }
  const text = answerText(simulated.model.answer(call, simulated.chain.view()))
  const driver = starknetDriver({ id: 'starknet', name: 'StarkNet', stack: 'starknet', contracts: {}, endpoints: [] })
  const ours = () => driver.decode({ block: resultOf(JSON.parse(text)) }, 'receipts')
  const provider = toStarknetProvider({
    network: { id: 'starknet' },
    transport: { request: async () => resultOf(JSON.parse(text)) },
  })
  const theirs = () => provider.getBlockWithReceipts(number)
  return {
    name: 'StarkNet',
    bytes: text.length,
    transactions: TRANSACTIONS,
    parse: () => JSON.parse(text),
    ours,
    theirs: { name: 'starknet 10.8.0', decode: theirs },
    mostOfParse: 1.3,
    check: async () => {
      const mine = ours()
      const other = (await theirs()) as unknown as {
        block_hash: string
        transactions: { receipt: { transaction_hash: string; execution_status: string } }[]
      }
      return [
        { hash: mine.hash, transactions: mine.transactions?.map(({ hash, status }) => [BigInt(hash), status]) },
        {
          hash: other.block_hash,
          transactions: other.transactions.map(({ receipt }) => [
            BigInt(receipt.transaction_hash),
            receipt.execution_status === 'SUCCEEDED' ? 'succeeded' : 'failed',
          ]),
        },
      ]
    },
  }
}
