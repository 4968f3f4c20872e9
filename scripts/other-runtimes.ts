// The same block of each stack, read over loopback and verified, in Bun, in Deno and in headless Chromium: the packed packages as users install them,
// and for the browser as a bundler would ship them. Needs a build.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type SimulatedStack, type SimulatedStackOptions, simulateNetwork } from '@defimon/core/testing'
import { build } from 'esbuild'
import { consumerManifest, packPackages, repository } from './pack-packages.ts'
import { runCommand } from './run-command.ts'

const BUN = '1.4.5'
const DENO = '2.9.6'
const CHROMIUM_MS = 60_000
const ALL: readonly string[] = ['block-hash', 'transactions-root', 'receipts-root', 'logs-bloom']
/** Stack → the checks that must pass on its simulated blocks. */
const NEEDED: { readonly [S in SimulatedStack]?: readonly string[] } = {
  evm: ALL,
  'op-stack': ALL,
  arbitrum: ALL,
  'polygon-pos': ALL,
  scroll: ALL,
  zksync: ['block-hash'],
  starknet: ['block-hash'],
  // No more can be known of a Solana block from outside than that it is the one asked for.
  solana: ['identity'],
  near: ['block-hash'],
}

/** What `consumer/verify-block.ts` gives. */
interface VerifiedBlocks {
  readonly blocks: readonly {
    readonly stack: string
    readonly number: number
    readonly transactions: number
    readonly passed: readonly string[]
  }[]
  readonly watched?: string
  readonly clock: boolean
}

const folder = mkdtempSync(join(tmpdir(), 'defimon-runtimes-'))

/** Serves a simulated chain of each stack at `/rpc/<stack>`, a page at `/`, and takes what the page found at `/result`. */
async function serve(page: string, found: (result: string) => void): Promise<Server> {
  const simulated = new Map(
    Object.keys(NEEDED).map((stack) => [`/rpc/${stack}`, simulateNetwork({ stack, blocks: 4 } as SimulatedStackOptions<'evm'>)]),
  )
  const server = createServer(async (request, response) => {
    const body = await text(request)
    if (request.url === '/result') {
      found(body)
      response.end()
      return
    }
    const network = simulated.get(request.url ?? '')
    if (network) {
      const target = network.network.endpoints[0]?.url ?? ''
      const answer = await network.fetch(target, { method: 'POST', body, headers: { 'content-type': 'application/json' } })
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text())
    } else {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

function judge(runtime: string, output: string): void {
  const result = JSON.parse(output) as VerifiedBlocks | { readonly error: string }
  if ('error' in result) throw new Error(`${runtime}: ${result.error}`)
  for (const [stack, needed] of Object.entries(NEEDED)) {
    const block = result.blocks.find((each) => each.stack === stack)
    const missing = needed.filter((check) => !block?.passed.includes(check))
    if (!block || missing.length > 0) throw new Error(`${runtime}: ${stack}: ${missing.join(', ')} did not pass`)
    console.log(`${runtime}: ${stack}: block ${block.number} with ${block.transactions} transactions: ${block.passed.join(', ')}`)
  }
  if (result.watched !== 'block' || !result.clock) throw new Error(`${runtime}: the block was read, but not watched`)
}

function findChromium(): string | undefined {
  const names = [process.env['CHROMIUM'], 'chromium', 'chromium-browser', 'google-chrome'].filter((name) => name !== undefined)
  return names.find((name) => spawnSync(name, ['--version']).status === 0)
}

/** Brings a binary from the package registry. Undefined where there is none for this machine. */
function fetchBinary(packages: Readonly<Record<string, string>>, version: string, file: string): string | undefined {
  const name = packages[`${process.platform}-${process.arch}`]
  if (!name) return undefined
  runCommand(
    'npm',
    ['install', '--no-save', '--no-audit', '--no-fund', '--prefer-offline', '--legacy-peer-deps', `${name}@${version}`],
    {
      cwd: folder,
    },
  )
  const path = join(folder, 'node_modules', name, file)
  return existsSync(path) ? path : undefined
}

/** Runs a command without blocking this process, which serves the block meanwhile. */
async function runBeside(command: string, args: readonly string[]): Promise<string> {
  const child = spawn(command, args, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, DENO_NO_UPDATE_CHECK: '1' },
  })
  const ended = new Promise<number | null>((resolve, reject) => child.on('exit', resolve).on('error', reject))
  const output = await text(child.stdout)
  const status = await ended
  if (status !== 0) throw new Error(`${command} ended with ${status}\n${output}`)
  return output
}

async function inChromium(chromium: string, url: string, result: Promise<string>): Promise<string> {
  const profile = join(folder, 'profile')
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', `--user-data-dir=${profile}`, url]
  const browser: ChildProcess = spawn(chromium, args, { stdio: 'ignore' })
  const timer = setTimeout(() => browser.kill(), CHROMIUM_MS)
  const ended = new Promise<void>((resolve) => browser.on('exit', () => resolve()))
  try {
    return await Promise.race([
      result,
      ended.then((): never => {
        throw new Error('chromium ended without a result')
      }),
    ])
  } finally {
    clearTimeout(timer)
    browser.kill()
    await ended
  }
}

async function main(): Promise<void> {
  const packages = packPackages(folder, ['core', 'evm', 'optimism', 'arbitrum', 'zk', 'sidechain', 'solana', 'near'])
  writeFileSync(join(folder, 'package.json'), consumerManifest(packages, packages, {}))
  runCommand('npm', ['install', '--no-package-lock', '--no-audit', '--no-fund', '--prefer-offline', '--legacy-peer-deps'], {
    cwd: folder,
  })
  const settings = { bundle: true, format: 'esm' as const, nodePaths: [join(folder, 'node_modules')] }
  const program = join(repository, 'scripts/consumer/verify-block.ts')
  const forProgram = `import { argv } from 'node:process'
    import { verifyBlocks } from ${JSON.stringify(program)}
    console.log(JSON.stringify(await verifyBlocks(argv[2])))`
  const forPage = `import { verifyBlocks } from ${JSON.stringify(program)}
    const send = (result) => fetch('/result', { method: 'POST', body: JSON.stringify(result) })
    verifyBlocks(location.origin + '/rpc').then(send, (error) => send({ error: String(error) }))`
  const bundle = async (
    contents: string,
    more: Partial<{ platform: 'node' | 'browser'; external: string[]; minify: boolean }>,
  ): Promise<string> => {
    const { outputFiles } = await build({ ...settings, ...more, write: false, stdin: { contents, resolveDir: folder } })
    return outputFiles[0]?.text ?? ''
  }
  // The program keeps its imports, so that the runtime itself finds and loads the packages; the page is one file, as bundlers ship it.
  writeFileSync(join(folder, 'main.mjs'), await bundle(forProgram, { platform: 'node', external: ['@defimon/*'] }))
  const script = await bundle(forPage, { platform: 'browser', minify: true })
  const page = `<!doctype html><title>defimon</title><script type="module">${script.replaceAll('</script', '<\\/script')}</script>`
  console.log(`the page has ${Math.round(script.length / 1_000)} kB of script`)

  let found: (result: string) => void = () => undefined
  const result = new Promise<string>((resolve) => {
    found = resolve
  })
  const server = await serve(page, found)
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  try {
    const bun = fetchBinary(
      {
        'linux-x64': '@oven/bun-linux-x64',
        'linux-arm64': '@oven/bun-linux-aarch64',
        'darwin-arm64': '@oven/bun-darwin-aarch64',
      },
      BUN,
      'bin/bun',
    )
    if (bun) judge(`bun ${BUN}`, await runBeside(bun, ['main.mjs', `${origin}/rpc`]))
    else console.log('bun: not published for this machine, left out')
    const deno = fetchBinary({ 'linux-x64': '@deno/linux-x64-glibc', 'linux-arm64': '@deno/linux-arm64-glibc' }, DENO, 'deno')
    if (deno) {
      const args = [
        'run',
        '--allow-net',
        '--allow-env',
        '--allow-read',
        '--allow-sys',
        '--node-modules-dir=manual',
        'main.mjs',
        `${origin}/rpc`,
      ]
      judge(`deno ${DENO}`, await runBeside(deno, args))
    } else console.log('deno: not published for this machine, left out')
    const chromium = findChromium()
    if (chromium) judge('chromium', await inChromium(chromium, origin, result))
    else console.log('chromium: not installed on this machine, left out')
  } finally {
    server.close()
    server.closeAllConnections()
  }
}

try {
  await main()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
