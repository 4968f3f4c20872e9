import { spawnSync } from 'node:child_process'

/** What a command needs beside its arguments. */
export interface CommandOptions {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
}

/** Runs a command to its end and gives its output. Fails with all that it printed where it ends in anything but 0. */
export function runCommand(command: string, args: readonly string[], options: CommandOptions): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  if (status === 0) return stdout
  throw new Error(`${command} ${args.join(' ')} ended with ${status ?? error?.message}\n${stdout}\n${stderr}`)
}
