import type { L2Block } from '@defimon/core'
import { encodeJson } from '../encode-json.ts'
import type { Keep } from '../keep.ts'
import { SCHEMA_VERSION } from './values.ts'

interface Part {
  readonly transactions: string[]
  readonly logs: string[]
}

/**
 * The values of a block as JSON: one, or several where it is larger than `maxBytes`. Transactions come before logs, both in block order.
 * What the endpoints answered (`raw`) is left out. One transaction or log is never divided: a value can be larger by one of them.
 */
export function encodeBlock(block: L2Block, keep: Keep, maxBytes: number): readonly string[] {
  const { transactions, logs, raw: _, ...own } = block
  const head = encodeJson(own)
  const parts: Part[] = [{ transactions: [], logs: [] }]
  let bytes = Buffer.byteLength(head)
  const put = (kind: keyof Part, items: readonly unknown[]): void => {
    for (const item of items) {
      const text = encodeJson(item)
      const size = Buffer.byteLength(text) + 1
      if (bytes + size > maxBytes && bytes > 0) {
        parts.push({ transactions: [], logs: [] })
        bytes = 0
      }
      parts.at(-1)![kind].push(text)
      bytes += size
    }
  }
  if (keep !== 'measures' && transactions) put('transactions', transactions)
  if (keep === 'logs' && logs) put('logs', logs)
  const has = { transactions: keep !== 'measures' && transactions !== undefined, logs: keep === 'logs' && logs !== undefined }
  const reference = encodeJson({ network: block.network, number: block.number, hash: block.hash })
  return parts.map((part, index) => {
    const lists = (['transactions', 'logs'] as const)
      .filter((kind) => (index === 0 ? has[kind] : part[kind].length > 0))
      .map((kind) => `,"${kind}":[${part[kind].join(',')}]`)
    const fields = (index === 0 ? head : reference).slice(0, -1)
    const envelope = `"schemaVersion":${SCHEMA_VERSION},"type":"block","part":${index},"parts":${parts.length}`
    return `{${envelope},"block":${fields}${lists.join('')}}}`
  })
}
