import { execFile, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const bin = join(import.meta.dirname, '..', 'src', 'bin.ts')

interface Ended {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the command in a process of its own; a stream that is given is used in place of a pipe. */
async function runProcess(argv: readonly string[], streams: { stdout?: number; stderr?: number } = {}): Promise<Ended> {
  const child = spawn(process.execPath, ['--conditions=@defimon/source', bin, ...argv], {
    stdio: ['ignore', streams.stdout ?? 'pipe', streams.stderr ?? 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout?.on('data', (text) => (stdout += text))
  child.stderr?.on('data', (text) => (stderr += text))
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { exitCode, stdout, stderr }
}

/** A file that is open for reading only: whatever is written to it fails. */
async function withUnwritable<T>(use: (file: number) => Promise<T>): Promise<T> {
  const file = openSync(import.meta.filename, 'r')
  try {
    return await use(file)
  } finally {
    closeSync(file)
  }
}

test('output that cannot be written is an error, not a success', async () => {
  const { exitCode, stderr } = await withUnwritable((stdout) => runProcess(['networks'], { stdout }))
  expect(exitCode).toBe(1)
  expect(stderr).toBe('defimon: the output cannot be written: EBADF\n')
})

test('where errors cannot be written the exit code still tells', async () => {
  const { exitCode, stdout } = await withUnwritable((stderr) => runProcess(['nonsense'], { stderr }))
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
})

test('a reader that goes away is no error', async () => {
  const child = spawn(process.execPath, ['--conditions=@defimon/source', bin, 'networks', '--json'])
  let stderr = ''
  child.stderr.on('data', (text) => (stderr += text))
  child.stdout.destroy()
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve))
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
})

test('the script of the repository reads paths from where npm was called', async () => {
  const argv = ['run', '--silent', 'defimon', '--', 'verify', '../recordings/simulated_base', '--json']
  const cwd = join(import.meta.dirname, '..', '..', '..', 'docs')
  const { stdout } = await promisify(execFile)('npm', argv, { cwd })
  expect(stdout).toMatch(/^\{"file":"\.\.\/recordings\/simulated_base\//)
})
