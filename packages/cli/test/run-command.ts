import { type Runtime, systemRuntime } from '@defimon/core'
import { run } from '../src/run.ts'

/** What a command line printed, and how it ended. */
export interface RunResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** How a command line is run in a test. */
export interface RunTestOptions {
  readonly variables?: Record<string, string>
  readonly signal?: AbortSignal
  readonly runtime?: Runtime
  readonly terminal?: boolean
  /** Told each text that is written to stdout. */
  readonly onStdout?: (text: string) => void
}

/** Runs a command line in this process and collects what it prints. */
export async function runCommand(argv: readonly string[], options: RunTestOptions = {}): Promise<RunResult> {
  let stdout = ''
  let stderr = ''
  const terminal = options.terminal ? { isTTY: true, columns: 120 } : {}
  const exitCode = await run(argv, {
    stdout: {
      write: (text) => {
        stdout += text
        options.onStdout?.(text)
      },
      ...terminal,
    },
    stderr: {
      write: (text) => {
        stderr += text
      },
      ...terminal,
    },
    runtime: options.runtime ?? systemRuntime(),
    signal: options.signal ?? new AbortController().signal,
    variables: options.variables ?? {},
  })
  return { exitCode, stdout, stderr }
}

/** The JSON lines of an output. */
export function jsonLines(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}
