import { starknetDriver } from '@defimon/zk/starknet'
import { toStarknetProvider } from '@defimon/zk/starknet-js'
import { answerText, type DecodeCase, resultOf } from './decode-case.ts'
import { recordedStarknetBlock } from './recorded-blocks.ts'
import { makeStarknetBlock } from './starknet-block.ts'

const TRANSACTIONS = 200
const MOST_OF_PARSE = 1.3
/** Of 201 transactions, StarkNet 0.14.1. */
const WIDE_BLOCK = 'starknet_sepolia_integration/feeder_gateway_get_block-3077642.json'
/** Of mainnet, 20 transactions with 78 felts of calldata and 6.7 events each, StarkNet 0.14.0. */
const HEAVY_BLOCK = 'starknet/feeder_gateway_get_block-2238855.json'

/** A block of StarkNet with its receipts: ours against starknet.js, which passes on what `JSON.parse` gives. */
function caseOf(name: string, block: object, mostOfParse?: number): DecodeCase {
  const text = answerText(block)
  const { block_number: number } = block as { readonly block_number: number }
  const driver = starknetDriver({ id: 'starknet', name: 'StarkNet', stack: 'starknet', contracts: {}, endpoints: [] })
  const ours = () => driver.decode({ block: resultOf(JSON.parse(text)) }, 'receipts')
  const provider = toStarknetProvider({
    network: { id: 'starknet' },
    transport: { request: async () => resultOf(JSON.parse(text)) },
  })
  const theirs = () => provider.getBlockWithReceipts(number)
  return {
    name,
    bytes: text.length,
    transactions: TRANSACTIONS,
    parse: () => JSON.parse(text),
    ours,
    theirs: { name: 'starknet 10.8.0', decode: theirs },
    ...(mostOfParse !== undefined && { mostOfParse }),
    check: async () => {
      const mine = ours()
      const other = (await theirs()) as unknown as SdkBlock
      return [
        {
          hash: mine.hash,
          transactions: mine.transactions?.map(({ hash, status, fee, fields }) => [hash, status, fee?.totalWei, fields.calldata]),
          logs: mine.logs?.map(({ address, topics, data }) => [address, topics, data]),
        },
        {
          hash: other.block_hash,
          transactions: other.transactions.map(({ transaction, receipt }) => [
            receipt.transaction_hash,
            receipt.execution_status === 'SUCCEEDED' ? 'succeeded' : 'failed',
            BigInt(receipt.actual_fee.amount),
            transaction.calldata,
          ]),
          logs: other.transactions.flatMap(({ receipt }) =>
            receipt.events.map(({ from_address, keys, data }) => [from_address, keys, data.join(',')]),
          ),
        },
      ]
    },
  }
}

interface SdkBlock {
  readonly block_hash: string
  readonly transactions: readonly {
    readonly transaction: { readonly calldata?: readonly string[] }
    readonly receipt: {
      readonly transaction_hash: string
      readonly execution_status: string
      readonly actual_fee: { readonly amount: string }
      readonly events: readonly { readonly from_address: string; readonly keys: string[]; readonly data: string[] }[]
    }
  }[]
}

/** A block that is made, and where there are recordings two real ones. */
export function starknetCases(recordings: string | undefined): readonly DecodeCase[] {
  const made = caseOf('StarkNet', makeStarknetBlock(TRANSACTIONS), MOST_OF_PARSE)
  if (recordings === undefined) return [made]
  const recorded = (file: string): object => recordedStarknetBlock(recordings, file, TRANSACTIONS)
  return [
    made,
    caseOf('StarkNet, recorded', recorded(WIDE_BLOCK), MOST_OF_PARSE),
    caseOf('StarkNet, recorded, heavy', recorded(HEAVY_BLOCK)),
  ]
}
