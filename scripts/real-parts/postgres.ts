import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type MissingPart, type RealPart, readFrom } from './real-part.ts'

/** The newest PostgreSQL that is installed: Debian keeps its programs outside the search path. */
function findPrograms(): string | undefined {
  const folder = '/usr/lib/postgresql'
  const versions = existsSync(folder) ? readdirSync(folder).sort((a, b) => Number(b) - Number(a)) : []
  const found = versions.map((version) => join(folder, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')))
  if (found) return found
  try {
    return execFileSync('pg_config', ['--bindir'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return undefined
  }
}

/** Whom the server runs as: it refuses to be root. */
function findUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

/** A cluster of its own in a temporary folder, on a free port of loopback. */
export async function startPostgres(port: number): Promise<RealPart | MissingPart> {
  const programs = findPrograms()
  if (!programs) return { missing: 'it is not installed here' }
  const user = findUser()
  const folder = mkdtempSync(join(tmpdir(), 'defimon-postgres-'))
  if (user) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  let server: ChildProcess | undefined
  const stop = async (): Promise<void> => {
    if (server && server.exitCode === null && server.signalCode === null) {
      const ended = new Promise((resolve) => server!.once('exit', resolve))
      server.kill('SIGINT')
      await ended
    }
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync']
    execFileSync(join(programs, 'initdb'), initdb, { ...user, stdio: ['ignore', 'ignore', 'inherit'], cwd: folder })
    // What is killed here are processes, not the machine: nothing is lost by leaving the disk its time.
    const settings = ['-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${folder}`]
    server = spawn(join(programs, 'postgres'), ['-D', data, '-p', String(port), ...settings], { ...user, cwd: folder })
    await readFrom(server, /database system is ready to accept connections/, 60_000)
  } catch (error) {
    await stop()
    throw error
  }
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  const version = execFileSync(join(programs, 'postgres'), ['--version'], { encoding: 'utf8' }).trim()
  return { name: version, environment: { DEFIMON_POSTGRES_URL: url }, stop }
}
