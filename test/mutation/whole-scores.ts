import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { type RecordedNetwork, recordedNetworks } from '../recorded-networks.ts'
import { type MutationScore, sumOfScores } from './mutation-score.ts'
import { mutationsOf } from './mutations.ts'
import { type RecordedPlan, recordedPlan } from './recorded-plans.ts'
import type { RecordedScore } from './recorded-scores.ts'

/** Some of the changes of one recorded block: what a worker makes at a time. */
export interface Share {
  readonly network: string
  /** The block, by its place in what the driver finds in the recordings. */
  readonly block: number
  /** The first of its mutations, and the one behind the last. */
  readonly from: number
  readonly to: number
}

interface PlannedShare extends Share {
  readonly part: string | undefined
  readonly score: Promise<MutationScore>
  resolve(score: MutationScore): void
  reject(error: unknown): void
}

/** Every change decodes its whole block again. A share holds about so many values to decode, which takes a second or two. */
const VALUES_DECODED_BY_SHARE = 4_000_000

/**
 * Changes every value of every recorded block of the networks whose id matches, on all cores, and scores them by network and part, each when it
 * is done. Networks of which no block was recorded give nothing.
 */
export async function* wholeScores(id: RegExp): AsyncGenerator<RecordedScore> {
  const plans: { readonly id: string; readonly plan: RecordedPlan; readonly shares: readonly PlannedShare[] }[] = []
  for (const recorded of recordedNetworks(id)) {
    const plan = await recordedPlan(recorded.id)
    if (plan) plans.push({ id: recorded.id, plan, shares: sharesOf(recorded, plan) })
  }
  const queue = plans.flatMap(({ shares }) => shares)
  const workers = Array.from({ length: Math.min(availableParallelism(), queue.length) }, () => startWorker(queue))
  try {
    for (const { id: network, plan, shares } of plans) {
      for (const part of new Set(shares.map((share) => share.part))) {
        const scores = await Promise.all(shares.filter((share) => share.part === part).map((share) => share.score))
        yield { network, stack: plan.stack, ...(part !== undefined && { part }), score: sumOfScores(scores) }
      }
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}

function sharesOf({ id, exchanges }: RecordedNetwork, { driver, partOf }: RecordedPlan): PlannedShare[] {
  return [...driver.recordedBlocks(exchanges)].flatMap(({ raw }, block) => {
    const { length: values } = [...mutationsOf(raw)]
    const size = Math.max(1, Math.floor(VALUES_DECODED_BY_SHARE / values))
    return Array.from({ length: Math.ceil(values / size) }, (_, index) =>
      planned({ network: id, block, from: index * size, to: Math.min(values, (index + 1) * size) }, partOf(raw)),
    )
  })
}

function planned(share: Share, part: string | undefined): PlannedShare {
  let resolve: PlannedShare['resolve'] = () => undefined
  let reject: PlannedShare['reject'] = () => undefined
  const score = new Promise<MutationScore>((...both) => {
    ;[resolve, reject] = both
  })
  // A failure is told to whoever waits for it, who may be waiting for another share still.
  score.catch(() => undefined)
  return { ...share, part, score, resolve, reject }
}

/** A worker that takes shares from the queue until it is empty. If it fails, so do its share and the rest of the queue. */
function startWorker(queue: PlannedShare[]): Worker {
  const worker = new Worker(new URL('./score-worker.ts', import.meta.url))
  let current: PlannedShare | undefined
  const next = (): void => {
    current = queue.shift()
    if (!current) return
    const { network, block, from, to } = current
    worker.postMessage({ network, block, from, to } satisfies Share)
  }
  worker.on('message', (score: MutationScore) => {
    current?.resolve(score)
    next()
  })
  worker.on('error', (error) => {
    for (const { reject } of [...(current ? [current] : []), ...queue.splice(0)]) reject(error)
  })
  next()
  return worker
}
