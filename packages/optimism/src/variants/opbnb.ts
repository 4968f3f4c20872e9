import {
  type Contradiction,
  checkUncles,
  ethereumHeader,
  isPresent,
  parseHash,
  parseHeight,
  type RpcObject,
  toQuantity,
} from '@defimon/evm'
import { RECOMPUTED, unproven, type Variant } from './variant.ts'

const SOURCE = 'https://github.com/bnb-chain/op-geth/blob/develop/core/types/block.go'

/** The milliseconds of a block: the first two bytes of `mixHash`, which the hash holds. */
function millisecondsOf(block: RpcObject): number {
  const { mixHash } = block
  return isPresent(mixHash) ? Number.parseInt(parseHash(mixHash, 'mixHash').slice(2, 6), 16) : 0
}

/** opBNB's blocks come several a second, and share a `timestamp`. */
function timestampMs(block: RpcObject): number {
  const { milliTimestamp } = block
  return isPresent(milliTimestamp)
    ? parseHeight(milliTimestamp, 'milliTimestamp')
    : parseHeight(block['timestamp'], 'timestamp') * 1000 + millisecondsOf(block)
}

/** The JSON repeats what the hashed fields hold; both must say the same. */
function checkMilliseconds(block: RpcObject): Contradiction | undefined {
  const { milliTimestamp } = block
  if (!isPresent(milliTimestamp)) return undefined
  const computed = parseHeight(block['timestamp'], 'timestamp') * 1000 + millisecondsOf(block)
  return parseHeight(milliTimestamp, 'milliTimestamp') === computed
    ? undefined
    : { claimed: String(milliTimestamp), computed: toQuantity(computed), detail: 'milliTimestamp against timestamp and mixHash' }
}

/** opBNB settles on BSC, and packs the milliseconds of a block into `mixHash`. */
export const opbnb: Variant = (network, era) => ({
  eras: [
    {
      ...era,
      name: 'opbnb',
      source: SOURCE,
      header: ethereumHeader({ beside: ['milliTimestamp'] }),
      checkBlock: (block) => checkUncles(block) ?? checkMilliseconds(block),
    },
  ],
  timestampMs,
  quirks: unproven(network, {
    checks: RECOMPUTED,
    reason: 'opBNB packs milliseconds and its own forks into the header, and no record has proven its formats',
    source: SOURCE,
  }),
})
