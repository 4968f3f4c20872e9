import { createRlpWriter, type RlpWriter } from '../encoding/rlp-writer.ts'
import { createItemList, type ItemList } from '../tries/item-list.ts'
import { loadHashMemory } from './load-hash-memory.ts'

/** The memory and its writer, made once. Used synchronously from one block to the next, so nothing is allocated per block. */
export interface Workspace {
  readonly writer: RlpWriter
  readonly items: ItemList
}

let loading: Promise<Workspace> | undefined
let loaded: Workspace | undefined

/** The workspace of this process. The first call compiles the WebAssembly; nothing happens at import. */
export function loadWorkspace(): Promise<Workspace> {
  loading ??= loadHashMemory().then((memory) => {
    const writer = createRlpWriter(memory)
    loaded = { writer, items: createItemList(writer) }
    return loaded
  })
  return loading
}

/** The workspace, where it is loaded already. */
export function loadedWorkspace(): Workspace | undefined {
  return loaded
}
