import { type BlockTag, DefimonError, type NetworkFacts } from '@defimon/core'
import type { DriverCall, HeadClaim } from '@defimon/core/adapter'
import type { Dialect, RpcMethods } from '../dialect/dialect.ts'
import { parseHash } from '../encoding/hex-data.ts'
import { parseHeight } from '../encoding/quantity.ts'
import { asObject, isPresent, type RpcObject } from '../encoding/rpc-object.ts'
import { normalized } from './fetch-block.ts'

const ALL_TAGS: readonly BlockTag[] = ['latest', 'safe', 'finalized']

/** The head for a tag, with its hash and time: `eth_getBlockByNumber` with the tag. Fails with `UNSUPPORTED` on a tag without meaning. */
export async function readHead(
  call: DriverCall,
  network: NetworkFacts,
  dialect: Dialect,
  methods: RpcMethods,
  tag: BlockTag,
): Promise<HeadClaim> {
  const context = { network: network.id, host: call.endpoint, method: methods.blockByNumber }
  if (!(dialect.tags ?? ALL_TAGS).includes(tag)) {
    throw new DefimonError('UNSUPPORTED', `${network.name} has no tag ${tag}`, context)
  }
  const answer = await call.request(methods.blockByNumber, [tag, false])
  if (!isPresent(answer)) throw new DefimonError('NOT_YET', `the endpoint has no ${tag} block`, context)
  return headClaim(dialect, normalized(dialect, { block: asObject(answer, 'block') }).block)
}

/** Reads a header as a head: from `eth_getBlockByNumber`, or from a `newHeads` notification. */
export function headClaim(dialect: Dialect, block: RpcObject): HeadClaim {
  return {
    number: parseHeight(block['number'], 'number of a head'),
    hash: parseHash(block['hash'], 'hash of a head'),
    ...(isPresent(block['parentHash']) && { parentHash: parseHash(block['parentHash'], 'parentHash of a head') }),
    timestampMs: dialect.timestampMs?.(block) ?? parseHeight(block['timestamp'], 'timestamp of a head') * 1000,
  }
}
