import { type ChainEvent, type L2Block, systemRuntime, watchBlocks } from '@defimon/core'
import { evmSource } from '@defimon/evm'

/** What a runtime made of a block. */
export interface VerifiedBlock {
  readonly number: number
  readonly transactions: number
  readonly passed: readonly string[]
  readonly watched: ChainEvent<L2Block>['type'] | undefined
  readonly clock: boolean
}

/** Reads the newest block of an endpoint, checked, and the first event of a watch, and leaves nothing open. */
export async function verifyBlock(url: string): Promise<VerifiedBlock> {
  const source = evmSource({ id: 'loopback', name: 'Loopback', stack: 'evm', contracts: {}, endpoints: [{ url }] })
  try {
    const block = await source.getBlock('latest')
    let watched: ChainEvent<L2Block>['type'] | undefined
    for await (const event of watchBlocks(source, { from: block.number })) {
      watched = event.type
      break
    }
    return {
      number: block.number,
      transactions: block.transactions.length,
      passed: block.verification.passed,
      watched,
      clock: systemRuntime().now() > 1.7e12,
    }
  } finally {
    await source.close()
  }
}
