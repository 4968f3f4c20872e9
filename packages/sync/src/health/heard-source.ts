import { type BlockSource, HEAD_READER, type HeadClaim, type HeadReader } from '@defimon/core'

/** The head reader that a source carries, if it carries one. */
export function ownHeadReader(source: BlockSource): HeadReader | undefined {
  return (source as { readonly [HEAD_READER]?: HeadReader })[HEAD_READER]
}

/** The same source, but whoever watches it lets us hear which endpoint gave which head. Costs no call. */
export function heardSource(source: BlockSource, onHead: (endpoint: string, claim: HeadClaim) => void): BlockSource {
  const reader = ownHeadReader(source)
  // Of other sources it is not known which endpoint a head is from.
  if (!reader) return source
  const heard: BlockSource & { readonly [HEAD_READER]: HeadReader } = {
    specVersion: 1,
    network: source.network,
    transport: source.transport,
    checks: source.checks,
    [HEAD_READER]: {
      ...reader,
      async readHead(tag, options) {
        const answer = await reader.readHead(tag, options)
        if (tag === 'latest') onHead(answer.endpoint, answer.claim)
        return answer
      },
    },
    getBlock: (id, options) => source.getBlock(id, options),
    getBlocks: (range, options) => source.getBlocks(range, options),
    getSettlement: (block, options) => source.getSettlement(block, options),
    close: () => source.close(),
    [Symbol.asyncDispose]: () => source.close(),
  }
  return heard
}
