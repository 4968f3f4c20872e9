import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { createProcessEnvironment, runMonitor } from 'defimon'

// npm start                       one network per stack, live; recorded and simulated ones where no endpoint can be reached
// npm start -- --replay FOLDER    the consecutive ranges of recordings
// npm start -- --network base --network optimism --database data/op.sqlite --seconds 60
const { values } = parseArgs({
  options: {
    replay: { type: 'string' },
    network: { type: 'string', multiple: true },
    database: { type: 'string' },
    seconds: { type: 'string' },
  },
})
const environment = createProcessEnvironment()
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
process.exitCode = exitCode
