/** How many blocks may be held at once: in flight, or waiting for their turn. */
export interface ByteWindow {
  /** How many more to ask for now, with `held` under way. Nothing until a whole group fits, since groups share an HTTP request. */
  room(held: number): number
  /** A block of this size was passed on. */
  observe(bytes: number): void
}

const FIRST_BLOCKS = 8
const MOST_BLOCKS = 256
const GROUPS = 4

/**
 * A window bounded by bytes, which learns the size of blocks. It starts small, doubles while all is well, and follows growing
 * blocks faster than shrinking ones. By bytes and not by requests, since blocks that wait cost more than requests in flight.
 */
export function createByteWindow(maxBytes: number): ByteWindow {
  let blocks = FIRST_BLOCKS
  let meanBytes = 0
  let untilGrowth = FIRST_BLOCKS
  return {
    room(held) {
      const group = Math.ceil(blocks / GROUPS)
      return held === 0 || held <= blocks - group ? Math.max(0, blocks - held) : 0
    },
    observe(bytes) {
      meanBytes += (bytes - meanBytes) * (meanBytes === 0 ? 1 : bytes > meanBytes ? 1 / 4 : 1 / 16)
      const most = Math.max(1, Math.min(MOST_BLOCKS, Math.floor(maxBytes / meanBytes)))
      untilGrowth -= 1
      if (untilGrowth <= 0) {
        blocks *= 2
        untilGrowth = blocks
      }
      if (blocks > most) blocks = most
    },
  }
}
