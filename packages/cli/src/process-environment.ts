import { systemRuntime } from '@defimon/core'
import type { CommandEnvironment } from './environment.ts'

/** The environment of this process: its streams, its variables, the real runtime, and SIGINT or SIGTERM as the wish to end. */
export function createProcessEnvironment(): CommandEnvironment {
  const stopping = new AbortController()
  // The first signal asks the command to end; once it was heard, a second one ends the process as usual.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => stopping.abort(new Error(`stopped by ${signal}`)))
  }
  // A reader that went away (`| head`) is a wish to end, not an error.
  process.stdout.on('error', () => stopping.abort(new Error('the output was closed')))
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    runtime: systemRuntime(),
    signal: stopping.signal,
    variables: process.env,
  }
}
