import type { L2Network, Runtime } from '@defimon/core'
import { replayFetchOf } from '@defimon/core/adapter'
import { readRecordings, serveFetch } from '@defimon/core/node'
import { loadAdapter, sourceFor } from '../adapters.ts'
import { groupByNetwork } from '../recordings/group-by-network.ts'
import { networkOfRecording } from '../recordings/network-of-recording.ts'
import { findRecordedRanges, type RecordedRange } from '../recordings/recorded-ranges.ts'
import { routeByPath } from '../recordings/route-by-path.ts'
import type { OpenJobs } from './open-jobs.ts'
import type { SyncJob, SyncLeg } from './sync-job.ts'

interface RecordedNetwork {
  readonly network: L2Network
  readonly ranges: readonly (RecordedRange & { readonly path: string })[]
}

/** The consecutive ranges of the recordings in a folder, per network that has an adapter, served over loopback HTTP. */
export async function openRecordedJobs(folder: string, runtime: Runtime): Promise<OpenJobs> {
  const { exchanges } = await readRecordings([folder])
  const routes = new Map<string, typeof globalThis.fetch>()
  const recorded: RecordedNetwork[] = []
  for (const [id, ofNetwork] of groupByNetwork(exchanges)) {
    const network = networkOfRecording(id)
    const driver = network && (await loadAdapter(network.stack))?.driverFor(network)
    if (!network || !driver) continue
    const ranges = findRecordedRanges(driver, ofNetwork).map((range) => ({ ...range, path: `${id}-${range.from}-${range.to}` }))
    for (const range of ranges) {
      routes.set(range.path, replayFetchOf(driver, range.exchanges))
    }
    if (ranges.length > 0) recorded.push({ network, ranges })
  }

  const server = await serveFetch(routeByPath(routes))
  const jobs = await Promise.all(
    recorded.map(async ({ network, ranges }): Promise<SyncJob> => {
      const legs = await Promise.all(
        ranges.map(async ({ from, to, path }): Promise<SyncLeg> => {
          const source = await sourceFor(network, { runtime, endpoints: [`${server.url}/${path}`] })
          return { source, from, to }
        }),
      )
      return { network, mark: 'RECORDED', legs }
    }),
  )
  return { jobs, [Symbol.asyncDispose]: () => server.close() }
}
