import { BlockNotFoundError, type BlockRef, DefimonError, type NetworkId, type Stack, VerificationError } from '@defimon/core'
import type { BlockDriver, DecodedBlock, DriverCall } from '@defimon/core/adapter'

/** A header of the network, and its recomputed hash. */
export type L2Header<S extends Stack> = DecodedBlock<S, 'header'>

/**
 * A header by height, recomputed as far as its stack allows. Undefined where the endpoint has none, or none any more. Fails with
 * `VERIFICATION` where it contradicts itself.
 */
export async function readL2Header<S extends Stack, Raw>(
  driver: BlockDriver<S, Raw>,
  call: DriverCall,
  number: number,
): Promise<L2Header<S> | undefined> {
  const raw = await driver.fetchBlock(call, number, 'header').catch(absent)
  if (raw === undefined) return undefined
  const header = driver.decode(raw, 'header')
  if (header.number !== number) throw contradiction(driver.network, call, 'identity', String(header.number), String(number))
  const results = await driver.verify(raw, header, 'header')
  for (const result of results) {
    if (result.outcome !== 'mismatch') continue
    throw contradiction(driver.network, call, result.check, result.claimed, result.computed)
  }
  return header as L2Header<S>
}

function absent(error: unknown): undefined {
  if (DefimonError.isInstance(error) && (error.code === 'PRUNED' || error.code === 'NOT_FOUND')) return undefined
  throw error
}

/** The header of a block that is asked about. Fails with `NOT_FOUND` where the endpoint has another block at its height, or none. */
export async function readAskedHeader<S extends Stack, Raw>(
  driver: BlockDriver<S, Raw>,
  call: DriverCall,
  block: BlockRef,
): Promise<L2Header<S>> {
  const header = await readL2Header(driver, call, block.number)
  if (header !== undefined && header.hash === block.hash) return header
  throw new BlockNotFoundError({ hash: block.hash }, 'unknown', { network: driver.network.id, host: call.endpoint })
}

function contradiction(
  network: { readonly id: NetworkId },
  call: DriverCall,
  check: VerificationError['check'],
  claimed: string,
  computed: string,
): VerificationError {
  return new VerificationError(check, claimed, computed, { network: network.id, host: call.endpoint })
}
