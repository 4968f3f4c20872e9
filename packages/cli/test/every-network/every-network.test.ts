import { DefimonError } from '@defimon/core'
import { virtualRuntime } from '@defimon/core/testing'
import { findNetworks } from '@defimon/networks'
import { hasAdapter, loadAdapter } from 'defimon'
import { afterAll, describe, expect, it } from 'vitest'
import { kitCases } from './kit-cases.ts'
import { LIGHT_BLOCKS, lightCases } from './light-cases.ts'
import { nameOf } from './subject.ts'
import { SUBJECTS, WITHOUT_BLOCKS } from './subjects.ts'

/** Eras of the past are tried by the packages of their stacks, and here by `npm run check:networks`. */
const TODAY = SUBJECTS.filter(({ era }) => era === undefined)

const turns = new Map<string, number>()
let ran = 0

describe('the conformance kit, in part, on the source of every network', () => {
  for (const subject of TODAY) {
    const { stack } = subject.network
    const turn = turns.get(stack) ?? 0
    turns.set(stack, turn + 1)
    it(nameOf(subject), async () => {
      const adapter = await loadAdapter(stack)
      const failed: string[] = []
      for (const each of lightCases(kitCases(subject, adapter!, LIGHT_BLOCKS), turn)) {
        ran++
        await each.run().catch((error: unknown) => failed.push(`${each.name}: ${error}`))
      }
      expect(failed).toEqual([])
    })
  }

  it.each(WITHOUT_BLOCKS.map((network) => [network.id, network] as const))(
    '%s says that it has no blocks',
    async (_id, network) => {
      const adapter = await loadAdapter(network.stack)
      const source = adapter!.sourceFor(network, { runtime: virtualRuntime() })
      const error = await source.getBlock('latest').catch((thrown: unknown) => thrown)
      expect(DefimonError.isInstance(error) && error.code).toBe('UNSUPPORTED')
      await source.close()
    },
  )

  it('leaves no network with an adapter out', () => {
    const tried = new Set([...TODAY.map(({ network }) => network.id), ...WITHOUT_BLOCKS.map(({ id }) => id)])
    const wanted = findNetworks({}).filter(({ stack }) => hasAdapter(stack))
    expect(wanted.map(({ id }) => id).filter((id) => !tried.has(id))).toEqual([])
    expect(WITHOUT_BLOCKS.map(({ stack }) => stack)).toEqual(WITHOUT_BLOCKS.map(() => 'starkex'))
  })

  afterAll(() => {
    console.log(`conformance, in part: ${TODAY.length} networks, ${ran} cases; all cases in all eras: npm run check:networks`)
  })
})
