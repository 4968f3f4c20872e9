import { createHash } from 'node:crypto'
import type { BlockRef, L2Network } from '@defimon/core'
import { DefimonError } from '@defimon/core'
import type { BlockDriver, CheckResult } from '@defimon/core/adapter'

// An outside stack: all three open maps of core are augmented here, and nothing in core knows of it.
declare module '@defimon/core' {
  interface StackContracts {
    toy: object
  }
  interface StackBlockFields {
    toy: { readonly salt: string }
  }
  interface StackTransactionFields {
    toy: object
  }
}

export interface ToyBlock {
  readonly number: number
  readonly hash: string
  readonly parent?: BlockRef
  readonly timestampMs: number
  readonly salt: string
  readonly items: readonly string[]
}

export function toyNetwork(hosts: readonly string[] = ['a.example'], facts: Partial<L2Network<'toy'>> = {}): L2Network<'toy'> {
  const endpoints = hosts.map((host) => ({ url: `https://${host}/key-7c1f` }))
  return { id: 'toy_net', name: 'Toy', stack: 'toy', contracts: {}, endpoints, chainId: 'toy:1', blockTimeMs: 2_000, ...facts }
}

export function toyHash(block: Omit<ToyBlock, 'hash'>): string {
  const text = [block.number, block.parent?.hash ?? '', block.timestampMs, block.salt, ...block.items].join('|')
  return `0x${createHash('sha256').update(text).digest('hex')}`
}

export function toyBlock(number: number, parent: BlockRef | undefined, timestampMs: number, salt = ''): ToyBlock {
  const items = [`${salt}item ${number}`]
  const base = { number, timestampMs, salt, items, ...(parent && { parent: { number: parent.number, hash: parent.hash } }) }
  return { ...base, hash: toyHash(base) }
}

function read(raw: unknown): ToyBlock {
  const block = raw as ToyBlock
  if (typeof block?.number !== 'number' || typeof block.hash !== 'string' || !Array.isArray(block.items)) {
    throw new DefimonError('MALFORMED', 'not a toy block', { network: 'toy_net' })
  }
  return block
}

/** What a driver of an outside stack looks like. */
export function toyDriver(
  network: L2Network<'toy'>,
  extra: Partial<BlockDriver<'toy', unknown>> = {},
): BlockDriver<'toy', unknown> {
  return {
    network,
    checks: ['block-hash'],
    readChainId: async (call) => (await call.request('toy_chain', [])) as string,
    readHead: async (call, tag) => {
      const head = (await call.request('toy_head', [tag])) as ToyBlock
      return {
        number: head.number,
        hash: head.hash,
        timestampMs: head.timestampMs,
        ...(head.parent && { parentHash: head.parent.hash }),
      }
    },
    isSyncing: async (call) => (await call.request('toy_syncing', [])) === true,
    fetchBlock: async (call, id) =>
      (await call.request(typeof id === 'number' ? 'toy_block' : 'toy_blockByHash', [typeof id === 'number' ? id : id.hash])) ??
      undefined,
    decode: (raw, detail) => {
      const { number, hash, parent, timestampMs, salt, items } = read(raw)
      const transactions = items.map((item, index) => ({ hash: item, index, kind: 'user' as const, type: 'toy', fields: {} }))
      return {
        number,
        hash,
        timestampMs,
        transactionCount: items.length,
        transactions: detail === 'header' ? undefined : transactions,
        logs: detail === 'receipts' ? [] : undefined,
        fields: { salt },
        ...(parent && { parent }),
      }
    },
    verify: (raw): readonly CheckResult[] => {
      const block = read(raw)
      const computed = toyHash(block)
      if (block.salt.startsWith('unknown rule')) return [{ check: 'block-hash', outcome: 'skipped', reason: 'unknown rule' }]
      if (computed === block.hash) return [{ check: 'block-hash', outcome: 'passed' }]
      return [{ check: 'block-hash', outcome: 'mismatch', claimed: block.hash, computed }]
    },
    *recordedBlocks(exchanges) {
      for (const exchange of exchanges) {
        if (exchange.network !== network.id || !exchange.method.startsWith('toy_block') || !exchange.result) continue
        yield { exchange, raw: exchange.result, detail: 'receipts' }
      }
    },
    answerFromRecording: (exchanges) => (method, params) => {
      const blocks = exchanges.filter((each) => each.method === 'toy_block').map((each) => each.result as ToyBlock)
      if (method === 'toy_chain') return network.chainId
      if (method === 'toy_head') return blocks.reduce((best, block) => (block.number > best.number ? block : best))
      if (method === 'toy_syncing') return false
      if (method === 'toy_blockByHash') return blocks.find((block) => block.hash === (params as [string])[0])
      return undefined
    },
    ...extra,
  }
}
