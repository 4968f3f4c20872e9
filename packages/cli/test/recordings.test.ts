import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemRuntime } from '@defimon/core'
import { simulateNetwork } from '@defimon/core/testing'
import { getNetwork } from '@defimon/networks'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hasAdapter } from '../src/adapters.ts'
import { networkOfRecording } from '../src/recordings/network-of-recording.ts'
import { readRecordingPlan } from '../src/recordings/recording-plan.ts'
import { routeByPath } from '../src/recordings/route-by-path.ts'
import { jsonLines, runCommand } from './run-command.ts'

const own = join(import.meta.dirname, '..', '..', '..', 'recordings')
const blockFile = 'eth_getBlockByNumber-0xf427f-true.json'
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'defimon-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Our own recordings, copied, with one block changed. */
function changed(change: (block: Record<string, unknown>) => void): string {
  const directory = join(folder, 'simulated_base')
  cpSync(join(own, 'simulated_base'), directory, { recursive: true })
  const exchange = JSON.parse(readFileSync(join(directory, blockFile), 'utf8'))
  change(exchange.result)
  writeFileSync(join(directory, blockFile), JSON.stringify(exchange))
  return directory
}

function write(name: string, content: unknown): string {
  const file = join(folder, name)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

describe('verify', () => {
  test('lets a signal in between the blocks', async () => {
    const stopping = new AbortController()
    let nowMs = 0
    const sleep = async (_ms: number, signal?: AbortSignal): Promise<void> => {
      stopping.abort()
      signal?.throwIfAborted()
    }
    const runtime = { ...systemRuntime(), monotonicMs: () => (nowMs += 100), sleep }
    const { exitCode, stdout } = await runCommand(['verify', own, '--json'], { runtime, signal: stopping.signal })
    expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: '' })
  })

  test('judges our own recordings: all is consistent, exit 0', async () => {
    const { exitCode, stdout, stderr } = await runCommand(['verify', own, '--json'])
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    const verdicts = jsonLines(stdout)
    expect(verdicts.map(({ network }) => network)).toEqual(['simulated_base', 'simulated_ethereum'])
    for (const verdict of verdicts) {
      expect(verdict['passed']).toEqual(
        expect.arrayContaining(['identity', 'block-hash', 'transactions-root', 'receipts-root', 'logs-bloom']),
      )
      expect(verdict['file']).toBe(join(own, String(verdict['network']), blockFile))
    }
  })

  test('a changed block is a mismatch that says what was claimed and computed, exit 1', async () => {
    const directory = changed((block) => {
      block['gasUsed'] = '0x1'
    })
    const { exitCode, stdout } = await runCommand(['verify', directory, '--json'])
    expect(exitCode).toBe(1)
    const [verdict] = jsonLines(stdout)
    expect(verdict?.['mismatch']).toMatchObject({
      check: 'block-hash',
      claimed: verdict?.['hash'],
      computed: expect.stringMatching(/^0x/),
    })
    const readable = await runCommand(['verify', directory])
    expect(readable.exitCode).toBe(1)
    expect(readable.stdout).toMatch(/^MISMATCH +block-hash: claimed 0x/m)
  })

  test('a block that cannot be read is malformed, with its reason, exit 1', async () => {
    const directory = changed((block) => {
      block['stateRoot'] = 'nothing'
    })
    const { exitCode, stdout } = await runCommand(['verify', directory, '--json'])
    expect(exitCode).toBe(1)
    expect(jsonLines(stdout)).toMatchObject([{ number: 1_000_063, malformed: expect.stringContaining('stateRoot'), passed: [] }])
  })

  test('a block answer that is no object is malformed too', async () => {
    const file = write('a.json', { network: 'base', method: 'eth_getBlockByNumber', params: ['0x1', true], result: 'busy' })
    const { exitCode, stdout } = await runCommand(['verify', file, '--json'])
    expect(exitCode).toBe(1)
    expect(jsonLines(stdout)).toEqual([
      { file, network: 'base', passed: [], skipped: [], malformed: 'the answer is no block of this stack' },
    ])
  })

  test('broken JSON is named and does not hide the others', async () => {
    mkdirSync(join(folder, 'more'))
    const broken = write('more/broken.json', '{"network":"base","method":')
    cpSync(join(own, 'simulated_base'), join(folder, 'simulated_base'), { recursive: true })
    const { exitCode, stdout } = await runCommand(['verify', folder, '--json'])
    expect(exitCode).toBe(1)
    expect(jsonLines(stdout)).toMatchObject([
      { file: broken, malformed: expect.stringContaining('not JSON') },
      { number: 1_000_063 },
    ])
  })

  test('exchanges without a block print nothing', async () => {
    write('chain.json', { network: 'base', method: 'eth_chainId', params: [], result: '0x2105' })
    write('absent.json', { network: 'base', method: 'eth_getBlockByNumber', params: ['0x1', true], result: null })
    write('failed.json', {
      network: 'base',
      method: 'eth_getBlockByNumber',
      params: ['0x2', true],
      error: { code: 1, message: 'no' },
    })
    write('other.json', { some: 'thing' })
    const { exitCode, stdout, stderr } = await runCommand(['verify', folder, '--json'])
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: '', stderr: '' })
    expect((await runCommand(['verify', folder])).stderr).toBe('defimon: these files hold no block\n')
  })

  test('without an adapter the block is skipped with that reason', async () => {
    const file = write('aztec.json', {
      network: 'aztec',
      method: 'GET /api/v3/block/getBlock',
      params: { id: '7' },
      result: { blockId: 7, blockHash: '0x07' },
    })
    const { exitCode, stdout } = await runCommand(['verify', file, '--json'])
    expect(exitCode).toBe(0)
    expect(jsonLines(stdout)).toEqual([
      {
        file,
        network: 'aztec',
        number: 7,
        hash: '0x07',
        passed: [],
        skipped: [{ check: 'block-hash', reason: 'no adapter yet for stack none' }],
      },
    ])
  })

  test('an unknown network is skipped with that reason', async () => {
    const file = write('unknown.json', {
      network: 'atlantis',
      method: 'eth_getBlockByNumber',
      params: ['0x1', true],
      result: { number: '0x1' },
    })
    const { stdout } = await runCommand(['verify', file, '--json'])
    expect(jsonLines(stdout)).toMatchObject([{ skipped: [{ reason: 'not a network of the registry' }] }])
  })

  test('what a recording holds cannot reach the terminal', async () => {
    const file = write('evil.json', {
      network: 'evil\u001b[2J',
      method: 'eth_getBlockByNumber',
      params: [],
      result: { hash: '\u009b31m' },
    })
    for (const argv of [
      ['verify', file],
      ['verify', file, '--json'],
      ['verify', file, join(own, 'simulated_base')],
    ]) {
      const { stdout } = await runCommand(argv)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not come out
      expect(stdout).not.toMatch(/[\u001b\u009b]/)
    }
  })

  test('a path that is not there is wrong use', async () => {
    const { exitCode, stderr } = await runCommand(['verify', join(folder, 'nowhere')])
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/^defimon: no recordings at .*nowhere \[CONFIG\]\n$/)
  })
})

describe('the network of a recording', () => {
  test.each([
    ['base', 'op-stack', 'eip155:8453'],
    ['optimism_kovan', 'op-stack', 'eip155:69'],
    ['starknet_sepolia_integration', 'starknet', 'starknet:SN_INTEGRATION_SEPOLIA'],
    ['simulated_base', 'op-stack', undefined],
    ['base_sepolia', 'op-stack', undefined],
  ])('%s decodes as %s', (id, stack, chainId) => {
    expect(networkOfRecording(id)).toMatchObject({ id, stack })
    expect(networkOfRecording(id)?.chainId).toBe(chainId)
  })

  test('an id that is like none has none', () => {
    expect(networkOfRecording('atlantis')).toBeUndefined()
    expect(networkOfRecording('basement')).toBeUndefined()
  })
})

describe('record and replay', () => {
  test('what is recorded from endpoints is served again, and read by the same command', async () => {
    const simulated = simulateNetwork({
      stack: 'evm',
      network: { id: 'ethereum', evmChainId: 1 },
      mining: 'manual',
      startBlock: 100,
      blocks: 8,
    })
    const endpoint = `${simulated.endpoints[0]?.endpoint.url}?key=0123456789abcdef0123456789abcdef`
    const runtime = { ...systemRuntime(), fetch: simulated.fetch }
    const recorded = await runCommand(['record', 'ethereum', '103-105', '--to', folder, '--endpoint', endpoint], { runtime })
    expect(recorded).toMatchObject({ exitCode: 0, stderr: '' })
    expect(recorded.stdout).toMatch(/^ethereum 103, 104, 105: \d+ exchanges recorded\n$/)

    const judged = await runCommand(['verify', folder, '--json'])
    expect(jsonLines(judged.stdout).map(({ number, mismatch }) => ({ number, mismatch }))).toEqual([
      { number: 103 },
      { number: 104 },
      { number: 105 },
    ])

    const stopping = new AbortController()
    const urls: string[] = []
    const serving = runCommand(['replay', folder, '--json'], {
      signal: stopping.signal,
      onStdout: (line) => {
        urls.push(JSON.parse(line).url)
        void runCommand(['block', 'ethereum', '104', '--json', '--endpoint', JSON.parse(line).url]).then((read) => {
          block = read
          stopping.abort()
        })
      },
    })
    let block: Awaited<ReturnType<typeof runCommand>> | undefined
    expect(await serving).toMatchObject({ exitCode: 0, stderr: '' })
    expect(urls).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/ethereum$/)])
    expect(jsonLines(block?.stdout ?? '')).toMatchObject([{ number: 104, hash: simulated.chain.block(104)?.hash }])
  })

  test('a block that was recorded without its receipts does not claim to have no logs', async () => {
    const simulated = simulateNetwork({ stack: 'evm', network: { id: 'ethereum', evmChainId: 1 }, mining: 'manual' })
    const { number } = simulated.chain.head
    const argv = ['record', 'ethereum', String(number), '--detail', 'transactions', '--to', folder]
    const live = { runtime: { ...systemRuntime(), fetch: simulated.fetch } }
    await runCommand([...argv, '--endpoint', simulated.endpoints[0]?.endpoint.url ?? ''], live)
    const stopping = new AbortController()
    let read: Promise<string> | undefined
    await runCommand(['replay', folder, '--json'], {
      signal: stopping.signal,
      onStdout: (line) => {
        const block = runCommand(['block', 'ethereum', String(number), '--endpoint', JSON.parse(line).url])
        read = block.then(({ stdout }) => stdout).finally(() => stopping.abort())
      },
    })
    expect(await read).toMatch(/^transactions +\d+, not all receipts are known$/m)
    expect(await read).toMatch(/^skipped +receipts-root: not recorded$/m)
  })

  test.each(['/', '/nowhere', '/%ff', '/__proto__'])(
    'a path without recordings, %s, is answered with those that there are',
    async (path) => {
      const fetch = routeByPath(new Map([['base', async () => new Response('base')]]))
      const response = await fetch(new URL(path, 'http://127.0.0.1'))
      expect(response.status).toBe(404)
      expect(await response.text()).toContain('there are: base')
      expect(await (await fetch('http://127.0.0.1/base/x')).text()).toBe('base')
    },
  )

  test('a plan is carried out entry by entry; what fails is said and gives exit 1', async () => {
    const simulated = simulateNetwork({
      stack: 'evm',
      network: { id: 'ethereum', evmChainId: 1 },
      mining: 'manual',
      startBlock: 100,
      blocks: 8,
    })
    const runtime = { ...systemRuntime(), fetch: simulated.fetch }
    const plan = write('plan.json', [{ network: 'aztec', block: 1, why: 'no adapter' }])
    const { exitCode, stderr } = await runCommand(['record', '--plan', plan, '--to', folder], { runtime })
    expect(exitCode).toBe(1)
    expect(stderr).toBe('defimon: aztec: no adapter yet for stack none [UNSUPPORTED]\n')
  })

  test.each([
    { argv: ['record', '--to', 'x'], says: /which network/ },
    { argv: ['record', 'base', 'now', '--to', 'x'], says: /neither a height, nor a range/ },
    { argv: ['record', 'base', '9-3', '--to', 'x'], says: /neither a height, nor a range/ },
    { argv: ['record', 'base', '1', '--plan', 'x', '--to', 'x'], says: /leave out <network>/ },
    { argv: ['record', '--plan', 'nowhere.json', '--to', 'x'], says: /nowhere\.json cannot be read/ },
    { argv: ['replay', 'nowhere'], says: /no recordings at nowhere/ },
    { argv: ['replay', own, '--port', '70000'], says: /at most 65535/ },
  ])('wrong use, $argv', async ({ argv, says }) => {
    const { exitCode, stderr } = await runCommand(argv)
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(says)
  })
})

test('the plan of real recordings can be carried out: its networks are known and have an adapter', async () => {
  const plan = await readRecordingPlan(join(own, 'plan.json'))
  expect(plan.length).toBeGreaterThan(0)
  for (const { network } of plan) expect(hasAdapter(getNetwork(network).stack)).toBe(true)
})
