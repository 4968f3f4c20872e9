import type { BlockSource, L2Network, SourceOptions } from '@defimon/core'
import { consensusSettlement, defineSource } from '@defimon/core/adapter'
import { type SolanaDriverOptions, solanaDriver } from './solana-driver.ts'

/** How a Solana source is made. */
export interface SolanaSourceOptions extends SourceOptions, SolanaDriverOptions {}

/**
 * The blocks of Solana by slot. What can be shown is that blocks link by parent slot and hash, and, on request, that transactions were
 * signed; a blockhash cannot be recomputed from what RPC gives.
 */
export function solanaSource(network: L2Network<'solana'>, options: SolanaSourceOptions = {}): BlockSource<'solana'> {
  const driver = solanaDriver(network, options)
  return defineSource({ ...driver, readSettlement: consensusSettlement(driver) }, options)
}
