import type { Detail, L2Log, L2Transaction } from '@defimon/core'
import type { DecodedBlock } from '@defimon/core/adapter'
import { decodeLogs } from './decode-logs.ts'
import { decodeTransaction } from './decode-transaction.ts'
import { readArray, readBigInt, readBlockhash, readNumber, readObject } from './read-json.ts'

/** The answer of `getBlock`, and the slot that was asked for: the answer does not name it. */
export interface SolanaRaw {
  readonly slot: number
  readonly block: unknown
}

/** Decodes an answer of `getBlock`. Fails with `MALFORMED` on another shape. */
export function decodeSolanaBlock(raw: SolanaRaw, detail: Detail): DecodedBlock<'solana'> {
  const block = readObject(raw.block, 'block')
  const { blockTime, blockHeight, rewards, signatures } = block
  const parentSlot = readNumber(block['parentSlot'], 'parentSlot')
  const listed = Array.isArray(block['transactions']) ? (block['transactions'] as readonly unknown[]) : undefined
  const transactions = detail === 'header' ? undefined : decodeAll(listed, detail)
  const logs: L2Log[] = []
  if (detail === 'receipts' && transactions) {
    for (const transaction of transactions) decodeLogs(listed?.[transaction.index], transaction, logs)
  }
  const units = detail === 'receipts' ? sumOfUnits(transactions ?? []) : undefined
  return {
    number: raw.slot,
    hash: readBlockhash(block['blockhash'], 'blockhash'),
    ...(raw.slot > 0 && {
      parent: { number: parentSlot, hash: readBlockhash(block['previousBlockhash'], 'previousBlockhash') },
    }),
    // Some old blocks have no time; zero says so, since the field must hold a number.
    timestampMs: typeof blockTime === 'number' ? blockTime * 1000 : 0,
    transactionCount: listed?.length ?? (Array.isArray(signatures) ? signatures.length : 0),
    transactions,
    logs: detail === 'receipts' ? logs : undefined,
    ...(units !== undefined && { gasUsed: units }),
    fields: {
      ...(typeof blockHeight === 'number' && { blockHeight: readNumber(blockHeight, 'blockHeight') }),
      ...(transactions && { voteCount: transactions.reduce((count, { kind }) => (kind === 'vote' ? count + 1 : count), 0) }),
      ...(units !== undefined && { computeUnitsConsumed: units }),
      ...(Array.isArray(rewards) && { rewardsLamports: sumOfRewards(rewards) }),
    },
  }
}

function decodeAll(listed: readonly unknown[] | undefined, detail: Detail): readonly L2Transaction<'solana'>[] {
  return readArray(listed, 'transactions').map((entry, index) => decodeTransaction(entry, index, detail))
}

function sumOfUnits(transactions: readonly L2Transaction<'solana'>[]): bigint | undefined {
  let total: bigint | undefined
  for (const { gasUsed } of transactions) if (gasUsed !== undefined) total = (total ?? 0n) + gasUsed
  return total
}

function sumOfRewards(rewards: readonly unknown[]): bigint {
  return rewards.reduce<bigint>((sum, entry) => sum + readBigInt(readObject(entry, 'reward')['lamports'], 'lamports'), 0n)
}
