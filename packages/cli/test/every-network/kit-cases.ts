import type { BlockSource, Check, L2Network, SourceOptions } from '@defimon/core'
import { type ConformanceSetup, describeSource, type Fault, type SourceFixture, simulateNetwork } from '@defimon/core/testing'
import type { Adapter } from 'defimon'
import { rememberedModel } from './remembered-model.ts'
import type { Subject } from './subject.ts'

/** A case of the kit, on one subject. */
export interface KitCase {
  readonly name: string
  /** Why it does not apply; such a case does nothing. */
  readonly leftOut?: string
  run(): Promise<void>
}

/** How many blocks the chains of the kit have at the start, but for a case that needs more. */
export const STARTING_BLOCKS = 48

/** What is said of a fault that nothing but a tolerated check sees. */
export const NOT_HELD =
  'no record has proven the rule that sees it, so it is tolerated; tried on a source that is held to the letter'

function casesOf(
  subject: Subject,
  source: (network: L2Network, options: SourceOptions) => BlockSource,
  faults: readonly string[],
  blocks: number,
): KitCase[] {
  const { network, startBlock, leaveOut } = subject
  const model = rememberedModel(subject.model())
  const cases: KitCase[] = []
  const create = (setup: ConformanceSetup): SourceFixture => {
    const { finalizedDepth = 20 } = setup
    // One seed and one length for all cases, so that they share their blocks. A case that needs a longer chain has one.
    const simulated = simulateNetwork({
      ...setup,
      stack: model,
      seed: `${network.id}${subject.seed ?? ''}`,
      blocks: Math.max(blocks, setup.blocks === STARTING_BLOCKS ? 0 : (setup.blocks ?? 0)),
      ...(startBlock !== undefined && { startBlock }),
      ...(subject.safeIsFinalized && { safeDepth: finalizedDepth }),
    })
    const read = (): L2Network => {
      const { blockTimeMs = 0, endpoints } = simulated.network
      return { ...network, blockTimeMs, endpoints }
    }
    return { simulated, source: (options) => source(read(), options) }
  }
  describeSource({
    name: network.id,
    create,
    faults,
    leaveOut,
    describe: (_name, body) => body(),
    it: (name, run) => {
      const [, leftOut] = / \(left out: (.*)\)$/s.exec(name) ?? []
      cases.push({ name, run, ...(leftOut !== undefined && { leftOut }) })
    },
  })
  return cases
}

/** Faults about what a transaction or receipt says of its place: the check that reads it says so. */
export const NOTICED_BY: Readonly<Record<string, Check>> = {
  'transaction-of-other-block': 'transactions-root',
  'receipt-of-other-block': 'receipts-root',
}

/** What is done wrong by the endpoints of a subject, by the kind of source that must notice. */
interface FaultsOfSubject {
  readonly asItIs: readonly string[]
  readonly heldToTheLetter: readonly string[]
}

/** Sorts the faults of the simulation's catalogue by who can see them. */
function faultsOf({ withoutFaults, tolerated, model }: Subject): FaultsOfSubject {
  const { catalogue } = simulateNetwork({ stack: model(), blocks: 1 })
  const possible = Object.entries<Fault>(catalogue).filter(([name]) => !(name in withoutFaults))
  for (const name of Object.keys(withoutFaults)) {
    if (!(name in catalogue)) throw new RangeError(`no fault named ${name} in the catalogue`)
  }
  const isHidden = ([name, { check, verdict }]: [string, Fault]): boolean => {
    const by = NOTICED_BY[name] ?? check
    return verdict !== 'unseen' && by !== undefined && (tolerated?.checks ?? []).includes(by)
  }
  return {
    asItIs: possible.filter((each) => !isHidden(each)).map(([name]) => name),
    heldToTheLetter: possible.filter(isHidden).map(([name]) => name),
  }
}

/**
 * All cases of the kit for a subject: on the source that users get and, for faults that this one tolerates, on one that does not.
 * `blocks`: how long the chain is at the start.
 */
export function kitCases(subject: Subject, adapter: Adapter, blocks: number = STARTING_BLOCKS): readonly KitCase[] {
  const { asItIs, heldToTheLetter } = faultsOf(subject)
  const cases = casesOf(subject, (network, options) => adapter.sourceFor(network, options), asItIs, blocks)
  const { tolerated } = subject
  if (!tolerated) return cases
  const isOfFault = ({ name }: KitCase): boolean => heldToTheLetter.some((fault) => name.includes(` ${fault}: `))
  const strict = casesOf(subject, tolerated.heldToTheLetter, heldToTheLetter, blocks).filter(isOfFault)
  return [...cases, ...strict.map((each) => ({ ...each, name: `${each.name} [${NOT_HELD}]` }))]
}
