import type { KitCase } from './kit-cases.ts'

/** How long a chain must be at the start for these cases. */
export const LIGHT_BLOCKS = 32

/** One case of each thing that depends on the network: heads, tags, a range, absence, a reorg, an abort, the wrong chain. */
const ALWAYS: readonly string[] = [
  'reads a block by number with detail receipts',
  'reads the latest block',
  'reads the safe block',
  'reads the finalized block',
  'gives a range in order, complete and linked',
  'tells a block that is not there yet',
  'tells a block that the endpoints no longer have',
  'watches a reorg of 3 blocks',
  'is aborted in the middle of a range',
  'refuses a network whose endpoints are all of another one',
]

/** Faulty endpoints, of which each network meets one of each kind by turns. */
const FAULTY: readonly RegExp[] = [/^(fails over at|tolerates) /, /^(rejects at|follows the chain beside) /]

/**
 * The share of the kit that every run of the tests makes: what depends on the network, and faulty endpoints by turns, so that the networks
 * of a large stack meet them all between them. `turn` counts the networks of a stack.
 */
export function lightCases(cases: readonly KitCase[], turn: number): readonly KitCase[] {
  const always = cases.filter(({ name }) => ALWAYS.some((each) => name === each || name.startsWith(`${each} (left out`)))
  if (always.length !== ALWAYS.length)
    throw new RangeError(`the kit has ${always.length} of ${ALWAYS.length} cases by these names`)
  const byTurns = FAULTY.map((kind) => {
    const of = cases.filter(({ name }) => kind.test(name))
    return of[turn % of.length]
  })
  return [...always, ...byTurns.filter((each) => each !== undefined)]
}
