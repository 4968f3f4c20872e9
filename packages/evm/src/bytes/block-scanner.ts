import { createRlpWriter, type RlpWriter } from '../encoding/rlp-writer.ts'
import { createSharedHashMemory } from '../hashing/wasm-hash-memory.ts'
import type { ItemList } from '../tries/item-list.ts'
import { trieRoot } from '../tries/trie-root.ts'
import { type Layout, layoutBytes } from './layout.ts'
import { nameTable } from './names.ts'
import { LAYOUT_LENGTH, MOST_LAYOUTS, PLACES } from './places.ts'
import { READER_MODULE } from './reader-module.ts'

/** Zeros behind a body: no value goes on past them, and steps of the module may read that far. */
const END = 128
const SLACK = 65_536
const FIRST_LENGTH = 1 << 22
const BLOOM_LENGTH = 256

/** Reads blocks and receipts from the bytes of one body, which stands in its memory. There is one for all; nothing in it outlives a call. */
export interface BlockScanner {
  /** Takes a body in. Where it begins and ends is then told by absolute addresses. */
  load(pieces: readonly Uint8Array[], bytes: number): { readonly start: number; readonly end: number }
  /** The body, and all else that stands in the memory. Good until the next body is taken in. */
  readonly bytes: Uint8Array
  /** Whose layouts hold for the next block: for each type below 128 one more than the number of `add`. */
  useTypes(types: Uint8Array): void
  /** Makes a layout known and gives its number; undefined where there is no room for more. */
  add(layout: Layout): number | undefined
  /** Reads the block at an address and encodes its transactions. Undefined: not as it should be, or not known here. */
  readBlock(at: number): Scanned | undefined
  /** Reads the receipts of that block and encodes them. */
  readReceipts(at: number): ScannedReceipts | undefined
  /** Where the value at an address ends; undefined where it is no plain JSON. */
  skip(at: number): number | undefined
  /** A stretch of the memory as text. It is ASCII. */
  text(from: number, to: number): string
  /** Whether the keccaks of the encoded transactions are what they claim as their hashes. */
  hashesHold(): boolean
  /** The root over what was encoded last. */
  root(): string
  /** The OR of the blooms of the receipts that were read last. */
  bloom(): Uint8Array
}

/** What was read: where its text ended, and the JSON of what is passed on. */
export interface Scanned {
  readonly end: number
  readonly json: string
}

/** As `Scanned`, with the JSON of the logs: one list of index of the transaction, address, topics and data for each. */
export interface ScannedReceipts extends Scanned {
  readonly logsJson: string
}

interface ReaderExports {
  readBlock(at: number, text: number, items: number): number
  readReceipts(at: number, text: number, items: number, logText: number, logs: number): number
  skip(at: number): number
  count(): number
  endOfText(): number
  endOfLogs(): number
  endOfItems(): number
  areClaimed(at: number): number
}

/** Compiles a scanner. Rejects where WebAssembly or its SIMD cannot be had. */
export async function createBlockScanner(): Promise<BlockScanner> {
  const { hashMemory, memory } = await createSharedHashMemory(FIRST_LENGTH)
  const binary = Uint8Array.from(atob(READER_MODULE), (character) => character.charCodeAt(0))
  const { instance } = await WebAssembly.instantiate(binary, { env: { memory } })
  const module = instance.exports as unknown as ReaderExports
  const writer = createRlpWriter(hashMemory)
  const decoder = new TextDecoder()
  let bytes = new Uint8Array(memory.buffer)
  bytes.set(nameTable(), PLACES.names)
  const layouts: Layout[] = []
  let types: Uint8Array | undefined
  let text = 0
  let logText = 0
  let logs = 0
  let items = 0

  const view = (): Uint8Array => {
    if (bytes.buffer !== memory.buffer) bytes = new Uint8Array(memory.buffer)
    return bytes
  }
  const textOf = (from: number, to: number): string => decoder.decode(view().subarray(from, to))

  return {
    load(pieces, length) {
      const start = PLACES.free
      const end = start + length
      text = end + END
      // What is passed on is shorter than what it is made of, but for the zeros in front of short quantities.
      logText = text + 2 * length + SLACK
      logs = logText + length + SLACK
      items = logs + length + SLACK
      // What roots need behind the items is less than what their JSON takes. Nothing may grow in the middle of a block.
      hashMemory.reserve(items + 2 * length + SLACK)
      const target = view()
      let at = start
      for (const piece of pieces) {
        target.set(piece, at)
        at += piece.length
      }
      target.fill(0, end, end + END)
      return { start, end }
    },
    get bytes() {
      return view()
    },
    useTypes(wanted) {
      if (wanted === types) return
      types = wanted
      view().set(wanted, PLACES.types)
    },
    add(layout) {
      const known = layouts.indexOf(layout)
      if (known >= 0) return known
      if (layouts.length >= MOST_LAYOUTS) return undefined
      view().set(layoutBytes(layout), PLACES.layouts + layouts.length * LAYOUT_LENGTH)
      return layouts.push(layout) - 1
    },
    readBlock(at) {
      const end = module.readBlock(at, text, items)
      return end === 0 ? undefined : { end, json: textOf(text, module.endOfText()) }
    },
    readReceipts(at) {
      const end = module.readReceipts(at, text, items, logText, logs)
      if (end === 0) return undefined
      return { end, json: textOf(text, module.endOfText()), logsJson: textOf(logText, module.endOfLogs()) }
    },
    skip(at) {
      const end = module.skip(at)
      return end === 0 ? undefined : end
    },
    text: textOf,
    hashesHold() {
      const out = module.endOfItems()
      const { ranges, count } = itemsOf(memory, module.count(), writer)
      hashMemory.hashAll(ranges, count, out - PLACES.data)
      return module.areClaimed(out) !== 0
    },
    root() {
      writer.position = module.endOfItems() - PLACES.data
      return trieRoot(itemsOf(memory, module.count(), writer))
    },
    bloom: () => view().subarray(PLACES.bloom, PLACES.bloom + BLOOM_LENGTH),
  }
}

/** What the module encoded, as the trie takes it. */
function itemsOf(memory: WebAssembly.Memory, count: number, writer: RlpWriter): Pick<ItemList, 'count' | 'ranges' | 'writer'> {
  return { count, ranges: new Int32Array(memory.buffer, PLACES.ranges, count * 2), writer }
}
