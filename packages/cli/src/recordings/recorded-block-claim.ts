import type { Exchange, Hash } from '@defimon/core'

/** What an exchange says of the block in it. Either part may be missing where the answer does not give it. */
export interface RecordedBlockClaim {
  readonly number?: number
  readonly hash?: Hash
}

type Fields = Readonly<Record<string, unknown>>

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function numberFrom(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^(0x[0-9a-f]{1,14}|\d{1,16})$/i.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined
}

function claim(number: unknown, hash: unknown): RecordedBlockClaim {
  const height = numberFrom(number)
  return { ...(height !== undefined && { number: height }), ...(typeof hash === 'string' && { hash }) }
}

/** Method name → where its answer keeps height and hash. Methods that are not here hold no block. */
const SHAPES: readonly { readonly method: RegExp; readonly read: (block: Fields, params: unknown) => RecordedBlockClaim }[] = [
  // Ethereum's own and the names that forks of geth gave it (klay_, hmy_, hmyv2_, …)
  { method: /^[a-z0-9]+_getBlockBy(Number|Hash)$/, read: (block) => claim(block['number'], block['hash']) },
  // Solana: the height of the contract is the slot, which only the question holds
  {
    method: /^getBlock$/,
    read: (block, params) => claim(Array.isArray(params) ? params[0] : undefined, block['blockhash']),
  },
  // NEAR
  {
    method: /^block$/,
    read: (block) => (isFields(block['header']) ? claim(block['header']['height'], block['header']['hash']) : {}),
  },
  {
    method: /^near-lake streamer message/,
    read: ({ block }) =>
      isFields(block) && isFields(block['header']) ? claim(block['header']['height'], block['header']['hash']) : {},
  },
  // StarkNet: its RPC and its feeder gateway
  { method: /^starknet_getBlockWith/, read: (block) => claim(block['block_number'], block['block_hash']) },
  { method: /^GET \/feeder_gateway\/get_block$/, read: (block) => claim(block['block_number'], block['block_hash']) },
  // REST rollups (Loopring's getBlock, zkSync Lite's blocks/N)
  { method: /^GET \/.*\/getBlock$/, read: (block) => claim(block['blockId'], block['blockHash']) },
  { method: /^GET \/.*\/blocks\/[^/]+$/, read: (block) => claim(block['blockNumber'], block['newStateRoot']) },
]

/**
 * Whether an exchange holds a block, and which, told by method name alone: for networks whose stack has no adapter yet. Undefined
 * for other exchanges, for errors and for `null`, which says that there is no block.
 */
export function readRecordedBlockClaim(exchange: Exchange): RecordedBlockClaim | undefined {
  if (exchange.error !== undefined || exchange.result === null || exchange.result === undefined) return undefined
  const shape = SHAPES.find(({ method }) => method.test(exchange.method))
  if (!shape) return undefined
  return isFields(exchange.result) ? shape.read(exchange.result, exchange.params) : {}
}
