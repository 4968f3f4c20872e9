import { type Hash, type Stack, VerificationError } from '@defimon/core'
import type { BlockDriver, DriverCall } from '@defimon/core/adapter'

/** A header that holds together: its hash is that of its fields, as far as the stack lets that be checked. */
export interface CheckedHeader<Raw = unknown> {
  readonly number: number
  readonly hash: Hash
  readonly timestampMs: number
  /** The answer that it was read from. */
  readonly raw: Raw
}

/**
 * Reads a header of the network that settles; undefined where the endpoint has none. Fails with `VERIFICATION` where it contradicts
 * itself, or is not the one that was asked for.
 */
export async function readCheckedHeader<S extends Stack, Raw>(
  driver: BlockDriver<S, Raw>,
  call: DriverCall,
  id: number | { readonly hash: Hash },
): Promise<CheckedHeader<Raw> | undefined> {
  const raw = await driver.fetchBlock(call, id, 'header')
  if (raw === undefined) return undefined
  const block = driver.decode(raw, 'header')
  const context = { network: driver.network.id, host: call.endpoint }
  const [asked, given] = typeof id === 'number' ? [id, block.number] : [id.hash, block.hash]
  if (asked !== given) throw new VerificationError('identity', String(given), String(asked), context)
  for (const result of await driver.verify(raw, block, 'header')) {
    if (result.outcome !== 'mismatch') continue
    throw new VerificationError(result.check, result.claimed, result.computed, context)
  }
  const { number, hash, timestampMs } = block
  return { number, hash, timestampMs, raw }
}
