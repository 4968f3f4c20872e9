import { type Check, DefimonError, type ErrorCode } from '@defimon/core'
import type { Fault } from '../simulation/fault.ts'
import { assert, assertEqual, rejection } from './assertions.ts'
import { assertIsBlock, collect, richBlocks, type SourceContext } from './source-context.ts'
import type { ConformanceCase } from './test-framework.ts'

/** Codes that say that an endpoint cannot be used or believed, and not that the block is missing. */
const ENDPOINT_CODES: ReadonlySet<ErrorCode> = new Set([
  'RATE_LIMITED',
  'QUOTA_EXHAUSTED',
  'TIMEOUT',
  'UNREACHABLE',
  'TRANSIENT',
  'TOO_LARGE',
  'RPC',
  'MALFORMED',
  'VERIFICATION',
  'WRONG_NETWORK',
  'UNSUPPORTED',
])

/** A chain that is long enough for a fault to show in. */
const FEW_BLOCKS = 14

/** Reads blocks that the fault shows in, with new sources until the faulty endpoint was asked: a source may prefer another one. */
async function readWith(context: SourceContext, name: string, withHonest: boolean): Promise<void> {
  const { simulated, make, until } = context
  const faulty = simulated.endpoint({ faults: [name] })
  const endpoints = withHonest ? [faulty.endpoint, simulated.endpoints[0]!.endpoint] : [faulty.endpoint]
  for (let attempt = 0; attempt < 8; attempt++) {
    const source = make({ endpoints })
    for (const wanted of richBlocks(context).slice(0, 3)) {
      assertIsBlock(await until(source.getBlock(wanted.number)), wanted, 'receipts')
    }
    if ((faulty.statistics.faults.get(name) ?? 0) > 0) return
  }
  assert(false, 'the faulty endpoint was never asked')
}

/** A case for a fault that concerns blocks: what a source must make of it alone, and beside an honest endpoint. */
export function faultCase(name: string, fault: Fault, checks: readonly Check[]): ConformanceCase<SourceContext> | undefined {
  if (fault.verdict === 'unseen' || fault.about === 'head') return undefined
  if (fault.check && !checks.includes(fault.check)) {
    return { name: `cannot see ${name}: the source has no check ${fault.check}`, run: async () => {} }
  }
  if (fault.verdict === 'tolerated') {
    return {
      name: `tolerates ${name}: ${fault.description}`,
      blocks: FEW_BLOCKS,
      run: (context) => readWith(context, name, false),
    }
  }
  return {
    name: `${fault.verdict === 'rejected' ? 'rejects' : 'fails over'} at ${name}: ${fault.description}`,
    blocks: FEW_BLOCKS,
    run: async (context) => {
      const { simulated, make, until } = context
      await readWith(context, name, true)
      const alone = make({ endpoints: [simulated.endpoint({ faults: [name] }).endpoint] })
      const error = await until(rejection(alone.getBlock(richBlocks(context)[0]!.number), 'a faulty endpoint alone'))
      assert(DefimonError.isInstance(error), `a faulty endpoint alone gave ${error}`)
      const absent =
        fault.verdict === 'failed-over' && (error.code === 'NOT_FOUND' || error.code === 'PRUNED' || error.code === 'NOT_YET')
      assert(ENDPOINT_CODES.has(error.code) || absent, `a faulty endpoint alone gave ${error.code}: ${error.message}`)
    },
  }
}

/** Cases of endpoints that fail from time to time, or are slow, or of another network. */
export const SOURCE_FAILURE_CASES: readonly ConformanceCase<SourceContext>[] = [
  {
    name: 'refuses a network whose endpoints are all of another one',
    run: async ({ simulated, make, until }) => {
      const wrong = [0, 1].map(() => simulated.endpoint({ faults: ['wrong-network'] }).endpoint)
      const error = await until(rejection(make({ endpoints: wrong }).getBlock('latest'), 'endpoints of another network'))
      assert(DefimonError.isInstance(error), `endpoints of another network gave ${error}`)
      assertEqual(error.code, 'WRONG_NETWORK', 'code')
    },
  },
  {
    name: 'never shows the path or the key of an endpoint in an error',
    run: async ({ simulated, make, until }) => {
      for (const fault of ['connection-refused', 'internal-server-error', 'html', 'quota-exhausted', 'error-body']) {
        const { host } = simulated.endpoint({ faults: [fault] })
        const source = make({ endpoints: [`https://${host}/v3/secret-in-path?key=secret-in-query`] })
        const error = await until(rejection(source.getBlock('latest'), fault))
        assert(DefimonError.isInstance(error), `${fault} gave ${error}`)
        const chain: string[] = []
        for (let at: unknown = error; at instanceof Error; at = at.cause)
          chain.push(String(at), at.stack ?? '', JSON.stringify(at))
        assert(!chain.join('\n').includes('secret'), `${fault}: the error shows a secret`)
      }
    },
  },
  ...[1, 2, 3].map((seed) => ({
    name: `reads a range whole while every endpoint fails from time to time (${seed})`,
    run: async ({ simulated, make, until }: SourceContext) => {
      const faults = [
        'internal-server-error',
        'connection-reset',
        'truncated-json',
        'rate-limited',
        'internal-error-answer',
        'html',
      ].map((fault) => ({
        fault,
        probability: 0.03,
      }))
      const endpoints = [0, 1, 2].map(
        (each) => simulated.endpoint({ host: `flaky-${seed}-${each}.example`, faults, latencyMs: [5, 80] }).endpoint,
      )
      const { first } = simulated.chain
      const to = first.number + 40
      const blocks = await until(collect(make({ endpoints }).getBlocks({ from: first.number, to })))
      assertEqual(
        blocks.map(({ hash }) => hash),
        simulated.chain.canonical({ to }).map(({ hash }) => hash),
        'hashes',
      )
    },
  })),
  {
    name: 'waits for a slow endpoint and reads all of a range under its rate limit',
    run: async ({ simulated, make, until }) => {
      const limited = simulated.endpoint({ callsPerSecond: 20, latencyMs: 40 })
      const { first } = simulated.chain
      const to = first.number + 40
      const blocks = await until(collect(make({ endpoints: [limited.endpoint] }).getBlocks({ from: first.number, to })))
      assertEqual(
        blocks.map(({ hash }) => hash),
        simulated.chain.canonical({ to }).map(({ hash }) => hash),
        'hashes',
      )
    },
  },
  {
    name: 'reads a range from endpoints that allow small batches only',
    run: async ({ simulated, make, until }) => {
      const small = simulated.endpoint({ maxBatch: 3, latencyMs: 10 })
      const { first } = simulated.chain
      const to = first.number + 30
      const blocks = await until(collect(make({ endpoints: [small.endpoint] }).getBlocks({ from: first.number, to })))
      assertEqual(blocks.length, simulated.chain.canonical({ to }).length, 'blocks')
    },
  },
]
