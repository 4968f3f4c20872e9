import { simulateNetwork } from '@defimon/core/testing'
import { parseLosslessJson, solanaDriver } from '@defimon/solana'
import { createSolanaRpcFromTransport } from '@solana/rpc'
import { parseJsonWithBigInts } from '@solana/rpc-spec-types'
import { answerText, type DecodeCase, resultOf } from './decode-case.ts'
import { recordedSolanaBlock } from './recorded-blocks.ts'

const TRANSACTIONS = 200
/** A balance that a double cannot hold. */
const LARGE_LAMPORTS = '9007199254740993'

interface Meta {
  preBalances: number[]
  postBalances: number[]
  logMessages: string[]
  innerInstructions: object[]
  preTokenBalances: object[]
  postTokenBalances: object[]
}

const TOKEN_BALANCES = [3, 4].map((accountIndex) => ({
  accountIndex,
  mint: 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v',
  owner: '5Q544fKrFoe6tsEbD7S8EmxGTJYAKtTVhAW5Q5pge4j1',
  programId: 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA',
  uiTokenAmount: { amount: '2039280450', decimals: 6, uiAmount: 2039.28045, uiAmountString: '2039.28045' },
}))

/** Simulated transactions are short: as many balances, tokens, inner instructions and log lines as a swap has. */
function withSwap(meta: Meta, index: number): Meta {
  const balances = Array.from({ length: 14 }, (_, at) => 1_000_000 * (index + at) + 7)
  return {
    ...meta,
    preBalances: [...meta.preBalances, ...balances],
    postBalances: [...meta.postBalances, ...balances],
    innerInstructions: [
      {
        index: 0,
        instructions: Array.from({ length: 3 }, (_, at) => ({
          programIdIndex: 2,
          accounts: [0, 1, at],
          data: '3DTZbgwsozUF',
          stackHeight: 2,
        })),
      },
    ],
    preTokenBalances: TOKEN_BALANCES,
    postTokenBalances: TOKEN_BALANCES,
    logMessages: [
      ...meta.logMessages.slice(0, -2),
      'Program log: Instruction: Swap',
      ...Array.from(
        { length: 5 },
        () => 'Program TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA consumed 4645 of 166000 compute units',
      ),
      ...meta.logMessages.slice(-2),
    ],
  }
}

interface SdkBlock {
  readonly blockhash: string
  readonly parentSlot: bigint
  readonly transactions: readonly {
    readonly transaction: { readonly signatures: readonly string[] }
    readonly meta: { readonly err: unknown; readonly fee: bigint; readonly preBalances: readonly bigint[] }
  }[]
}

/** The newest block of a simulated chain, each transaction as long as a swap. */
function simulatedBlock(): object {
  const simulated = simulateNetwork({
    stack: 'solana',
    transactionsPerBlock: TRANSACTIONS,
    blocks: 8,
    transactionVersions: ['legacy', 0],
  })
  const slot = simulated.chain.head.number
  const config = { commitment: 'confirmed', encoding: 'json', rewards: true, maxSupportedTransactionVersion: 1 }
  const block = simulated.model.answer({ method: 'getBlock', params: [slot, config] }, simulated.chain.view()) as {
    transactions: { meta: Meta }[]
  }
  return { ...block, transactions: block.transactions.map((entry, index) => ({ ...entry, meta: withSwap(entry.meta, index) })) }
}

/** A block of Solana: ours against kit, whose own parser keeps 64-bit numbers whole. */
function caseOf(name: string, block: object, hasLargeNumbers: boolean): DecodeCase {
  const plain = answerText(block)
  const text = hasLargeNumbers ? plain.replaceAll('"preBalances":[', `"preBalances":[${LARGE_LAMPORTS},`) : plain
  const slot = (block as { readonly parentSlot: number }).parentSlot + 1
  const driver = solanaDriver({ id: 'solana', name: 'Solana', stack: 'solana', contracts: {}, endpoints: [] })
  const ours = () => driver.decode({ slot, block: resultOf(parseLosslessJson(text)) }, 'receipts')
  const rpc = createSolanaRpcFromTransport(async <TResponse>() => parseJsonWithBigInts(text) as TResponse)
  const theirs = async (): Promise<SdkBlock> =>
    (await rpc.getBlock(BigInt(slot), { maxSupportedTransactionVersion: 0 }).send()) as unknown as SdkBlock
  return {
    name,
    bytes: text.length,
    transactions: TRANSACTIONS,
    parse: () => JSON.parse(text),
    ours,
    theirs: { name: '@solana/rpc 8.4.0, lossless', decode: theirs },
    mostOfParse: hasLargeNumbers ? 6 : 1.6,
    leastOfTheirs: 4,
    check: async () => {
      const mine = ours()
      const other = await theirs()
      const lossless = (resultOf(parseLosslessJson(text)) as SdkBlock).transactions.map(({ meta }) =>
        BigInt(meta.preBalances[0] ?? 0),
      )
      return [
        {
          hash: mine.hash,
          parent: mine.parent?.number,
          transactions: mine.transactions?.map(({ hash, fee, status }) => [hash, fee?.totalWei, status]),
          balances: lossless,
        },
        {
          hash: other.blockhash,
          parent: Number(other.parentSlot),
          transactions: other.transactions.map(({ transaction, meta }) => [
            transaction.signatures[0],
            meta.fee,
            meta.err === null ? 'succeeded' : 'failed',
          ]),
          balances: other.transactions.map(({ meta }) => meta.preBalances[0]),
        },
      ]
    },
  }
}

/** A block of the simulated chain, without and with integers that a double cannot hold; and where there are recordings, of real ones. */
export function solanaCases(recordings: string | undefined): readonly DecodeCase[] {
  const simulated = simulatedBlock()
  const cases = [caseOf('Solana', simulated, false), caseOf('Solana, with integers above 2^53', simulated, true)]
  if (recordings === undefined) return cases
  const recorded = recordedSolanaBlock(recordings, TRANSACTIONS)
  return [...cases, caseOf('Solana, recorded', recorded, false), caseOf('Solana, recorded, above 2^53', recorded, true)]
}
