/**
 * Chains of the family with formats of their own: as they are, or before they joined it (`…-own-chain`; Celo's in two eras). Metis
 * never did.
 */
export const OP_STACK_CHAINS = [
  'celo',
  'celo-gingerbread',
  'celo-own-chain',
  'kroma',
  'mantle',
  'metis',
  'opbnb',
  'ronin-own-chain',
] as const

/** A chain of the family with formats of its own. */
export type OpStackChain = (typeof OP_STACK_CHAINS)[number]

/** Those without deposits and L1 attributes. */
export type OwnChain = Extract<OpStackChain, 'celo-gingerbread' | 'celo-own-chain' | 'metis' | 'ronin-own-chain'>

/** Whether a chain has neither deposits nor L1 attributes. */
export function isOwnChain(chain: OpStackChain | undefined): chain is OwnChain {
  return chain === 'metis' || chain === 'ronin-own-chain' || chain === 'celo-own-chain' || chain === 'celo-gingerbread'
}
