import type { Evidence, L2Network, SettlementState, SourceOptions } from '@defimon/core'
import type { ParentView } from '@defimon/evm/parent'
import { createHeldBlocks, type HeldBlock, type HeldBlocks } from '../../../rest/held-blocks.ts'
import { whereOf } from '../../../rest/parent-logs.ts'
import { countOf, hexOf, partsOf } from '../../../settlement/abi-values.ts'
import { scanBackUntil } from '../../../settlement/cover-time.ts'
import type { EventScan, ScannedEvent } from '../../../settlement/event-scan.ts'
import { otherBlock } from '../../../settlement/held-settlement.ts'
import { nextExpectedMs } from '../../../settlement/next-expected.ts'
import { readParentData } from '../../../settlement/parent-data.ts'
import { createSettlementReader, type SettlementQuestion, type SettlementReader } from '../../../settlement/settlement-reader.ts'
import { type LiteEvent, scanLiteBlocks, standingCommits } from './scan-blocks.ts'
import { blockVerification, executeBlocks } from './zksync-contract.ts'

type Scan = EventScan<LiteEvent>
type Covers = NonNullable<Evidence['covers']>

/** Further than this from what was scanned, a commit is looked for anew. */
const FAR_BLOCKS = 50_000

/**
 * Settlement of zkSync Lite: blocks committed (`posted`, in calldata), executed (`settled`), reverted before that. A proof logs nothing, so it is not
 * told. The calls of version 4 name the root of an executed block, which is its hash, and an anchor. `isHeld`: blocks are read from the
 * parent themselves, not by the API.
 */
export function createZksyncLiteSettlement(
  network: L2Network<'zksync-lite'>,
  options: SourceOptions,
  isHeld: boolean,
): SettlementReader {
  return createSettlementReader(network, options, network.contracts.rollup, ({ contracts, pace }) => {
    const scan = scanLiteBlocks(contracts)
    const executions = executedBlocks(network, options)
    return async (question) => {
      const { view, call, block } = question
      const executed = (await executions.find(block.number, call))?.block
      await coverPlace(view, scan, executed?.at.number ?? (await executions.newest('latest'))?.at.number, !executed)
      const before = executed?.at.number ?? view.latest.number
      const commit = await scanBackUntil(view, scan, ({ events }) =>
        standingCommits(events.filter(({ blockNumber }) => blockNumber <= before)).get(block.number),
      )
      const posted = commit && [await postedOf(view, scan, commit)]
      if (executed) {
        const root = await rootOf(view, executed, block.number)
        if (root !== undefined && root !== block.hash) throw otherBlock(network, block, root, isHeld ? undefined : call.endpoint)
        return { state: await settledState(question, executed, posted, root) }
      }
      const places = scan.events.filter(({ event }) => event.type === (posted ? 'execute' : 'commit'))
      const expected = nextExpectedMs(
        view,
        places.map(({ blockNumber }) => blockNumber),
        pace.blockTimeMs,
      )
      return { state: posted ? { stage: 'posted', posted } : { stage: 'sequenced' }, nextExpectedMs: expected }
    }
  })
}

/** Where blocks were executed. Their roots are not asked for, since calls before version 4 do not name them. */
function executedBlocks(network: L2Network<'zksync-lite'>, { parent, runtime }: SourceOptions): HeldBlocks<object> {
  const numberOf = (log: Parameters<typeof blockVerification.decode>[0]): number =>
    countOf(blockVerification.decode(log)[0], 'blockNumber')
  return createHeldBlocks<object>(
    network as L2Network,
    parent as NonNullable<typeof parent>,
    {
      contracts: network.contracts.rollup,
      numbering: [blockVerification.topic0],
      // Mainnet began in June of that year.
      notBeforeMs: Date.UTC(2020, 5, 1),
      numberOf,
      read: async (logs, view) =>
        logs.map((log) => ({ number: numberOf(log), hash: '', at: whereOf(log, view.network), fields: {} })),
    },
    runtime,
  )
}

/** Makes a stretch hold a place, and with `toHead` all after it. Commits stand before executions, so it is scanned back from there. */
async function coverPlace(view: ParentView, scan: Scan, place: number | undefined, toHead: boolean): Promise<void> {
  scan.refresh(view)
  const at = place ?? view.latest.number
  if (scan.to < scan.from || at < scan.from || at > scan.to + FAR_BLOCKS) scan.startAt(at)
  while ((toHead || scan.to < at) && (await scan.forward(view))) {
    // On to the place, or to the head.
  }
}

async function postedOf(view: ParentView, scan: Scan, { transactionHash, event }: ScannedEvent<LiteEvent>): Promise<Evidence> {
  const together = scan.events.filter((each) => each.transactionHash === transactionHash && each.event.type === 'commit')
  const numbers = [event.number, ...together.map((each) => each.event.number)]
  return view.evidence({
    kind: 'batch',
    transactionHash,
    covers: { from: Math.min(...numbers), to: Math.max(...numbers), exact: true },
    dataAvailability: 'ethereum-calldata',
    purpose: 'data',
  })
}

async function settledState(
  { view, block }: SettlementQuestion,
  { at }: HeldBlock<object>,
  posted: readonly Evidence[] | undefined,
  root: string | undefined,
): Promise<SettlementState> {
  const transactionHash = at.transactionHash ?? ''
  const { logs } = await view.receipt(transactionHash)
  const numbers = readParentData(() =>
    logs
      .filter(({ topics: [topic] }) => topic === blockVerification.topic0)
      .map((log) => countOf(blockVerification.decode(log)[0], 'blockNumber')),
  )
  const covers: Covers = { from: Math.min(block.number, ...numbers), to: Math.max(block.number, ...numbers), exact: true }
  const settled = await view.evidence({
    kind: 'settlement',
    transactionHash,
    covers,
    purpose: 'execute',
    ...(root !== undefined && { anchor: { number: block.number, hash: root } }),
  })
  return { stage: 'settled', ...(posted && { posted }), settled }
}

/** The root of a block in the call that executed it; undefined where the call does not name it. */
async function rootOf(view: ParentView, { at }: HeldBlock<object>, number: number): Promise<string | undefined> {
  const { input } = await view.transaction(at.transactionHash ?? '')
  if (!executeBlocks.matches(input)) return undefined
  return readParentData(() => {
    const stored = partsOf(executeBlocks.decodeInput(input)[0], 'blocks')
      .map((each) => partsOf(partsOf(each, 'block')[0], 'block'))
      .find(([blockNumber]) => blockNumber === BigInt(number))
    return stored && hexOf(stored[4], 'stateHash')
  })
}
