import type { ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'

/** A server that tests use, as it runs. */
export interface RealPart {
  readonly name: string
  /** What tells the tests where it is. */
  readonly environment: Readonly<Record<string, string>>
  stop(): Promise<void>
}

/** A server that cannot be had here, and why. */
export interface MissingPart {
  readonly missing: string
}

/** Resolves when a process says what shows that it is ready. Fails with what it said where it ends, or where it takes too long. */
export function readFrom(started: ChildProcess, ready: RegExp, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    const fail = (why: string): void => reject(new Error(`${started.spawnfile} ${why}:\n${said.slice(-4_000)}`))
    const timer = setTimeout(() => fail(`was not ready after ${timeoutMs} ms`), timeoutMs)
    const hear = (text: Buffer): void => {
      if (said.length < 1_000_000) said += text
      if (!ready.test(said)) return
      clearTimeout(timer)
      resolve()
    }
    started.stdout?.on('data', hear)
    started.stderr?.on('data', hear)
    started.once('error', reject)
    started.once('exit', (code, signal) => {
      clearTimeout(timer)
      fail(`ended (${code ?? signal})`)
    })
  })
}

/** A port of loopback that nobody uses at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
