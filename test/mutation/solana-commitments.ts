import type { Commitment } from './mutation-score.ts'
import type { Mutation } from './mutations.ts'

const LINKS = new Set(['blockhash', 'previousBlockhash', 'parentSlot'])

/** Nothing that RPC gives of Solana can be held against a block hash: messages are signed, neighbours are linked, the rest is said. */
export function solanaCommitment({ path }: Mutation, { block }: { readonly block: unknown }): Commitment {
  const [part, top, index, field, inside] = path
  if (part !== 'block') return { uncommitted: 'our own note' }
  if (LINKS.has(String(top))) return { uncommitted: 'a link: held against the neighbour when a range is read' }
  if (top !== 'transactions') return { uncommitted: 'said by the node: nothing stands over it' }
  if (field === undefined) return { uncommitted: 'a whole transaction: no root tells that one is left out' }
  if (field !== 'transaction') return { uncommitted: 'what a transaction did: nothing that RPC gives stands over it' }
  const entry = (block as { transactions: { transaction?: { message?: { header?: unknown } } }[] }).transactions[Number(index)]
  const isSigned = typeof inside === 'number' || entry?.transaction?.message?.header !== undefined
  return !isSigned ? { uncommitted: 'a form of the transaction that was not signed' } : 'sender'
}
