// Runs a scenario and kills itself, as SIGKILL does, at one step of the store.
import { openKilledSink } from './killed-sinks.ts'
import { createMoments } from './moment.ts'
import { runScenario, type Scenario } from './scenario.ts'

const scenario = JSON.parse(process.argv[2]!) as Scenario
const moments = createMoments(scenario.killAt)
const { sink, close } = await openKilledSink(scenario, moments)
await runScenario(scenario, sink)
const { steps } = moments
await close()
process.stdout.write(String(steps))
