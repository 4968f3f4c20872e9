import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Exchange, L2Network } from '@defimon/core'
import { readParentRecord, type SettlementStep } from '@defimon/evm/parent'
import { findNetworks } from '@defimon/networks'
import { describeOptimismSettlement } from '@defimon/optimism'
import { realData } from '../../../../test/real-data.ts'

/** A recorded parent-chain transaction, with what an independent decoder found in it. */
export interface RecordedParent extends Exchange {
  readonly name: string
  readonly kind: string
  readonly decoded: {
    readonly authorised?: boolean
    readonly l2Range?: { readonly from?: number; readonly to?: number; readonly exact: boolean }
    readonly channels?: readonly { readonly l2Range?: { readonly from: number; readonly to: number; readonly exact: boolean } }[]
    readonly outputRoot?: string
    readonly altDa?: { readonly firstByte: string }
  }
}

/** The registered network of the OP family with this id. */
export function opStackNetwork(id: string): L2Network<'op-stack'> | undefined {
  return findNetworks().find((network): network is L2Network<'op-stack'> => network.id === id && network.stack === 'op-stack')
}

/** All recorded parent-chain transactions of networks of the OP family, and of those that no registry has. Undefined: none are here. */
export function parentRecords(): readonly RecordedParent[] | undefined {
  const folder = realData()
  if (folder === undefined) return undefined
  const records = join(folder, 'settlement')
  return readdirSync(records, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && (opStackNetwork(entry.name) || entry.name === 'unregistered_ethereum_goerli_2511'))
    .flatMap(({ name }) =>
      readdirSync(join(records, name)).map((file) => ({
        ...(JSON.parse(readFileSync(join(records, name, file), 'utf8')) as RecordedParent),
        name: `${name}/${file}`,
      })),
    )
}

/** What the record says, by nothing but what was recorded. */
export async function describeRecord(record: Exchange): Promise<readonly SettlementStep[]> {
  return describeOptimismSettlement(await readParentRecord(record), opStackNetwork(record.network))
}
