import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Exchange } from '@defimon/core'
import { realData } from './real-data.ts'

/** An exchange of a recording, with what its recorder found out about it. */
export interface Recorded extends Exchange {
  readonly file: string
  readonly chainId?: number
  /** Which parts were recomputed from the data themselves when they were collected. */
  readonly genuine?: { readonly header?: boolean; readonly transactions?: boolean; readonly receipts?: boolean }
}

/** All exchanges of one recorded network. */
export interface RecordedNetwork {
  readonly id: string
  readonly chainId: number | undefined
  readonly exchanges: readonly Recorded[]
}

/** The recorded networks whose id matches. None where there are no real recordings; the caller says what it leaves out. */
export function recordedNetworks(id: RegExp): readonly RecordedNetwork[] {
  const folder = realData()
  if (folder === undefined) return []
  const recordings = join(folder, 'recordings')
  return readdirSync(recordings, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && id.test(entry.name))
    .map(({ name }) => {
      const exchanges = readdirSync(join(recordings, name))
        .filter((file) => file.endsWith('.json'))
        .sort()
        .map((file): Recorded => ({ ...JSON.parse(readFileSync(join(recordings, name, file), 'utf8')), file: `${name}/${file}` }))
      return { id: name, chainId: exchanges.find(({ chainId }) => chainId !== undefined)?.chainId, exchanges }
    })
}
