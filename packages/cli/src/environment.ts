import type { Runtime } from '@defimon/core'

/** Where text goes: a stream of the process, or a string in tests. */
export interface TextOutput {
  write(text: string): unknown
  /** True on a terminal: then colours and redrawing are used. */
  readonly isTTY?: boolean | undefined
  /** Width of the terminal in characters; 0 or undefined where it is not known. */
  readonly columns?: number | undefined
}

/** All that a command may touch of the outside: its output, the environment variables, time and network, and the wish to end. */
export interface CommandEnvironment {
  readonly stdout: TextOutput
  readonly stderr: TextOutput
  readonly runtime: Runtime
  /** Aborted by SIGINT or SIGTERM. */
  readonly signal: AbortSignal
  /** `NO_COLOR`, `TERM`, `DEFIMON_DEBUG` and `DEFIMON_REAL_DATA` are read. */
  readonly variables: Readonly<Record<string, string | undefined>>
}
