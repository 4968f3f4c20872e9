import type { ItemList } from '../tries/item-list.ts'
import { EMPTY_TRIE_ROOT, trieRoot } from '../tries/trie-root.ts'
import type { Skip } from './verdict.ts'

/** How a chain commits to a list of encoded items. `emptyRoot` tells an empty block from a pruned one. */
export type RootRule = { compute(items: ItemList): string; readonly emptyRoot?: string } | Skip

/** A Merkle Patricia trie keyed by index, as Ethereum's. */
export const merklePatricia: RootRule = { compute: trieRoot, emptyRoot: EMPTY_TRIE_ROOT }
