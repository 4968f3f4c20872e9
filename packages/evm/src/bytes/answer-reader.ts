import type { AnswerReader, Check, NetworkFacts, Stack } from '@defimon/core'
import type { Dialect, Era } from '../dialect/dialect.ts'
import { merklePatricia } from '../dialect/root-rule.ts'
import { loadWorkspace, type Workspace } from '../hashing/workspace.ts'
import type { BlockScanner } from './block-scanner.ts'
import { isOfLayout } from './layout.ts'
import type { readBody } from './read-body.ts'

/** Larger bodies are read as JSON: what the module's memory once took it never gives back. */
const MOST_BYTES = 16 * 1024 * 1024
/** After so many bodies without a block that could be read, most are not tried any more. */
const MOST_MISSES = 4
const TRIED_AFTER_MISSES = 32
const TYPES = 128

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

  return {
    readAnswers(pieces, bytes, firstId, count) {
      if (bytes > MOST_BYTES) return undefined
      if (misses >= MOST_MISSES && ++bodies % TRIED_AFTER_MISSES !== 0) return undefined
      if (!loaded) {
        // Where there is no WebAssembly, all is read as JSON for good.
        load().catch(() => {})
        return undefined
      }
      const { scanner, workspace, readBody } = loaded
      types ??= typesOf(scanner, dialect, era)
      scanner.useTypes(types)
      const place = scanner.load(pieces, bytes)
      const values = readBody({ scanner, network, dialect, era, checks, verify, workspace }, place, firstId, count)
      misses = values ? 0 : misses + 1
      return values
    },
  }
}

/** What it takes to read bytes. It is large and only few networks need it, so it is fetched when the first of them asks. */
interface Loaded {
  readonly scanner: BlockScanner
  readonly workspace: Workspace
  readonly readBody: typeof readBody
}

let loading: Promise<void> | undefined
let loaded: Loaded | undefined

function load(): Promise<void> {
  loading ??= import('./read-body.ts').then(async ({ createBlockScanner, readBody }) => {
    const [scanner, workspace] = await Promise.all([createBlockScanner(), loadWorkspace()])
    loaded = { scanner, workspace, readBody }
  })
  return loading
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
