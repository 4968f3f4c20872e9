import type { L2Network } from '@defimon/core'
import { arbitrumRollup, type Happening } from '../../test/settlement/event-encoders.ts'
import { nitroHeader } from './made-headers.ts'
import { makeNode } from './made-node.ts'
import { asSimulated, parentBlockAt, type Rollup, type Shape, SLOT_MS, START_MS } from './shape.ts'

/** What makes one Arbitrum chain differ from another here. */
export interface ArbitrumProportions {
  readonly blocks: number
  readonly blockTimeMs: number
  readonly inBatch: number
  readonly data: 'blobs' | 'calldata'
}

const CHAIN_ID = 1_337_421
/** From the last block of a batch to the parent block that takes it. */
const POSTED_AFTER = 3
/** Claims come by the hour; BoLD confirms one that nobody disputes after `confirmPeriodBlocks` (Arbitrum One). */
const CLAIM_EVERY = 300
const CONFIRMED_AFTER = 45_818
const MARGIN = 150

/** An Arbitrum chain. */
export function arbitrumShape(name: string, proportions: ArbitrumProportions, rest: Partial<Shape> = {}): Shape {
  return { name, blocks: proportions.blocks, make: () => makeRollup(proportions), ...rest }
}

interface Claim {
  readonly name: string
  readonly from: number
  readonly to: number
}

function makeRollup({ blocks, blockTimeMs, inBatch, data }: ArbitrumProportions): Rollup {
  const batches = Math.ceil(blocks / inBatch)
  const lastOf = (batch: number): number => Math.min(blocks, (batch + 1) * inBatch) - 1
  const placeOf = (batch: number): number => parentBlockAt((lastOf(batch) + 1) * blockTimeMs) + POSTED_AFTER
  const node = makeNode({
    chainId: CHAIN_ID,
    head: blocks - 1,
    header: (number) => {
      const sinceMs = number * blockTimeMs
      return nitroHeader(number, Math.floor((START_MS + sinceMs) / 1_000), Math.floor(sinceMs / SLOT_MS))
    },
  })
  const l2 = asSimulated(node.ref)
  const happenings: Happening[] = []
  for (let batch = 0; batch < batches; batch += 1) {
    const range = [batch * inBatch, lastOf(batch) + 1] as const
    happenings.push({ ...arbitrumRollup.batch(batch, placeOf(batch), range, data), name: `batch ${batch}` })
  }
  const claims: Claim[] = []
  let [before, taken] = [0, 0]
  for (let at = CLAIM_EVERY; taken < batches; at += CLAIM_EVERY) {
    while (taken < batches && placeOf(taken) < at) taken += 1
    if (taken === before) continue
    const name = `claim ${at}`
    const stateAt = (count: number) => ({ block: count === 0 ? 'none' : lastOf(count - 1), batches: count })
    happenings.push(
      arbitrumRollup.assertion(l2, name, at, stateAt(before), stateAt(taken)),
      arbitrumRollup.confirmation(l2, name, at + CONFIRMED_AFTER, lastOf(taken - 1)),
    )
    claims.push({ name, from: before === 0 ? 0 : lastOf(before - 1) + 1, to: lastOf(taken - 1) })
    before = taken
  }
  const { INBOX, ROLLUP, OUTBOX } = arbitrumRollup
  const network: L2Network<'arbitrum'> = {
    ...{ id: 'measured', name: 'Measured', stack: 'arbitrum', chainId: `eip155:${CHAIN_ID}`, evmChainId: CHAIN_ID, blockTimeMs },
    endpoints: [{ url: node.url }],
    contracts: {
      sequencerInbox: [{ address: INBOX, chain: 'ethereum' }],
      rollup: [{ address: ROLLUP, chain: 'ethereum' }],
      outbox: [{ address: OUTBOX, chain: 'ethereum' }],
    },
  }
  return {
    network,
    node,
    happenings,
    parentBlocks: Math.max(...happenings.map(({ at }) => at)) + MARGIN,
    stepsOf(number) {
      const batch = Math.floor(number / inBatch)
      const claim = claims.find(({ to }) => number <= to)
      if (!claim) throw new RangeError(`no claim is about block ${number}`)
      const covers = { from: claim.from, to: claim.to, exact: true }
      const anchor = node.ref(claim.to)
      return [
        {
          step: 'posted',
          happening: `batch ${batch}`,
          parts: {
            kind: 'batch',
            covers: { from: batch * inBatch, to: lastOf(batch), exact: true },
            dataAvailability: data === 'blobs' ? 'ethereum-blobs' : 'ethereum-calldata',
          },
        },
        { step: 'claimed', happening: claim.name, parts: { kind: 'state-claim', covers, anchor } },
        { step: 'settled', happening: `confirmed ${claim.name}`, parts: { kind: 'settlement', covers, anchor } },
      ]
    },
  }
}
