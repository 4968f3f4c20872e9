import { systemRuntime } from '@defimon/core'
import type { CommandEnvironment } from './environment.ts'

/**
 * The environment of this process: its streams, its variables, the real runtime, and SIGINT or SIGTERM as the wish to end. Output that
 * cannot be written makes the process end with 1.
 */
export function createProcessEnvironment(): CommandEnvironment {
  const stopping = new AbortController()
  // The first signal asks the command to end; once it was heard, a second one ends the process as usual.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => stopping.abort(new Error(`stopped by ${signal}`)))
  }
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    stopping.abort(new Error('the output was closed'))
    // A reader that went away (`| head`) is a wish to end, not an error. A full disk is one.
    if (error.code === 'EPIPE') return
    process.exitCode = 1
    process.stderr.write(`defimon: the output cannot be written: ${error.code}\n`)
  })
  // Then nobody can be told; the exit code still can.
  process.stderr.on('error', () => {})
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    runtime: systemRuntime(),
    signal: stopping.signal,
    variables: process.env,
  }
}
