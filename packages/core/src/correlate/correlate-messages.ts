import type { L2Block, L2Network, NetworkId } from '@defimon/core'
import { type MessageKey, messageKeysOf } from './message-keys.ts'

/** A message with the ends that were found of it. */
export interface CorrelatedMessage {
  readonly key: string
  readonly kind: MessageKey['kind']
  /** Ascending by what happens first: sent, proven, arrived. */
  readonly ends: readonly MessageKey[]
}

const ENDS: readonly MessageKey['end'][] = ['sent', 'proven', 'arrived']

/**
 * Messages between networks, from blocks of both sides. `networks` are those that settle elsewhere: an end on their parent counts only
 * where one of their contracts said so, and that tells which chain a message is for that is only counted (Arbitrum's). Pure.
 */
export function correlateMessages(blocks: Iterable<L2Block>, networks: readonly L2Network[]): readonly CorrelatedMessage[] {
  const ownerOf = contractsOf(networks)
  const messages = new Map<string, CorrelatedMessage>()
  for (const block of blocks) {
    for (const end of messageKeysOf(block)) {
      const owner = end.emitter === undefined ? undefined : ownerOf.get(`${end.network} ${end.emitter.toLowerCase()}`)
      const isParentEnd = owner !== undefined
      if (!isParentEnd && !isOwnEnd(end)) continue
      const key = end.kind.startsWith('arbitrum-') ? `${owner ?? end.network} ${end.key}` : end.key
      const id = `${end.kind} ${key}`
      const known = messages.get(id)
      const ends = [...(known?.ends ?? []), end].sort((a, b) => ENDS.indexOf(a.end) - ENDS.indexOf(b.end))
      messages.set(id, { key, kind: end.kind, ends })
    }
  }
  return [...messages.values()]
}

/** L1AssetRouter, which finalizes the withdrawals of all chains of the ZK Stack on Ethereum since v26 (docs.zksync.io, L1 ecosystem contracts). */
const L1_ASSET_ROUTER = '0x8829ad80e425c646dab305381ff105169feece56'

/** Contracts that are the same on every chain of a stack, and transactions, which nobody can log. */
function isOwnEnd({ emitter, kind, end }: MessageKey): boolean {
  if (emitter === undefined) return true
  if (kind === 'op-withdrawal') return end === 'sent' && emitter.toLowerCase() === '0x4200000000000000000000000000000000000016'
  if (kind === 'arbitrum-withdrawal')
    return end === 'sent' && emitter.toLowerCase() === '0x0000000000000000000000000000000000000064'
  if (kind === 'zksync-withdrawal') {
    const address = emitter.toLowerCase()
    return end === 'sent' ? address === '0x0000000000000000000000000000000000008008' : address === L1_ASSET_ROUTER
  }
  if (kind === 'scroll-message') return emitter.toLowerCase() === '0x781e90f1c8fc4611c9b7497c3b47f99ef6969cbc'
  if (kind === 'linea-message') return emitter.toLowerCase() === '0x508ca82df566dcd1b0de8296e70a96332cd644ec'
  return false
}

/** Parent chain and contract → the network that it belongs to. */
function contractsOf(networks: readonly L2Network[]): ReadonlyMap<string, NetworkId> {
  const owners = new Map<string, NetworkId>()
  for (const { id, contracts } of networks) {
    for (const role of Object.values(contracts as Record<string, readonly { address: string; chain: string }[] | undefined>)) {
      for (const { address, chain } of role ?? []) owners.set(`${chain} ${address.toLowerCase()}`, id)
    }
  }
  return owners
}
