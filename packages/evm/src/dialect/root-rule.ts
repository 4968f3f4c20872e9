import type { ItemList } from '../tries/item-list.ts'
import { EMPTY_TRIE_ROOT, trieRoot } from '../tries/trie-root.ts'
import type { Skip } from './verdict.ts'

/** How a chain commits to a list of encoded items. */
export type RootRule =
  | {
      /** `claimed` is what the header says, for chains that have several ways and do not tell which one a block took. */
      compute(items: ItemList, claimed: unknown): string
      /** The root over nothing. It tells an empty block from a pruned one. */
      readonly emptyRoot?: string
      /** Why the root may stand over more than an answer shows. One that does not come out is then skipped, one that does is proven. */
      readonly mayDiffer?: string
    }
  | Skip

/** A Merkle Patricia trie keyed by index, as Ethereum's. */
export const merklePatricia: Exclude<RootRule, Skip> = { compute: trieRoot, emptyRoot: EMPTY_TRIE_ROOT }
