import type { L2Block } from '@defimon/core'

/** Changes whenever the same block would be counted differently. Kept with every count. */
export const USER_OPERATION_RULE = 1

/**
 * UserOperationEvent(bytes32,address,address,uint256,bool,uint256,uint256), once per operation of a bundle (ERC-4337; the same in all
 * versions of the entry point).
 */
const USER_OPERATION_EVENT = '0x49628fd1471006c1482da88028e9ce4dbb080b815c9b0344d39e5a8e6ec1419f'
/** Entry points 0.6, 0.7 and 0.8, at the same address on every chain (eth-infinitism/account-abstraction). */
const ENTRY_POINTS: ReadonlySet<string> = new Set([
  '0x5ff137d4b0fdcd49dca30c7cf57e578a026d2789',
  '0x0000000071727de22e5e9d8baf0edac6f37da032',
  '0x4337084d9e255ff0702461cf8895ce9e3b5ff108',
])

/**
 * How many operations users made in a block, by rule 1: a user's transaction or deposit counts one; one that an entry point of ERC-4337
 * ran as a bundle counts as many as the bundle held. Transactions of the system and votes count none. Undefined where the logs were
 * not read. `docs/measures.md` has the rule in full.
 */
export function countUserOperations(block: Pick<L2Block, 'transactions' | 'logs'>): number | undefined {
  if (!block.transactions || !block.logs) return undefined
  const bundled = new Map<number, number>()
  for (const { address, topics, transactionIndex } of block.logs) {
    if (topics[0] !== USER_OPERATION_EVENT || !ENTRY_POINTS.has(address.toLowerCase())) continue
    bundled.set(transactionIndex, (bundled.get(transactionIndex) ?? 0) + 1)
  }
  let operations = 0
  for (const { kind, index } of block.transactions) {
    if (kind === 'user' || kind === 'deposit') operations += bundled.get(index) ?? 1
  }
  return operations
}
