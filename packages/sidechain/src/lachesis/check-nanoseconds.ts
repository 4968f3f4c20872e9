import { type Contradiction, isPresent, parseQuantity, type RpcObject, toQuantity } from '@defimon/evm'

const SECOND = 1_000_000_000n
/** `0x`, four bytes below the second and eight of the block's duration (sonic inter/block.go). */
const SONIC_EXTRA_DIGITS = 26

/** `timestampNano` is `timestamp` and what is below the second, which on Sonic the header holds in its extra data. */
export function checkNanoseconds(block: RpcObject): Contradiction | undefined {
  const { timestampNano, timestamp, extraData } = block
  if (!isPresent(timestampNano)) return undefined
  const claimed = parseQuantity(timestampNano, 'timestampNano')
  const seconds = parseQuantity(timestamp, 'timestamp')
  const inExtra = typeof extraData === 'string' && extraData.length === SONIC_EXTRA_DIGITS
  const below = inExtra ? BigInt(extraData.slice(0, 10)) : claimed % SECOND
  const computed = seconds * SECOND + below
  return claimed === computed
    ? undefined
    : { claimed: String(timestampNano), computed: toQuantity(computed), detail: 'timestampNano' }
}
