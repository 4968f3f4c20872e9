import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { withNetworkTable } from '../scripts/readme-table.ts'
import { runCommand } from './run-command.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')

test('the tables of networks are those of the registry and the adapters', async () => {
  expect(await withNetworkTable(readme)).toBe(readme)
})

test('the README opens with a command and what it really prints', async () => {
  const [, command, output] = /```console\n\$ npm run --silent defimon -- ([^\n]+)\n([\s\S]*?)```/.exec(readme) ?? []
  const { stdout, exitCode } = await runCommand(
    (command ?? '').split(' ').map((word) => (word.startsWith('recordings') ? join(root, word) : word)),
  )
  expect({ stdout, exitCode }).toEqual({ stdout: output, exitCode: 0 })
})
