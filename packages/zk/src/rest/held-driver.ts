import { DefimonError, type L2Network, type SourceOptions, type Stack, type StackBlockFields } from '@defimon/core'
import type { BlockDriver, CheckResult, DecodedBlock } from '@defimon/core/adapter'
import type { HeldBlock, HeldBlocks } from './held-blocks.ts'

/** Networks of a stack that can be read from the parent chain. */
type HeldStackName = Extract<Stack, keyof StackBlockFields & ('loopring' | 'starkex' | 'zksync-lite')>

/** A block as it was found, with the one before it. */
export interface HeldRaw<F> {
  readonly block: HeldBlock<F>
  readonly previous?: HeldBlock<F>
}

/** Whether blocks are to be read from the parent chain: the network was shut down, and neither a copy of its API nor a transport is given. */
export function isReadFromParent(network: L2Network, { parent, endpoints, transport }: SourceOptions): boolean {
  const hasEndpoint = network.status?.state !== 'sunset' && network.endpoints.length > 0
  return parent !== undefined && endpoints === undefined && transport === undefined && !hasEndpoint
}

/** Options for a source of blocks that the parent holds: it asks through the parent's transport, which stays open. */
export function throughParent(options: SourceOptions): SourceOptions {
  const { parent } = options
  return parent ? { ...options, transport: parent.transport } : options
}

function unsupported({ id, name }: Pick<L2Network, 'id' | 'name'>, what: string): DefimonError {
  return new DefimonError('UNSUPPORTED', `${name}: ${what}`, { network: id })
}

/**
 * Blocks of a network that was shut down, as its parent chain holds them for good: number, commitment, time and the transaction there.
 * Transactions of the network are not told by events, so only detail `header` is given; more fails with `UNSUPPORTED`, and
 * `transactionCount` is 0 for want of knowledge, as `fields.heldAt` marks. The tags are the parent's.
 */
export function heldDriver<S extends HeldStackName>(
  network: L2Network<S>,
  load: () => Promise<HeldBlocks<StackBlockFields[S]>>,
  why: { readonly hash: string; readonly transactions: string },
): BlockDriver<S, HeldRaw<StackBlockFields[S]>> {
  type Raw = HeldRaw<StackBlockFields[S]>
  let loading: ReturnType<typeof load> | undefined
  /** Loaded when first needed: most sources are read by their API. */
  const held = (): ReturnType<typeof load> => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined
      throw error
    })
    return loading
  }
  const unrecomputable: readonly CheckResult[] = [
    { check: 'block-hash', outcome: 'skipped', reason: why.hash },
    { check: 'transactions-root', outcome: 'skipped', reason: why.transactions },
  ]

  function decode({ block, previous }: Raw): DecodedBlock<S> {
    return {
      number: block.number,
      hash: block.hash,
      ...(previous && { parent: { number: previous.number, hash: previous.hash } }),
      timestampMs: block.timestampMs ?? block.at.timestampMs ?? 0,
      transactionCount: 0,
      transactions: undefined,
      logs: undefined,
      fields: block.fields as DecodedBlock<S>['fields'],
    }
  }

  return {
    network,
    checks: ['block-hash', 'transactions-root'],
    // The parent's source has compared the chain of its endpoints.
    readChainId: async () => undefined,
    async readHead(call, tag) {
      const newest = await (await held()).newest(tag, call)
      if (!newest) throw new DefimonError('NOT_YET', `the parent chain holds no ${tag} block`, { network: network.id })
      return { number: newest.number, hash: newest.hash, timestampMs: newest.timestampMs ?? newest.at.timestampMs ?? 0 }
    },
    async fetchBlock(call, id, detail) {
      if (typeof id !== 'number') throw unsupported(network, 'the parent chain gives its blocks by number, not by hash')
      if (detail !== 'header') {
        throw unsupported(network, `the parent chain holds no ${detail} of it; ask for detail 'header'`)
      }
      return (await held()).find(id, call)
    },
    decode,
    verify: () => unrecomputable,
    recordedBlocks: () => [],
  }
}
