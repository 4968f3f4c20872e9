import type { BlockRef, Evidence } from '@defimon/core'
import {
  type PlannedTransaction,
  RpcFailure,
  type SimulatedNetwork,
  simulateNetwork,
  type VirtualRuntime,
} from '@defimon/core/testing'
import { Interface } from 'ethers'

/** A transaction on the simulated parent chain, by a name that tests call it by. */
export interface Happening {
  readonly name: string
  readonly at: number
  /** On this branch of the parent only: 0 is the first, each reorg makes the next. Absent: on all. */
  readonly branch?: number
  readonly purpose: NonNullable<Evidence['cost']>['purpose']
  /** May name the parent block before its own, as batches do. */
  readonly transaction: (before?: BlockRef) => PlannedTransaction
}

type Json = Readonly<Record<string, unknown>>

/** Call data as ethers encodes them. */
export function encodeCall(declaration: string, ...values: readonly unknown[]): string {
  const contract = new Interface([`function ${declaration}`])
  return contract.encodeFunctionData(contract.fragments[0]?.format('sighash') ?? '', values)
}

/** A log as ethers encodes it. */
export function encodeLog(
  address: string,
  declaration: string,
  ...values: readonly unknown[]
): { readonly address: string; readonly topics: readonly string[]; readonly data: string } {
  const contract = new Interface([`event ${declaration}`])
  return { address, ...contract.encodeEventLog(declaration.slice(0, declaration.indexOf('(')), values) }
}

/** The transactions of a block, for the `planned` of a simulated chain. */
export function plannedBy(
  happenings: readonly Happening[],
): (plan: { number: number; seed: string; parent: BlockRef }) => PlannedTransaction[] {
  return ({ number, seed, parent }) => {
    const branch = Number(seed.split('/').at(-2))
    return happenings
      .filter(({ at, branch: only }) => at === number && (only === undefined || only === branch))
      .map(({ transaction }) => transaction(parent))
  }
}

/** How a simulated parent is made. */
export interface ParentOptions {
  readonly runtime: VirtualRuntime
  readonly blocks: number
  readonly startMs: number
  readonly safeDepth?: number
  readonly finalizedDepth?: number
  readonly startBlock?: number
  /** Default: Ethereum. */
  readonly identity?: { readonly id: string; readonly evmChainId: number }
  /** In place of the happenings, where there are too many to look through for each block. */
  readonly planned?: (plan: { readonly number: number }) => PlannedTransaction[]
  /** Answers `eth_call`. Default: every call reverts. */
  readonly call?: (request: { readonly to: string; readonly data: string }, block: { readonly number: number }) => string
}

/** An Ethereum on which these things happen and nothing else. */
export function simulateParent(happenings: readonly Happening[], options: ParentOptions): SimulatedNetwork<'evm'> {
  const { runtime, call: _, planned: __, identity = { id: 'ethereum', evmChainId: 1 }, ...rest } = options
  const simulated = simulateNetwork({
    stack: 'evm',
    network: identity,
    startBlock: 0,
    blockTimeMs: 12_000,
    safeDepth: 4,
    finalizedDepth: 8,
    mining: 'manual',
    transactionsPerBlock: 0,
    seed: 'parent',
    ...rest,
    runtime,
    call: options.call ?? revert,
    planned: options.planned ?? plannedBy(happenings),
  })
  runtime.connect(simulated)
  return simulated
}

function revert(): never {
  throw new RpcFailure(3, 'execution reverted')
}

async function ask(network: SimulatedNetwork, method: string, ...params: readonly unknown[]): Promise<unknown> {
  const response = await network.fetch(network.network.endpoints[0]?.url ?? '', {
    method: 'POST',
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
  return ((await response.json()) as { result: unknown }).result
}

/** What a parent of the OP Stack charges beside its gas: for its own parent, and its operator's fee by the rule of Jovian. */
function rollupFee(receipt: Json, gasUsed: bigint): bigint {
  if (receipt['l1Fee'] === undefined) return 0n
  const [l1Fee, scalar, constant] = ['l1Fee', 'operatorFeeScalar', 'operatorFeeConstant'].map((name) =>
    BigInt(String(receipt[name])),
  )
  return (l1Fee ?? 0n) + gasUsed * (scalar ?? 0n) * 100n + (constant ?? 0n)
}

/** The evidence that a happening makes, worked out from what the parent's node answers: place, time, firmness, cost to the wei. */
export async function evidenceOf(
  parent: SimulatedNetwork,
  happenings: readonly Happening[],
  name: string,
  parts: Pick<Evidence, 'kind' | 'covers' | 'dataAvailability' | 'anchor'>,
  before = 0,
): Promise<Evidence> {
  const happening = happenings.find((each) => each.name === name)
  if (!happening) throw new RangeError(`nothing named ${name} happens`)
  const { at, purpose } = happening
  const index = before + happenings.filter((each) => each.at === at).indexOf(happening)
  const block = (await ask(parent, 'eth_getBlockByNumber', `0x${at.toString(16)}`, true)) as Json
  const transaction = (block['transactions'] as readonly Json[])[index] as Json
  const receipt = (await ask(parent, 'eth_getTransactionReceipt', transaction['hash'])) as Json
  const gasUsed = BigInt(String(receipt['gasUsed']))
  const gasPriceWei = BigInt(String(receipt['effectiveGasPrice']))
  const blobGasUsed = receipt['blobGasPrice'] === undefined ? undefined : BigInt(String(receipt['blobGasUsed']))
  const blobGasPriceWei = blobGasUsed && BigInt(String(receipt['blobGasPrice']))
  const { safe, finalized } = parent.chain
  return {
    ...parts,
    network: parent.network.id,
    number: at,
    hash: String(block['hash']),
    timestampMs: Number(block['timestamp']) * 1000,
    transactionHash: String(transaction['hash']),
    parentStatus: at <= (finalized?.number ?? -1) ? 'finalized' : at <= (safe?.number ?? -1) ? 'safe' : 'included',
    cost: {
      purpose,
      feeWei: gasUsed * gasPriceWei + (blobGasUsed ?? 0n) * (blobGasPriceWei ?? 0n) + rollupFee(receipt, gasUsed),
      gasUsed,
      gasPriceWei,
      ...(blobGasUsed !== undefined && { blobGasUsed, blobGasPriceWei: blobGasPriceWei ?? 0n }),
      dataBytes: String(transaction['input']).length / 2 - 1 + Number(blobGasUsed ?? 0n),
    },
  }
}
