import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'

/** Whether the server and the peer can each have a core of their own. */
export const canPin: boolean = availableParallelism() >= 2 && spawnSync('taskset', ['-c', '0', 'true']).status === 0

/** Starts a file of this folder in a Node of its own, on one core where that can be had. */
export function startPinned(file: string, core: 0 | 1, args: readonly string[]): ChildProcess {
  const node = [process.execPath, '--conditions=@defimon/source', fileURLToPath(new URL(file, import.meta.url)), ...args]
  const [command = '', ...rest] = canPin ? ['taskset', '-c', String(core), ...node] : node
  return spawn(command, rest, { stdio: ['pipe', 'pipe', 'inherit'] })
}
