import { type BlockId, type BlockRef, type BlockSource, type CallOptions, DefimonError, type ErrorCode } from '@defimon/core'

/** A block whose settlement is asked for; its time where anybody knows it. */
export interface SettledBlock extends BlockRef {
  readonly timestampMs?: number
}

/** The hash of a block of which only the height is known, for settlement read from a parent alone. */
export const NO_HASH: string = `0x${'00'.repeat(32)}`

/** Nobody is there any more, or not who was. `CONFIG` is how a transport without endpoints fails. */
const GONE: readonly ErrorCode[] = ['UNREACHABLE', 'TIMEOUT', 'TRANSIENT', 'RPC', 'MALFORMED', 'WRONG_NETWORK', 'CONFIG']

/** The block as its network gives it. Of a network that was shut down a height is enough: its parent may know the rest. */
export async function readSettledBlock(source: BlockSource, id: BlockId, options: CallOptions): Promise<SettledBlock> {
  try {
    const { number, hash, timestampMs } = await source.getBlock(id, { detail: 'header', ...options })
    return { number, hash, timestampMs }
  } catch (error) {
    const isGone = DefimonError.isInstance(error) && GONE.includes(error.code)
    if (!isGone || typeof id !== 'number' || source.network.status?.state !== 'sunset') throw error
    return { number: id, hash: NO_HASH }
  }
}
