// Runs a scenario and kills itself, as SIGKILL does, at one step of the store. The steps are counted by wrapping what the sinks call,
// so that production code knows nothing of this.
import { type FileHandle, open } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { runScenario, type Scenario } from './scenario.ts'

const scenario = JSON.parse(process.argv[2]!) as Scenario
let steps = 0

/** One step: true when this is the moment. */
function isMoment(): boolean {
  steps += 1
  return steps === scenario.killAt
}

function die(): void {
  process.kill(process.pid, 'SIGKILL')
  // The signal is delivered asynchronously; nothing more may happen until then.
  for (;;);
}

type Method = (this: unknown, ...values: unknown[]) => unknown

function wrap(
  prototype: Record<string, Method>,
  name: string,
  around: (call: () => unknown, values: unknown[]) => unknown,
): void {
  const original = prototype[name]!
  prototype[name] = function (...values) {
    return around(() => original.apply(this, values), values)
  }
}

if (scenario.sink === 'sqlite') {
  const sqlite = createRequire(import.meta.url)('node:sqlite') as typeof import('node:sqlite')
  const beforeAndAfter = (call: () => unknown): unknown => {
    if (isMoment()) die()
    const result = call()
    if (isMoment()) die()
    return result
  }
  wrap(sqlite.DatabaseSync.prototype as unknown as Record<string, Method>, 'exec', beforeAndAfter)
  for (const name of scenario.steps === 'all' ? ['run', 'get', 'all'] : []) {
    wrap(sqlite.StatementSync.prototype as unknown as Record<string, Method>, name, beforeAndAfter)
  }
} else {
  const probe = await open(process.execPath, 'r')
  const prototype = Object.getPrototypeOf(probe) as Record<string, Method>
  await probe.close()
  for (const name of ['stat', 'read', 'truncate']) {
    wrap(prototype, name, async (call) => {
      if (isMoment()) die()
      const result = await call()
      if (isMoment()) die()
      return result
    })
  }
  const write = prototype['write'] as (this: FileHandle, bytes: Uint8Array) => Promise<unknown>
  prototype['appendFile'] = async function (this: FileHandle, ...values) {
    const bytes = values[0] as Uint8Array
    // Killed before, in the middle of a line, at the end of a line, short of the last byte, and after.
    const lineEnd = Buffer.from(bytes).indexOf('\n', bytes.length / 3) + 1
    for (const length of [0, Math.floor(bytes.length / 2), lineEnd, bytes.length - 1]) {
      if (!isMoment()) continue
      if (length > 0) await write.call(this, bytes.subarray(0, length))
      die()
    }
    await write.call(this, bytes)
    if (isMoment()) die()
    return undefined
  } as Method
}

await runScenario(scenario)
process.stdout.write(String(steps))
