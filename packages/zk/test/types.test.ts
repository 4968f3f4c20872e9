import type { BlockSource, L2Block, L2Network, L2Transaction } from '@defimon/core'
import type { AccessListEntry } from '@defimon/evm'
import { describe, expectTypeOf, it } from 'vitest'
import type { LineaBlockFields } from '../src/linea/index.ts'
import { lineaSource } from '../src/linea/index.ts'
import { polygonZkevmSource } from '../src/polygon-zkevm/index.ts'
import { scrollSource } from '../src/scroll/index.ts'
import { taikoSource } from '../src/taiko/index.ts'
import type { L2ToL1Log } from '../src/zksync/index.ts'
import { zksyncSource } from '../src/zksync/index.ts'

describe('what a stack knows is typed', () => {
  it('a factory takes its own stack only, and its source gives blocks of that stack', () => {
    expectTypeOf(zksyncSource).parameter(0).toEqualTypeOf<L2Network<'zksync'>>()
    expectTypeOf(lineaSource).parameter(0).toEqualTypeOf<L2Network<'linea'>>()
    expectTypeOf<L2Network<'linea'>>().not.toExtend<Parameters<typeof scrollSource>[0]>()
    expectTypeOf(zksyncSource).returns.toEqualTypeOf<BlockSource<'zksync'>>()
    expectTypeOf(scrollSource).returns.toEqualTypeOf<BlockSource<'scroll'>>()
    expectTypeOf(taikoSource).returns.toEqualTypeOf<BlockSource<'taiko'>>()
    expectTypeOf(polygonZkevmSource).returns.toEqualTypeOf<BlockSource<'polygon-zkevm'>>()
  })

  it('blocks have the fields of their stack', () => {
    expectTypeOf<L2Block<'zksync'>['fields']['l1BatchNumber']>().toEqualTypeOf<number | undefined>()
    expectTypeOf<L2Block<'linea'>['fields']>().toEqualTypeOf<LineaBlockFields>()
    expectTypeOf<L2Block<'polygon-zkevm'>['fields']['globalExitRoot']>().toEqualTypeOf<string | undefined>()
    expectTypeOf<L2Block<'scroll'>['fields']>().not.toHaveProperty('l1BatchNumber')
  })

  it('transactions have the fields of their stack', () => {
    expectTypeOf<L2Transaction<'zksync'>['fields']['l2ToL1Logs']>().toEqualTypeOf<readonly L2ToL1Log[] | undefined>()
    expectTypeOf<L2Transaction<'scroll'>['fields']['queueIndex']>().toEqualTypeOf<number | undefined>()
    expectTypeOf<L2Transaction<'taiko'>['fields']['accessList']>().toEqualTypeOf<readonly AccessListEntry[] | undefined>()
  })
})
