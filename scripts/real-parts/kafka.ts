import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort, type MissingPart, type RealPart, readFrom } from './real-part.ts'

const pom = fileURLToPath(new URL('pom.xml', import.meta.url))
const cache = fileURLToPath(new URL('../../node_modules/.cache/defimon-kafka', import.meta.url))

/** The broker and what it needs, from Maven Central, kept between runs. Where that cannot be, why. */
function fetchBroker(): { readonly libraries: string; readonly version: string } | { readonly missing: string } {
  const version = /kafka_2\.13<\/artifactId>\s*<version>([^<]+)/.exec(readFileSync(pom, 'utf8'))![1]!
  for (const program of ['java', 'mvn']) {
    try {
      execFileSync(program, ['-version'], { stdio: 'ignore' })
    } catch {
      return { missing: `${program} is not installed here` }
    }
  }
  const libraries = join(cache, version)
  const isThere = existsSync(libraries) && readdirSync(libraries).some((file) => file.startsWith('kafka_2.13-'))
  if (!isThere) {
    const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${libraries}`]
    try {
      execFileSync('mvn', ['-q', '-B', '-f', pom, ...goal], { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' })
    } catch (error) {
      rmSync(libraries, { recursive: true, force: true })
      const { stdout } = error as { readonly stdout?: unknown }
      const [why] = String(stdout ?? error)
        .split('\n')
        .filter((line) => line.includes('ERROR'))
      return { missing: `Maven cannot fetch it: ${why ?? 'it does not say why'}` }
    }
  }
  return { libraries, version }
}

/** One node that is broker and controller (KRaft), in a temporary folder, on free ports of loopback. */
export async function startKafka(port: number): Promise<RealPart | MissingPart> {
  const broker = fetchBroker()
  if ('missing' in broker) return broker
  const folder = mkdtempSync(join(tmpdir(), 'defimon-kafka-'))
  const controllerPort = await freePort()
  const properties = join(folder, 'server.properties')
  writeFileSync(
    properties,
    Object.entries({
      'process.roles': 'broker,controller',
      'node.id': 1,
      'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
      'controller.listener.names': 'CONTROLLER',
      listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
      'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
      'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
      'log.dirs': join(folder, 'logs'),
      'num.partitions': 3,
      'offsets.topic.replication.factor': 1,
      'offsets.topic.num.partitions': 1,
      'transaction.state.log.replication.factor': 1,
      'transaction.state.log.min.isr': 1,
      'transaction.state.log.num.partitions': 1,
      'group.initial.rebalance.delay.ms': 0,
    })
      .map(([key, value]) => `${key}=${value}\n`)
      .join(''),
  )
  const java = ['-Xmx256m', '-cp', `${broker.libraries}/*`]
  let server: ChildProcess | undefined
  const stop = async (): Promise<void> => {
    if (server && server.exitCode === null && server.signalCode === null) {
      const ended = new Promise((resolve) => server!.once('exit', resolve))
      // Nothing in it is to be kept.
      server.kill('SIGKILL')
      await ended
    }
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const cluster = randomBytes(16).toString('base64url')
    const format = [...java, 'kafka.tools.StorageTool', 'format', '-t', cluster, '-c', properties]
    execFileSync('java', format, { stdio: ['ignore', 'ignore', 'pipe'] })
    // The broker says that it is ready in its log, which goes to the screen only where it is told so.
    const logging = join(folder, 'log4j2.properties')
    writeFileSync(
      logging,
      'rootLogger.level=info\nrootLogger.appenderRef.out.ref=out\nappender.out.type=Console\nappender.out.name=out\n' +
        'appender.out.layout.type=PatternLayout\nappender.out.layout.pattern=%m%n\n',
    )
    server = spawn('java', [`-Dlog4j2.configurationFile=${logging}`, ...java, 'kafka.Kafka', properties])
    await readFrom(server, /Kafka Server started/, 120_000)
  } catch (error) {
    await stop()
    throw error
  }
  return { name: `Apache Kafka ${broker.version}`, environment: { DEFIMON_KAFKA_BROKERS: `127.0.0.1:${port}` }, stop }
}
