import { canonicalDeclaration } from '@defimon/evm/parent'
import { id } from 'ethers'
import { describe, expect, it } from 'vitest'
import { APPEND_SEQUENCER_BATCH, APPEND_SEQUENCER_BATCH_BY_CHAIN } from '../../src/settlement/ovm-batch.ts'
import * as contracts from '../../src/settlement/settlement-contracts.ts'
import * as views from '../../src/settlement/settlement-views.ts'

type Declared = { readonly declaration: string; readonly topic0?: string; readonly selector?: string }

const declared: readonly (readonly [name: string, Declared])[] = Object.entries({ ...contracts, ...views }).flatMap(
  ([name, value]) => (typeof value === 'object' ? [[name, value as Declared] as const] : []),
)

describe('topics and selectors, against the hashes that ethers makes of their declarations', () => {
  it.each(declared)('%s', (_, { declaration, topic0, selector }) => {
    const hash = id(canonicalDeclaration(declaration))
    expect(topic0 ?? selector).toBe(topic0 === undefined ? hash.slice(0, 10) : hash)
  })

  it('the packed calls of the OVM, which are declared without parameters', () => {
    expect(APPEND_SEQUENCER_BATCH).toBe(id('appendSequencerBatch()').slice(0, 10))
    expect(APPEND_SEQUENCER_BATCH_BY_CHAIN).toBe(id('appendSequencerBatchByChainId()').slice(0, 10))
  })
})
