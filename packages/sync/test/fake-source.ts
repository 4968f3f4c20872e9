import {
  type BlockId,
  BlockNotFoundError,
  type BlockOptions,
  type BlockRange,
  type BlockSource,
  type BlockTag,
  DefimonError,
  type Detail,
  HEAD_READER,
  type L2Block,
  type L2Network,
  type Runtime,
  type Transport,
} from '@defimon/core'
import type { FakeChain } from './fake-chain.ts'

/** A source over a fake chain. What it does wrong is the test's to say. */
export interface FakeSource extends BlockSource {
  /** Called before each question; what it throws is the answer. */
  fault: ((question: string) => void) | undefined
  readonly asked: string[]
  closed: boolean
}

export interface FakeSourceOptions {
  readonly runtime: Runtime
  readonly network?: Partial<L2Network>
  readonly latencyMs?: number
  /** Knows no `finalized` tag. */
  readonly noTags?: boolean
  /** Does not serve blocks of branches that were left. */
  readonly forgetsForks?: boolean
}

export function fakeSource(chain: FakeChain, options: FakeSourceOptions): FakeSource {
  const { runtime, latencyMs = 5 } = options
  const network = {
    ...{ id: chain.network, name: chain.network, stack: 'op-stack', contracts: {}, endpoints: [], blockTimeMs: 2_000 },
    ...options.network,
  } as L2Network
  const asked: string[] = []

  const ask = async (question: string, signal?: AbortSignal): Promise<void> => {
    asked.push(question)
    await runtime.sleep(latencyMs, signal)
    source.fault?.(question)
  }
  const find = (id: BlockId): L2Block => {
    const { head } = chain
    if (!head) throw new BlockNotFoundError(id, 'not-yet', { network: chain.network })
    let block: L2Block | undefined
    if (typeof id === 'object') {
      block = chain.byHash(id.hash)
      if (block && options.forgetsForks && chain.at(block.number)?.hash !== block.hash) block = undefined
    } else if (id === 'latest') block = chain.at(head.number)
    else if (typeof id === 'string') {
      if (options.noTags) throw new DefimonError('UNSUPPORTED', `no tag ${id}`, { network: chain.network })
      block = chain.finalized === undefined ? undefined : chain.at(chain.finalized)
    } else block = chain.at(id)
    if (!block) {
      const why = typeof id === 'number' ? (id > head.number ? 'not-yet' : 'skipped') : 'unknown'
      throw new BlockNotFoundError(id, why, { network: chain.network })
    }
    return block
  }
  const shaped = (block: L2Block, detail: Detail): L2Block =>
    detail === 'receipts'
      ? block
      : ({ ...block, logs: undefined, ...(detail === 'header' && { transactions: undefined }) } as unknown as L2Block)

  async function* getBlocks(
    { from, to }: BlockRange,
    { detail = 'receipts', signal }: BlockOptions = {},
  ): AsyncGenerator<L2Block> {
    let last: L2Block | undefined
    const end = typeof to === 'number' ? to : find(to).number
    for (let number = from; number <= end; number++) {
      await ask(`block ${number}`, signal)
      if (chain.head && number > chain.head.number) throw new BlockNotFoundError(number, 'not-yet', { network: chain.network })
      const block = chain.at(number)
      if (!block) continue
      if (last && block.parent?.hash !== last.hash) {
        throw new DefimonError('TRANSIENT', 'the chain changed while it was read', { network: chain.network })
      }
      last = block
      yield shaped(block, detail)
    }
  }

  const close = async (): Promise<void> => {
    source.closed = true
  }
  const source = {
    specVersion: 1,
    network,
    transport: { network, onEvent: () => () => {}, health: () => [] } as unknown as Transport,
    checks: ['identity', 'parent-link'],
    fault: undefined,
    // What sources of defineSource carry: the watch lives in the same time as its source.
    [HEAD_READER]: {
      runtime,
      async readHead(tag: BlockTag, how?: { signal?: AbortSignal }) {
        await ask(`head ${tag}`, how?.signal)
        const block = find(tag)
        return {
          claim: { number: block.number, hash: block.hash, timestampMs: block.timestampMs },
          endpoint: 'fake',
          isSyncing: async () => false,
          reject: () => {},
        }
      },
    },
    asked,
    closed: false,
    async getBlock(id: BlockId, { detail = 'receipts', signal }: BlockOptions = {}) {
      await ask(typeof id === 'object' ? `hash ${id.hash}` : `block ${id}`, signal)
      return shaped(find(id), detail)
    },
    getBlocks,
    async getSettlement(block: { number: number; hash: string }) {
      return { block, network: chain.network, state: { stage: 'sequenced' } }
    },
    close,
    [Symbol.asyncDispose]: close,
  } as unknown as FakeSource
  return source
}
