import type { Check } from '@defimon/core'
import {
  ethereumModel,
  type Fault,
  type FaultVerdict,
  type StackModel,
  simulateNetwork,
  virtualRuntime,
} from '@defimon/core/testing'
import { loadAdapter } from '../src/adapters.ts'
import { NOTICED_BY } from '../test/every-network/kit-cases.ts'
import { nameOf, type Subject } from '../test/every-network/subject.ts'
import { SUBJECTS } from '../test/every-network/subjects.ts'

/** What a reader of a network makes of a fault. */
export interface LieOutcome {
  readonly verdict: FaultVerdict
  /** The check that notices it, where one does and has a name. */
  readonly check?: Check
  /** Why it cannot be seen. Only with `unseen`. */
  readonly reason?: string
}

/** A fault of the catalogue that ends the same way on these networks. */
export interface LieRow extends LieOutcome {
  readonly name: string
  readonly description: string
  /** On which networks, by stack where it is the whole stack. */
  readonly places: string
  /** Whether it is a fault of the connection, not of what is told. */
  readonly ofTransport: boolean
}

const NOT_PROVEN =
  'no real record has proven the rule that sees it, so a contradiction is tolerated and said; a source held to the letter rejects it'

/** Today's networks: eras of the past are read by `npm run check:networks`. */
const TODAY: readonly Subject[] = SUBJECTS.filter(({ era }) => era === undefined)

function outcomeOf(name: string, fault: Fault, { withoutFaults, tolerated }: Subject, checks: readonly Check[]): LieOutcome {
  const { verdict, reason, check } = fault
  const left = withoutFaults[name]
  if (left !== undefined) return { verdict: 'unseen', reason: left }
  if (verdict === 'unseen') return { verdict, ...(reason !== undefined && { reason }) }
  if (check !== undefined && !checks.includes(check)) return { verdict: 'unseen', reason: `there is no check ${check} here` }
  const noticedBy = NOTICED_BY[name] ?? check
  if (noticedBy !== undefined && tolerated?.checks.includes(noticedBy)) return { verdict: 'unseen', reason: NOT_PROVEN }
  return { verdict, ...(check !== undefined && { check }) }
}

interface Gathered {
  readonly name: string
  readonly fault: Fault
  readonly outcome: LieOutcome
  readonly subjects: Subject[]
}

/** Stacks whose nodes do not speak Ethereum's RPC. */
const OTHER_RPC: ReadonlySet<string> = new Set(['solana', 'near', 'starknet', 'zksync-lite', 'loopring'])

/** Stacks as a whole where all their networks are meant, with exceptions where most are, and single networks otherwise. */
function byStack(subjects: readonly Subject[]): readonly string[] {
  return [...new Set(subjects.map(({ network }) => network.stack))].sort().flatMap((stack) => {
    const here = subjects.filter(({ network }) => network.stack === stack)
    const absent = TODAY.filter((subject) => subject.network.stack === stack && !here.includes(subject))
    if (absent.length === 0) return [stack]
    const names = (each: readonly Subject[]): readonly string[] => each.map(nameOf).sort()
    return absent.length < here.length ? [`${stack} (but for ${names(absent).join(', ')})`] : names(here)
  })
}

/** The shortest way to say which networks are meant. */
function placesOf(subjects: readonly Subject[]): string {
  if (subjects.length === TODAY.length) return 'all networks'
  const isEthereum = ({ network }: Subject): boolean => !OTHER_RPC.has(network.stack)
  const here = subjects.filter(isEthereum)
  const absent = TODAY.filter((subject) => isEthereum(subject) && !subjects.includes(subject))
  const others = byStack(subjects.filter((subject) => !isEthereum(subject)))
  if (absent.length >= here.length) return [...byStack(here), ...others].join(', ')
  const ethereum =
    absent.length === 0 ? 'all with Ethereum’s RPC' : `all with Ethereum’s RPC but for ${byStack(absent).join(', ')}`
  return [ethereum, ...others].join('; ')
}

/** What any endpoint can do wrong, whatever its stack, but for showing another chain. */
function transportFaultNames(): ReadonlySet<string> {
  const { catalogue } = simulateNetwork({ stack: { ...ethereumModel(), faults: {} } as StackModel, blocks: 1 })
  const named = Object.entries(catalogue).filter(([name, { view }]) => view === undefined && name !== 'wrong-network')
  return new Set(named.map(([name]) => name))
}

/** Every fault of the simulation's catalogue on every network of today, one row for what ends the same way. Asks no endpoint. */
export async function lieRows(): Promise<readonly LieRow[]> {
  const gathered = new Map<string, Gathered>()
  for (const subject of TODAY) {
    const adapter = await loadAdapter(subject.network.stack)
    if (!adapter) continue
    const simulated = simulateNetwork({ stack: subject.model(), blocks: 1 })
    const source = adapter.sourceFor(
      { ...subject.network, endpoints: simulated.network.endpoints },
      { runtime: virtualRuntime() },
    )
    for (const [name, fault] of Object.entries(simulated.catalogue)) {
      const outcome = outcomeOf(name, fault, subject, source.checks)
      const key = JSON.stringify([name, fault.description, outcome.verdict, outcome.check, outcome.reason])
      const known = gathered.get(key)
      if (known) known.subjects.push(subject)
      else gathered.set(key, { name, fault, outcome, subjects: [subject] })
    }
    await source.close()
  }
  const ofTransport = transportFaultNames()
  return [...gathered.values()].map(({ name, fault, outcome, subjects }) => ({
    name,
    description: fault.description,
    ...outcome,
    places: placesOf(subjects),
    ofTransport: ofTransport.has(name),
  }))
}
