import type { Detail, Exchange, L2Network } from '@defimon/core'
import type { RecordedBlock } from '@defimon/core/adapter'
import type { SolanaRaw } from './decode-block.ts'

function detailOf(block: Readonly<Record<string, unknown>>): Detail {
  const { transactions } = block
  if (!Array.isArray(transactions)) return 'header'
  return transactions.every((entry) => (entry as { meta?: unknown }).meta) ? 'receipts' : 'transactions'
}

/** Answers of `getBlock`; the slot stands in the params alone. */
export function* recordedSolanaBlocks(
  network: L2Network<'solana'>,
  exchanges: readonly Exchange[],
): Iterable<RecordedBlock<SolanaRaw>> {
  for (const exchange of exchanges) {
    if (exchange.network !== network.id || exchange.method !== 'getBlock') continue
    const { result, params } = exchange
    const slot: unknown = Array.isArray(params) ? params[0] : undefined
    if (typeof slot !== 'number' || typeof result !== 'object' || result === null) continue
    yield { exchange, raw: { slot, block: result }, detail: detailOf(result as Readonly<Record<string, unknown>>), asked: slot }
  }
}

/** Answers head and list questions from recorded blocks. */
export function answerSolanaQuestion(
  network: L2Network<'solana'>,
  exchanges: readonly Exchange[],
): (method: string, params: unknown) => unknown {
  const blocks = new Map<number, unknown>()
  for (const { raw } of recordedSolanaBlocks(network, exchanges)) if (!blocks.has(raw.slot)) blocks.set(raw.slot, raw.block)
  const slots = [...blocks.keys()].sort((a, b) => a - b)
  return (method, params) => {
    const values: readonly unknown[] = Array.isArray(params) ? params : []
    switch (method) {
      case 'getSlot':
        return slots.at(-1)
      case 'getFirstAvailableBlock':
        return slots[0]
      case 'getHealth':
        return 'ok'
      case 'getBlock':
        return blocks.get(Number(values[0]))
      case 'getBlocks':
        return slots.filter((slot) => slot >= Number(values[0]) && slot <= Number(values[1]))
      default:
        return undefined
    }
  }
}
