import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type CommandEnvironment, createProcessEnvironment, exitCodeOf, reportError, runMonitor } from 'defimon'

// npm start                       one network per stack, live; recorded and simulated ones where no endpoint can be reached
// npm start -- --replay FOLDER    the consecutive ranges of recordings
// npm start -- --network base --network optimism --database data/op.sqlite --seconds 60
async function main(environment: CommandEnvironment): Promise<number> {
  const { values } = parseArgs({
    options: {
      replay: { type: 'string' },
      network: { type: 'string', multiple: true },
      database: { type: 'string' },
      seconds: { type: 'string' },
    },
  })
  const recordings = resolve(environment.variables['DEFIMON_REAL_DATA'] ?? '../shared', 'recordings')
  const { exitCode } = await runMonitor(
    {
      ...(values.replay && { replay: values.replay }),
      ...(values.network && { networks: values.network }),
      ...(values.database && { database: values.database }),
      ...(values.seconds && { durationMs: Number(values.seconds) * 1_000 }),
      ...(existsSync(recordings) && { recordings }),
    },
    environment,
  )
  return exitCode
}

const environment = createProcessEnvironment()
try {
  process.exitCode ||= await main(environment)
} catch (error) {
  reportError(error, environment)
  process.exitCode = exitCodeOf(error)
}
