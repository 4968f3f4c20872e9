import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { systemRuntime } from '@defimon/core'
import { serveFetch } from '@defimon/core/node'
import { simulateNetwork } from '@defimon/core/testing'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..', '..')

/** Runs an example as a user does, in a process of its own. Rejects where it does not end with 0. */
async function runExample(name: string, ...argv: string[]): Promise<string> {
  const main = join(root, 'examples', name, 'main.ts')
  const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=@defimon/source', main, ...argv], { cwd: root })
  return stdout
}

test('read-a-block prints a block of Base and what was checked', async () => {
  const simulated = simulateNetwork({ stack: 'op-stack', network: { id: 'base', evmChainId: 8453 }, mining: 'manual' })
  await using server = await serveFetch(simulated.endpoints[0]?.fetch ?? fetch)
  const { number, hash } = simulated.chain.head
  const stdout = await runExample('read-a-block', server.url, String(number))
  expect(stdout).toContain(`${number} ${hash}`)
  expect(stdout).toMatch(/^passed .*block-hash, transactions-root, receipts-root/m)
})

test('custom-chain follows a chain that the registry does not know', async () => {
  const simulated = simulateNetwork({ stack: 'evm', network: { id: 'my_chain' }, runtime: systemRuntime(), blockTimeMs: 200 })
  await using server = await serveFetch(simulated.endpoints[0]?.fetch ?? fetch)
  const stdout = await runExample('custom-chain', server.url, '3')
  expect(stdout.match(/^\d+ 0x[0-9a-f]{64} passed .*block-hash/gm)).toHaveLength(3)
})

test.each([
  [['--seconds', 'soon'], /^defimon: a duration must be a number above 0\n$/],
  [['--nonsense'], /^defimon: Unknown option '--nonsense'/],
  [['--network', 'bsae'], /^defimon: no network named "bsae" .*near: .*base/],
  [['--replay', 'no/such/folder'], /^defimon: no recordings at no\/such\/folder/],
])('monitor %j is wrong use, said in one line', async (argv, says) => {
  const folder = mkdtempSync(join(tmpdir(), 'defimon-'))
  try {
    const failure = await runExample('monitor', ...argv, '--database', join(folder, 'a.sqlite')).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 2, stderr: expect.stringMatching(says) })
    expect(failure).not.toMatchObject({ stderr: expect.stringMatching(/\n./) })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('monitor replays our own recordings and ends by itself', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'defimon-'))
  try {
    const stdout = await runExample('monitor', '--replay', 'recordings', '--database', join(folder, 'a.sqlite'))
    expect(stdout).toContain('there are no consecutive blocks')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
