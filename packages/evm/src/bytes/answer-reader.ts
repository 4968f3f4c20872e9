import type { AnswerReader, Check, NetworkFacts, Stack } from '@defimon/core'
import type { Dialect, Era } from '../dialect/dialect.ts'
import { merklePatricia } from '../dialect/root-rule.ts'
import { loadedWorkspace, loadWorkspace } from '../hashing/workspace.ts'
import { type BlockScanner, loadBlockScanner, loadedBlockScanner } from './block-scanner.ts'
import { readEnvelopes } from './envelopes.ts'
import { hold } from './held-block.ts'
import { type Holding, holdBlock, type ProvenBlock, proveBlock } from './hold-block.ts'
import { isOfLayout } from './layout.ts'

/** Larger bodies are read as JSON: what the module's memory once took it never gives back. */
const MOST_BYTES = 16 * 1024 * 1024
/** After so many bodies without a block that could be read, most are not tried any more. */
const MOST_MISSES = 4
const TRIED_AFTER_MISSES = 32
const TYPES = 128
const OPEN_LIST = 0x5b
const OPEN_OBJECT = 0x7b

/** An answer of a body: what it became, or where its JSON stands. */
interface Part {
  readonly from: number
  readonly to: number
  value?: unknown
}

/**
 * Reads answers that hold blocks and their receipts from their bytes: no text of them is made and no tree of objects, only what the blocks
 * are in the end. Undefined where the dialect has rules that cannot be read so.
 *
 * A block is read so only where all is as nodes write it and every check passed; everything else is left to the decoder of JSON, whose
 * verdict stands. The first answers are left to it too, until the module is compiled.
 */
export function createAnswerReader<S extends Stack>(
  network: NetworkFacts,
  dialect: Dialect<S>,
  checks: readonly Check[],
  verify: boolean,
): AnswerReader | undefined {
  const era = readableEra(dialect)
  if (!era) return undefined
  let types: Uint8Array | undefined
  let misses = 0
  let bodies = 0

  function readBody(scanner: BlockScanner, holding: Holding<S>, start: number, end: number, firstId: number, count: number) {
    const parts: Part[] = []
    let proven: ProvenBlock | undefined
    let provenPart: Part | undefined
    let held = 0
    const readResult = (at: number): number | undefined => {
      const first = scanner.bytes[at]
      if (first === OPEN_OBJECT) {
        proven = proveBlock(holding, at)
        const to = proven?.end ?? scanner.skip(at)
        if (to === undefined) return undefined
        provenPart = { from: at, to }
        parts.push(provenPart)
        return to
      }
      let to: number | undefined
      if (first === OPEN_LIST && proven && provenPart) {
        const block = holdBlock(holding, proven, at)
        if (block) {
          const { ofBlock, ofReceipts } = hold(block)
          provenPart.value = ofBlock
          parts.push({ from: at, to: block.end, value: ofReceipts })
          held += 1
          to = block.end
        }
      }
      proven = undefined
      if (to !== undefined) return to
      to = scanner.skip(at)
      if (to !== undefined) parts.push({ from: at, to })
      return to
    }
    const envelopes = readEnvelopes(scanner, start, end, readResult)
    misses = held > 0 ? 0 : misses + 1
    if (envelopes?.length !== count || held === 0) return undefined
    const values: unknown[] = new Array(count).fill(undefined)
    for (const [index, { id }] of envelopes.entries()) {
      const place = id - firstId
      const part = parts[index]
      if (!part || place < 0 || place >= count || values[place] !== undefined) return undefined
      values[place] = part.value ?? JSON.parse(scanner.text(part.from, part.to))
    }
    return values
  }

  return {
    readAnswers(pieces, bytes, firstId, count) {
      if (bytes > MOST_BYTES) return undefined
      if (misses >= MOST_MISSES && ++bodies % TRIED_AFTER_MISSES !== 0) return undefined
      const scanner = loadedBlockScanner()
      const workspace = loadedWorkspace()
      if (!scanner || !workspace) {
        // Where there is no WebAssembly, all is read as JSON for good.
        loadBlockScanner().catch(() => {})
        loadWorkspace().catch(() => {})
        return undefined
      }
      types ??= typesOf(scanner, dialect, era)
      scanner.useTypes(types)
      const { start, end } = scanner.load(pieces, bytes)
      return readBody(scanner, { scanner, network, dialect, era, checks, verify, workspace }, start, end, firstId, count)
    },
  }
}

/** The era whose blocks can be read from bytes: the last, where nothing stands in it that only JavaScript knows. */
function readableEra(dialect: Dialect): Era | undefined {
  const era = dialect.eras.at(-1)
  if (!era || !dialect.layouts || dialect.normalize || dialect.extraRequests) return undefined
  const { protocolTransaction, isBlockReceipt, receiptsMayLack, logsOfNoTransaction, logNumbers, receiptGas, logsBloom } = era
  if (protocolTransaction || isBlockReceipt || receiptsMayLack || logsOfNoTransaction || logNumbers || receiptGas)
    return undefined
  if (typeof logsBloom === 'string') return undefined
  return era.transactionsRoot === merklePatricia && era.receiptsRoot === merklePatricia ? era : undefined
}

/** For each type below 128 one more than its layout in the module; 0 where its rule is none that the module knows. */
function typesOf(scanner: BlockScanner, dialect: Dialect, era: Era): Uint8Array {
  const types = new Uint8Array(TYPES)
  for (const layout of dialect.layouts ?? []) {
    const rule = era.transactions[`0x${layout.type.toString(16)}`]
    const place = rule && isOfLayout(rule, layout) ? scanner.add(layout) : undefined
    if (place !== undefined) types[layout.type] = place + 1
  }
  return types
}
