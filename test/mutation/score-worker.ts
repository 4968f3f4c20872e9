import { parentPort } from 'node:worker_threads'
import type { RecordedBlock } from '@defimon/core/adapter'
import { recordedNetworks } from '../recorded-networks.ts'
import { type ChangeableBlock, changeableBlock, countChanges } from './block-changes.ts'
import { type MutationScore, NOTHING } from './mutation-score.ts'
import { type RawBlock, type RecordedPlan, recordedPlan } from './recorded-plans.ts'
import type { Share } from './whole-scores.ts'

interface LoadedNetwork {
  readonly id: string
  readonly plan: RecordedPlan
  readonly blocks: readonly RecordedBlock<RawBlock>[]
}

// Shares come in order, so the last network and the last block are all that is kept.
let network: LoadedNetwork | undefined
let block:
  | { readonly of: LoadedNetwork; readonly index: number; readonly loaded: ChangeableBlock<RawBlock> | undefined }
  | undefined

parentPort?.on('message', async (share: Share) => {
  parentPort?.postMessage(await scoreOf(share))
})

/** What a share comes to. A block is counted with its first. */
async function scoreOf(share: Share): Promise<MutationScore> {
  if (network?.id !== share.network) network = await loadNetwork(share.network)
  const { plan, blocks } = network
  const recorded = blocks[share.block]
  if (!recorded) throw new Error(`${share.network} has no recorded block ${share.block}`)
  if (block?.of !== network || block.index !== share.block) {
    block = { of: network, index: share.block, loaded: await changeableBlock(plan.driver, recorded) }
  }
  const { loaded } = block
  const count = share.from === 0 ? 1 : 0
  if (!loaded) return { ...NOTHING, leftOut: count }
  return { ...(await countChanges(plan, loaded, loaded.mutations.slice(share.from, share.to))), blocks: count }
}

async function loadNetwork(id: string): Promise<LoadedNetwork> {
  const plan = await recordedPlan(id)
  const [recorded] = recordedNetworks(new RegExp(`^${id}$`))
  if (!plan || !recorded) throw new Error(`${id} is not recorded`)
  return { id, plan, blocks: [...plan.driver.recordedBlocks(recorded.exchanges)] }
}
