import type { BlockSource, Exchange, L2Network, SourceOptions } from '@defimon/core'
import { assertNetwork, type BlockDriver, consensusSettlement, defineSource, type RecordedBlock } from '@defimon/core/adapter'
import { type EvmRaw, evmDriver } from '@defimon/evm'
import { harmonyDialect } from './harmony-dialect.ts'

/** What `settled` means here. */
const SETTLED = 'every block is final when it is made (FBFT, one round); there is no tag for it'

/** The driver of Harmony: what is asked, how it is decoded and recomputed. */
export function harmonyDriver(network: L2Network<'harmony'>): BlockDriver<'harmony', EvmRaw> {
  assertNetwork(network, 'harmony')
  const driver = evmDriver(network, harmonyDialect)
  return {
    ...driver,
    settlementStages: { settled: SETTLED },
    readSettlement: consensusSettlement(driver, { confirmations: 0 }),
    recordedBlocks: (exchanges) => recordedUnderAnyName(driver, exchanges),
  }
}

/**
 * The blocks of Harmony. The block hash is checked over the header's own bytes, where the endpoint gives them and the block is asked by
 * number; each transaction's hash and, without staking, the receipts root are recomputed. Only `latest` is a tag.
 *
 * Asks `eth_getBlockByNumber`, `eth_getBlockByHash`, `hmyv2_getHeaderByNumberRLPHex`, `eth_getTransactionReceipt`, `eth_chainId`,
 * `eth_syncing`.
 */
export function harmonySource(network: L2Network<'harmony'>, options?: SourceOptions): BlockSource<'harmony'> {
  return defineSource(harmonyDriver(network), options)
}

const OTHER_NAMES = /^hmy(?:v2)?_(getBlockBy(?:Number|Hash)|getTransactionReceipt)$/

/** Recordings hold a block as any of the three namespaces shows it. */
function* recordedUnderAnyName(
  driver: BlockDriver<'harmony', EvmRaw>,
  exchanges: readonly Exchange[],
): Generator<RecordedBlock<EvmRaw>> {
  const originals = new Map(exchanges.map((exchange) => [renamed(exchange), exchange]))
  for (const recorded of driver.recordedBlocks([...originals.keys()])) {
    yield { ...recorded, exchange: originals.get(recorded.exchange) ?? recorded.exchange }
  }
}

function renamed(exchange: Exchange): Exchange {
  return { ...exchange, method: exchange.method.replace(OTHER_NAMES, 'eth_$1') }
}
