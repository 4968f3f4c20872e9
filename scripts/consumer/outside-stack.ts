// A stack that nobody here knows, in a package that nobody here wrote: it augments the maps of core, and core is not touched.
import type { BlockSource, L2Network, L2Transaction } from '@defimon/core'
import type { BlockDriver } from '@defimon/core/adapter'

declare module '@defimon/core' {
  interface StackContracts {
    outside: { readonly settlement?: readonly string[] }
  }
  interface StackBlockFields {
    outside: { readonly round: number }
  }
  interface StackTransactionFields {
    outside: { readonly lane: 'fast' | 'slow' }
  }
}

export const network: L2Network<'outside'> = {
  id: 'outside_chain',
  name: 'Outside',
  stack: 'outside',
  contracts: { settlement: ['one'] },
  endpoints: [{ url: 'https://rpc.example.org' }],
}

// @ts-expect-error the contracts are those of the stack
export const wrong: L2Network<'outside'> = { ...network, contracts: { rollup: [] } }

export async function rounds(source: BlockSource<'outside'>): Promise<number> {
  const block = await source.getBlock('latest')
  const lanes: L2Transaction<'outside'>['fields']['lane'][] = block.transactions.map((transaction) => transaction.fields.lane)
  return block.fields.round + lanes.length
}

export function heights(driver: BlockDriver<'outside'>): boolean {
  return driver.hasGaps ?? false
}
