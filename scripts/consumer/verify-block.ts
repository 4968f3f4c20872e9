import { arbitrumSource } from '@defimon/arbitrum'
import { type BlockSource, type ChainEvent, type L2Block, systemRuntime, watchBlocks } from '@defimon/core'
import { evmSource } from '@defimon/evm'
import { nearSource } from '@defimon/near'
import { optimismSource } from '@defimon/optimism'
import { polygonSource } from '@defimon/sidechain'
import { solanaSource } from '@defimon/solana'
import { scrollSource } from '@defimon/zk/scroll'
import { starknetSource } from '@defimon/zk/starknet'
import { zksyncSource } from '@defimon/zk/zksync'

/** What a runtime made of a block. */
export interface VerifiedBlock {
  readonly stack: string
  readonly number: number
  readonly transactions: number
  readonly passed: readonly string[]
}

/** What a runtime made of the newest block of each stack. */
export interface VerifiedBlocks {
  readonly blocks: readonly VerifiedBlock[]
  readonly watched: ChainEvent<L2Block>['type'] | undefined
  readonly clock: boolean
}

/** One source of each package that reads blocks, over the endpoint of its stack below `url`. */
function sourcesAt(url: string): BlockSource[] {
  const at = <S extends string>(stack: S) => ({
    ...{ id: `loopback_${stack}`, name: 'Loopback', contracts: {} },
    stack,
    endpoints: [{ url: `${url}/${stack}` }],
  })
  return [
    evmSource(at('evm')),
    optimismSource(at('op-stack')),
    arbitrumSource(at('arbitrum')),
    polygonSource(at('polygon-pos')),
    scrollSource(at('scroll')),
    zksyncSource(at('zksync')),
    starknetSource(at('starknet')),
    solanaSource(at('solana')),
    nearSource(at('near')),
  ] as unknown as BlockSource[]
}

/** Reads the newest block of each stack, checked, and the first event of a watch, and leaves nothing open. */
export async function verifyBlocks(url: string): Promise<VerifiedBlocks> {
  const blocks: VerifiedBlock[] = []
  let watched: ChainEvent<L2Block>['type'] | undefined
  for (const source of sourcesAt(url)) {
    try {
      const block = await source.getBlock('latest')
      const { passed } = block.verification
      blocks.push({ stack: block.stack, number: block.number, transactions: block.transactions.length, passed })
      if (watched) continue
      for await (const event of watchBlocks(source, { from: block.number })) {
        watched = event.type
        break
      }
    } finally {
      await source.close()
    }
  }
  return { blocks, watched, clock: systemRuntime().now() > 1.7e12 }
}
