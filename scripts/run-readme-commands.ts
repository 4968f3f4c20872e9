// Runs the commands of the README as they stand there. Those that install or that have a check of their own are left out; a
// placeholder stands for real recordings; a command that asks public endpoints may find that none can be reached, if it says so.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { repository } from './pack-packages.ts'

const ELSEWHERE = /^(npm (install|test)|npm start$)/
const TIMEOUT_MS = 240_000

const readme = readFileSync(join(repository, 'README.md'), 'utf8')
const blocks = [...readme.matchAll(/```(?:sh|console)\n([\s\S]*?)```/g)].map((match) => match[1] ?? '')
const commands = blocks
  .flatMap((block) => block.split('\n'))
  .map((line) =>
    line
      .replace(/^\$ /, '')
      .replace(/\s+# .*$/, '')
      .trim(),
  )
  .filter((line) => /^(npm|npx|defimon) /.test(line) && !ELSEWHERE.test(line))

const realData = resolve(repository, process.env['DEFIMON_REAL_DATA'] ?? '../shared')
const recordings = join(realData, 'recordings', 'ethereum')

for (const written of commands) {
  if (/\b[A-Z]{4,}\b/.test(written) && !existsSync(recordings)) {
    console.log(`left out, no real recordings here: ${written}`)
    continue
  }
  // The command is installed in no place here; it is the one of the repository.
  const command = written
    .replace(/\b(FOLDER|DIR|PATH)\b…?/g, recordings)
    .replace(/^(npx )?defimon /, 'npm run --silent defimon -- ')
  const { status, stdout, stderr } = spawnSync('bash', ['-c', command], {
    cwd: repository,
    encoding: 'utf8',
    timeout: TIMEOUT_MS,
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const isOffline = status === 1 && /UNREACHABLE|could not be reached|can be reached/i.test(`${stdout}${stderr}`)
  if (status !== 0 && !isOffline)
    throw new Error(`${written} ended with ${status}\n${stdout.slice(-2_000)}\n${stderr.slice(-2_000)}`)
  console.log(`${isOffline ? 'says that no endpoint can be reached' : 'ran'}: ${written}`)
}
