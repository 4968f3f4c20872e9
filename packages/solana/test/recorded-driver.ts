import type { L2Network } from '@defimon/core'
import type { RecordedNetwork } from '../../../test/recorded-networks.ts'
import { type SolanaDriverOptions, solanaDriver } from '../src/index.ts'

/** The network of a recording of Solana. */
export function recordedNetwork({ id }: Pick<RecordedNetwork, 'id'>): L2Network<'solana'> {
  return { id, name: id, stack: 'solana', contracts: {}, endpoints: [] }
}

/** The driver for a recorded network of Solana. */
export function recordedDriver(
  network: Pick<RecordedNetwork, 'id'>,
  options?: SolanaDriverOptions,
): ReturnType<typeof solanaDriver> {
  return solanaDriver(recordedNetwork(network), options)
}
