import type { BlockRef, BlockSource, Evidence, EvidenceCost, L2Network, Settlement, SourceOptions, Stack } from '@defimon/core'
import {
  type PlannedTransaction,
  type SimulatedBlock,
  type SimulatedNetwork,
  simulateNetwork,
  type VirtualRuntime,
  virtualRuntime,
} from '@defimon/core/testing'
import { evmSource } from '@defimon/evm'
import { AbiCoder, id } from 'ethers'

/** The time at which simulated parents begin; the rollups of these tests begin an hour later. */
export const PARENT_START_MS = 1_750_000_000_000
export const ROLLUP_START_MS: number = PARENT_START_MS + 3_600_000
export const PARENT_START = 1_000_000
const PARENT_BLOCK_MS = 12_000

/** The parent block that is made at a time. */
export function parentBlockOf(timeMs: number): number {
  return PARENT_START + Math.ceil((timeMs - PARENT_START_MS) / PARENT_BLOCK_MS)
}

/** An event as ethers encodes it: `Name(type indexed, type)`; types only. */
export function encodeEvent(
  address: string,
  declaration: string,
  ...values: readonly unknown[]
): NonNullable<PlannedTransaction['logs']>[number] {
  const name = declaration.slice(0, declaration.indexOf('('))
  const parameters = splitTypes(declaration.slice(name.length + 1, -1))
  const types = parameters.map((parameter) => parameter.replace(/ indexed$/, ''))
  const coder = AbiCoder.defaultAbiCoder()
  const isIndexed = (index: number): boolean => parameters[index]?.endsWith(' indexed') === true
  const topics = types.flatMap((type, index) => (isIndexed(index) ? [coder.encode([type], [values[index]])] : []))
  const body = types.map((_, index) => index).filter((index) => !isIndexed(index))
  return {
    address,
    topics: [id(`${name}(${types.join(',')})`), ...topics],
    data: coder.encode(
      body.map((index) => types[index] as string),
      body.map((index) => values[index]),
    ),
  }
}

/** Call data as ethers encodes them. */
export function encodeCall(declaration: string, ...values: readonly unknown[]): string {
  const types = splitTypes(declaration.slice(declaration.indexOf('(') + 1, -1))
  return id(declaration).slice(0, 10) + AbiCoder.defaultAbiCoder().encode(types, values).slice(2)
}

function splitTypes(list: string): string[] {
  const parts: string[] = []
  let depth = 0
  let part = ''
  for (const character of list) {
    if (character === '(') depth += 1
    if (character === ')') depth -= 1
    if (character === ',' && depth === 0) {
      parts.push(part)
      part = ''
    } else part += character
  }
  return part === '' ? parts : [...parts, part]
}

/** A rollup, its parent chain, and who reads them. */
export interface ParentWorld {
  readonly parent: SimulatedNetwork
  readonly runtime: VirtualRuntime
  readonly source: BlockSource
  readonly block: (number: number) => SimulatedBlock
  settlementOf(block: number | BlockRef): Promise<Settlement>
  /** Adds blocks to the parent, and lets so much time pass that it is looked at anew. */
  mine(blocks: number): Promise<void>
  reorg(depth: number): Promise<void>
  /** The hash of a planned transaction that stands in a parent block. */
  transactionIn(parentBlock: number, index?: number): string
  /** What a planned transaction must be told as. `purpose`: with its cost, worked out from what the parent's node says. */
  evidenceIn(
    parentBlock: number,
    parts: Omit<Evidence, 'network' | 'number' | 'parentStatus' | 'cost'>,
    more?: { readonly index?: number; readonly purpose?: EvidenceCost['purpose'] },
  ): Evidence
  /** Questions that the parent's endpoints were asked so far. */
  readonly parentCalls: number
  close(): Promise<void>
}

/** What a world is made of. */
export interface ParentWorldOptions<S extends Stack> {
  readonly rollup: SimulatedNetwork<S>
  readonly contracts: Partial<L2Network<S>['contracts']>
  /** By parent block, and the number of the branch that it is on (0 at first). */
  readonly planned: (parentBlock: number, branch: number) => readonly PlannedTransaction[]
  readonly source: (network: L2Network<S>, options: SourceOptions) => BlockSource
  readonly parentBlocks: number
  readonly finalizedDepth?: number
  readonly withoutParent?: boolean
}

type Rpc = Readonly<Record<string, string | undefined>>

/** A parent chain that holds what a test planned, a rollup, and a source that reads its settlement. */
export function createParentWorld<S extends Stack>(options: ParentWorldOptions<S>): ParentWorld {
  const { rollup } = options
  // Now is just after the parent's newest block.
  const runtime = virtualRuntime({ startMs: PARENT_START_MS + options.parentBlocks * PARENT_BLOCK_MS })
  const parent = simulateNetwork({
    stack: 'evm',
    runtime,
    mining: 'manual',
    transactionsPerBlock: 0,
    startBlock: PARENT_START,
    startMs: PARENT_START_MS,
    blockTimeMs: PARENT_BLOCK_MS,
    blocks: options.parentBlocks,
    safeDepth: 4,
    finalizedDepth: options.finalizedDepth ?? 8,
    planned: ({ number, seed }) => options.planned(number, Number(seed.split('/').at(-2))),
  })
  runtime.connect(parent, rollup)
  const parentSource = evmSource(parent.network as L2Network<'evm'>, { runtime })
  const network = { ...rollup.network, contracts: options.contracts, parent: parent.network.id } as L2Network<S>
  const source = options.source(network, { runtime, ...(!options.withoutParent && { parent: parentSource }) })
  const answer = (method: string, params: unknown): unknown => parent.model.answer({ method, params }, parent.chain.view())
  const block = (number: number): SimulatedBlock => {
    const found = rollup.chain.block(number)
    if (!found) throw new RangeError(`no block ${number}`)
    return found
  }
  const transactionIn = (parentBlock: number, index = 0): string => {
    const { transactions } = answer('eth_getBlockByNumber', [`0x${parentBlock.toString(16)}`, false]) as {
      transactions: string[]
    }
    return transactions[index] as string
  }
  return {
    parent,
    runtime,
    source,
    block,
    async settlementOf(asked) {
      const ref = typeof asked === 'number' ? block(asked) : asked
      // The reader is loaded when it is first asked, which takes real time.
      return runtime.runUntil(source.getSettlement({ number: ref.number, hash: ref.hash }), { outsideMs: 15_000 })
    },
    async mine(blocks) {
      parent.chain.mine(blocks)
      await runtime.advance(blocks * PARENT_BLOCK_MS)
    },
    async reorg(depth) {
      parent.chain.reorg(depth)
      await runtime.advance(PARENT_BLOCK_MS)
    },
    transactionIn,
    evidenceIn(parentBlock, parts, { index = 0, purpose } = {}) {
      const at = parent.chain.block(parentBlock) as SimulatedBlock
      const transactionHash = transactionIn(parentBlock, index)
      const finalized = parent.chain.finalized?.number ?? -1
      const safe = parent.chain.safe?.number ?? -1
      return {
        ...parts,
        network: parent.network.id,
        number: parentBlock,
        hash: at.hash,
        timestampMs: at.timestampMs,
        transactionHash,
        parentStatus: parentBlock <= finalized ? 'finalized' : parentBlock <= safe ? 'safe' : 'included',
        ...(purpose && { cost: costOf(purpose, transactionHash, answer) }),
      }
    },
    get parentCalls() {
      return parent.endpoints.reduce((sum, endpoint) => sum + endpoint.statistics.calls, 0)
    },
    async close() {
      await source.close()
      await parentSource.close()
    },
  }
}

function costOf(
  purpose: EvidenceCost['purpose'],
  hash: string,
  answer: (method: string, params: unknown) => unknown,
): EvidenceCost {
  const receipt = answer('eth_getTransactionReceipt', [hash]) as Rpc
  const { input } = answer('eth_getTransactionByHash', [hash]) as Rpc
  const big = (name: string): bigint => BigInt(receipt[name] ?? 0)
  const blobs = receipt['blobGasUsed'] !== undefined
  return {
    purpose,
    feeWei: big('gasUsed') * big('effectiveGasPrice') + big('blobGasUsed') * big('blobGasPrice'),
    gasUsed: big('gasUsed'),
    gasPriceWei: big('effectiveGasPrice'),
    ...(blobs && { blobGasUsed: big('blobGasUsed'), blobGasPriceWei: big('blobGasPrice') }),
    dataBytes: ((input ?? '0x').length - 2) / 2 + Number(big('blobGasUsed')),
  }
}
