import { simulateNetwork } from '@defimon/core/testing'
import { nearDriver } from '@defimon/near'
import { toNearProvider } from '@defimon/near/near-api-js'
import { answerText, type DecodeCase, resultOf } from './decode-case.ts'
import { recordedNearBlock } from './recorded-blocks.ts'

const TRANSACTIONS = 200

/** A block and its chunks, as the endpoint answers. */
interface Answers {
  readonly block: object
  readonly chunks: readonly object[]
}

function simulatedAnswers(): Answers {
  const simulated = simulateNetwork({ stack: 'near', transactionsPerBlock: TRANSACTIONS, blocks: 8, shards: 8 })
  const { number } = simulated.chain.head
  const ask = (method: string, params: object): object =>
    simulated.model.answer({ method, params }, simulated.chain.view()) as object
  const block = ask('block', { block_id: number })
  const { chunks } = block as { chunks: { chunk_hash: string; height_included: number }[] }
  const wanted = chunks.filter(({ height_included }) => height_included === number)
  return { block, chunks: wanted.map(({ chunk_hash }) => ask('chunk', { chunk_id: chunk_hash })) }
}

/** A block of NEAR with its chunks: ours against near-api-js, which passes on what `JSON.parse` gives. */
function caseOf(name: string, answers: Answers): DecodeCase {
  const blockText = answerText(answers.block)
  const chunkTexts = new Map(
    answers.chunks.map((chunk) => [(chunk as { header: { chunk_hash: string } }).header.chunk_hash, answerText(chunk)]),
  )
  const wanted = [...chunkTexts.keys()]
  const { height: number } = (answers.block as { header: { height: number } }).header
  const texts = [blockText, ...chunkTexts.values()]
  const driver = nearDriver({ id: 'near', name: 'NEAR', stack: 'near', contracts: {}, endpoints: [] })
  const ours = () => {
    const [block, ...bodies] = texts.map((text) => resultOf(JSON.parse(text)))
    return driver.decode({ block, chunks: bodies }, 'transactions')
  }
  const provider = toNearProvider({
    network: { id: 'near' },
    transport: {
      request: async (method, params) =>
        resultOf(JSON.parse(method === 'block' ? blockText : String(chunkTexts.get(String((params as unknown[])[0]))))),
    },
  })
  const theirs = async () => {
    const block = await provider.viewBlock({ blockId: number })
    return { block, bodies: await Promise.all(wanted.map((hash) => provider.viewChunk(hash))) }
  }
  return {
    name,
    bytes: texts.reduce((sum, text) => sum + text.length, 0),
    transactions: TRANSACTIONS,
    parse: () => texts.map((text) => JSON.parse(text)),
    ours,
    theirs: { name: 'near-api-js 7.3.1', decode: theirs },
    mostOfParse: 1.3,
    check: async () => {
      const mine = ours()
      const { block, bodies } = await theirs()
      return [
        {
          hash: mine.hash,
          parent: mine.parent?.hash,
          transactions: mine.transactions?.map(({ hash, from, to }) => [hash, from, to]),
        },
        {
          hash: block.header.hash,
          parent: block.header.prev_hash,
          transactions: bodies.flatMap(({ transactions }) =>
            transactions.map(({ hash, signer_id, receiver_id }) => [hash, signer_id, receiver_id]),
          ),
        },
      ]
    },
  }
}

/** A block of the simulated chain, and where there are recordings one of real shards. */
export function nearCases(recordings: string | undefined): readonly DecodeCase[] {
  const simulated = caseOf('NEAR', simulatedAnswers())
  return recordings === undefined
    ? [simulated]
    : [simulated, caseOf('NEAR, recorded', recordedNearBlock(recordings, TRANSACTIONS))]
}
