import type { RlpWriter } from '../encoding/rlp-writer.ts'

/** Room in front of every item, so that a trie leaf can be made around it in place. */
const LEAF_ROOM = 20

/** Items that stand encoded in a writer's memory, in order: what a root is computed over. */
export interface ItemList {
  readonly writer: RlpWriter
  readonly count: number
  /** Pairs of start and length, as `HashMemory.hashAll` takes them. */
  readonly ranges: Int32Array
  /** Everything written until `end` is the next item. */
  begin(): void
  end(): void
  /** Forgets all items. */
  clear(): void
}

/** Creates an empty list over a writer. */
export function createItemList(writer: RlpWriter): ItemList {
  let ranges = new Int32Array(512)
  let count = 0
  return {
    writer,
    get count() {
      return count
    },
    get ranges() {
      return ranges
    },
    begin() {
      writer.position += LEAF_ROOM
      if (count * 2 + 2 > ranges.length) {
        const grown = new Int32Array(ranges.length * 2)
        grown.set(ranges)
        ranges = grown
      }
      ranges[count * 2] = writer.position
    },
    end() {
      ranges[count * 2 + 1] = writer.position - ranges[count * 2]!
      count += 1
    },
    clear() {
      count = 0
    },
  }
}
