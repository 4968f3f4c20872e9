import { type BlockSource, DefimonError, type Exchange, type L2Network, type SourceOptions } from '@defimon/core'
import { assertNetwork, type BlockDriver, consensusSettlement, defineSource, type RecordedBlock } from '@defimon/core/adapter'
import { type EvmRaw, evmDriver } from '@defimon/evm'
import { kaiaDialect } from './kaia-dialect.ts'

/** What `settled` means here. */
const SETTLED = 'every block is final when it is made (Istanbul BFT)'

/** The driver of Kaia: what is asked, how it is decoded and recomputed. */
export function kaiaDriver(network: L2Network<'kaia'>): BlockDriver<'kaia', EvmRaw> {
  assertNetwork(network, 'kaia')
  const driver = evmDriver(network, kaiaDialect)
  return {
    ...driver,
    settlementStages: { settled: SETTLED },
    readSettlement: consensusSettlement(driver),
    async fetchBlock(call, id, detail) {
      try {
        return await driver.fetchBlock(call, id, detail)
      } catch (error) {
        // Kaia answers with an error where Ethereum answers null (kaia api/api_kaia_blockchain.go).
        if (DefimonError.isInstance(error) && error.code === 'NOT_FOUND') return undefined
        throw error
      }
    },
    recordedBlocks: (exchanges) => recordedUnderAnyName(driver, exchanges),
    ...(driver.answerFromRecording && {
      answerFromRecording: (exchanges) => driver.answerFromRecording!(exchanges.map(renamed)),
    }),
  }
}

/**
 * The blocks of Kaia, checked: block hash without its committed seals, transactions root with all native types, receipts root with
 * the gas of each, bloom. Each is made from `kaia_*` answers: those of `eth_*` are translations.
 *
 * Asks `kaia_getBlockByNumber`, `kaia_getBlockByHash`, `kaia_getBlockReceipts`, `kaia_getTransactionReceipt`, `eth_chainId`,
 * `kaia_syncing`.
 */
export function kaiaSource(network: L2Network<'kaia'>, options?: SourceOptions): BlockSource<'kaia'> {
  return defineSource(kaiaDriver(network), options)
}

/** Recordings name the methods as they were asked: `klay_*` before the chain was renamed, or `eth_*`. */
function* recordedUnderAnyName(
  driver: BlockDriver<'kaia', EvmRaw>,
  exchanges: readonly Exchange[],
): Generator<RecordedBlock<EvmRaw>> {
  const originals = new Map<Exchange, Exchange>()
  for (const exchange of exchanges) originals.set(renamed(exchange), exchange)
  for (const recorded of driver.recordedBlocks([...originals.keys()])) {
    yield { ...recorded, exchange: originals.get(recorded.exchange) ?? recorded.exchange, ...detailOf(recorded) }
  }
}

/** An answer with consensus info brings the receipts along. */
function detailOf({ raw, detail }: RecordedBlock<EvmRaw>): Pick<RecordedBlock<EvmRaw>, 'detail'> {
  return { detail: detail === 'transactions' && raw.receipts ? 'receipts' : detail }
}

const OTHER_NAMES = /^(?:klay|eth)_(getBlockBy(?:Number|Hash)|getBlockReceipts|getTransactionReceipt)$/

function renamed(exchange: Exchange): Exchange {
  const method = exchange.method.replace(OTHER_NAMES, 'kaia_$1')
  return method === exchange.method ? { ...exchange } : { ...exchange, method }
}
