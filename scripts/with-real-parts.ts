// Starts real servers on free ports of loopback, runs a command that finds them by its environment, and stops them.
//   node scripts/with-real-parts.ts [--postgres] [--kafka] -- <command …>
// A server that cannot be had here is said in one line, and the command runs without it.
import { spawn } from 'node:child_process'
import { startKafka } from './real-parts/kafka.ts'
import { startPostgres } from './real-parts/postgres.ts'
import { freePort, type RealPart } from './real-parts/real-part.ts'

const PARTS = { '--postgres': startPostgres, '--kafka': startKafka } as const

const words = process.argv.slice(2)
const end = words.indexOf('--')
const [command, ...values] = words.slice(end + 1)
const wanted = words.slice(0, Math.max(0, end)).filter((word): word is keyof typeof PARTS => word in PARTS)
if (end < 1 || wanted.length !== end || !command)
  throw new Error('usage: with-real-parts.ts [--postgres] [--kafka] -- <command …>')

const parts: RealPart[] = []
try {
  for (const name of wanted) {
    const part = await PARTS[name](await freePort())
    if ('missing' in part) console.log(`NOT RUN against a real ${name.slice(2)}: ${part.missing}`)
    else {
      console.log(`${part.name} runs`)
      parts.push(part)
    }
  }
  const environment = Object.assign({}, process.env, ...parts.map((part) => part.environment)) as NodeJS.ProcessEnv
  const running = spawn(command, values, { stdio: 'inherit', env: environment })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => running.kill(signal))
  process.exitCode = await new Promise<number>((resolve, reject) => {
    running.once('error', reject)
    running.once('exit', (code) => resolve(code ?? 1))
  })
} finally {
  for (const part of parts) await part.stop()
}
