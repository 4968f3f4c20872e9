import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemRuntime } from '@defimon/core'
import { type FetchServer, serveFetch } from '@defimon/core/node'
import { simulateNetwork } from '@defimon/core/testing'
import { createMeasures } from '@defimon/sync/measures'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadConfig } from '../src/config/load-config.ts'
import { startMonitorServer } from '../src/serve/monitor-server.ts'
import { jsonLines, runCommand } from './run-command.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'defimon-monitor-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A GET with a host of one's own, which fetch does not allow. */
function get(
  url: string,
  options: { host?: string; token?: string; method?: string } = {},
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = {
      ...(options.host && { host: options.host }),
      ...(options.token && { authorization: `Bearer ${options.token}` }),
    }
    request(url, { method: options.method ?? 'GET', headers }, (response) => {
      let body = ''
      response.on('data', (part: Buffer) => {
        body += part.toString()
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
    })
      .on('error', reject)
      .end()
  })
}

async function serveBase(): Promise<FetchServer> {
  const runtime = systemRuntime()
  const simulated = simulateNetwork({
    stack: 'op-stack',
    runtime,
    blockTimeMs: 100,
    network: { id: 'base', evmChainId: 8_453, chainId: 'eip155:8453' },
  })
  const host = simulated.endpoints[0]!.host
  return serveFetch(((url: URL, init: RequestInit) => simulated.fetch(`https://${host}${url.pathname}`, init)) as typeof fetch)
}

describe('defimon monitor', () => {
  it('follows the networks of a config and serves how they do, until it is interrupted', { timeout: 30_000 }, async () => {
    await using node = await serveBase()
    const file = join(folder, 'one.json')
    const config = {
      networks: [{ id: 'base', endpoints: [`\${BASE_URL}/v1/\${BASE_KEY}`], requestsPerHour: 1_000_000 }],
      to: `sqlite:${join(folder, 'one.sqlite')}`,
      http: { port: 0 },
    }
    await writeFile(file, JSON.stringify(config))
    const ending = new AbortController()
    let url = ''
    let blocks = 0
    let isEnough = (): void => {}
    const enough = new Promise<void>((resolve) => {
      isEnough = resolve
    })
    const running = runCommand(['monitor', '--config', file, '--json'], {
      signal: ending.signal,
      variables: { BASE_URL: node.url, BASE_KEY: 'secret-key-of-base' },
      onStdout(text) {
        for (const line of jsonLines(text)) {
          if (line['type'] === 'listening') url = String(line['url'])
          if (line['type'] === 'block') blocks += 1
          if (blocks === 5) isEnough()
        }
      },
    })
    await enough
    const events = await fetch(`${url}/api/events`)
    const reader = events.body!.pipeThrough(new TextDecoderStream()).getReader()
    let told = ''
    while (!told.includes('event: block')) told += (await reader.read()).value
    await reader.cancel()
    // Health is read a few times a second.
    let ready = await get(`${url}/ready`)
    while (ready.status !== 200) ready = await get(`${url}/ready`)
    const health = await get(`${url}/health`)
    expect(health.status).toBe(200)
    expect(JSON.parse(health.body)).toMatchObject({ status: 'ok', networks: [{ network: 'base' }] })
    const [base] = JSON.parse((await get(`${url}/api/networks`)).body).networks
    expect(base.hour.blocks).toBeGreaterThan(0)
    expect(base.rates.transactionsPerSecond).toBeGreaterThan(0)
    const metrics = await get(`${url}/metrics`)
    expect(metrics.body).toMatch(/^defimon_blocks_total\{network="base"\} \d+$/m)
    ending.abort()
    const result = await running
    expect(result.exitCode).toBe(0)
    expect(result.stdout + result.stderr + metrics.body + health.body).not.toContain('secret-key-of-base')
    await expect(get(`${url}/health`)).rejects.toThrow(/ECONNREFUSED|hang up/)
  })

  it('says what is wrong with its use', async () => {
    const without = await runCommand(['monitor', '--no-http'])
    expect(without).toMatchObject({ exitCode: 2 })
    expect(without.stderr).toContain('name networks')
    const open = await runCommand(['monitor', 'base', '--host', '0.0.0.0', '--to', `sqlite:${join(folder, 'two.sqlite')}`])
    expect(open.exitCode).toBe(2)
    expect(open.stderr).toContain('DEFIMON_TOKEN')
  })
})

describe('the server', () => {
  const start = (options: Partial<Parameters<typeof startMonitorServer>[0]> = {}) =>
    startMonitorServer({
      port: 0,
      registry: new Registry(),
      measures: createMeasures(),
      health: () => [
        { network: 'base', state: 'stalled', because: 'no new block for 200 s', head: { number: 1, hash: '0x' }, findings: [] },
      ],
      runtime: systemRuntime(),
      ...options,
    })

  it('answers GET, for this machine by its names, and nothing else', async () => {
    await using server = await start({ allowedHosts: ['monitor.example'] })
    expect(await get(`${server.url}/health`)).toMatchObject({ status: 503, body: expect.stringContaining('degraded') })
    expect((await get(`${server.url}/ready`)).status).toBe(200)
    for (const host of ['localhost', 'localhost:9464', '127.0.0.1', 'monitor.example:80']) {
      expect((await get(`${server.url}/ready`, { host })).status).toBe(200)
    }
    for (const host of ['evil.example', 'localhost.evil.example', '10.0.0.1']) {
      expect((await get(`${server.url}/health`, { host })).status).toBe(403)
    }
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect((await get(`${server.url}/health`, { method })).status).toBe(405)
    }
    expect((await get(`${server.url}/../../etc/passwd`)).status).toBe(404)
  })

  it('asks for its token, where it has one', async () => {
    const token = 'a-token-of-16-characters'
    await using server = await start({ token })
    expect((await get(`${server.url}/metrics`)).status).toBe(401)
    expect((await get(`${server.url}/metrics`, { token: 'another-token-of-16-ch' })).status).toBe(401)
    expect((await get(`${server.url}/metrics`, { token })).status).toBe(200)
  })

  it('needs a token beyond this machine', async () => {
    await expect(start({ host: '0.0.0.0' })).rejects.toMatchObject({ code: 'CONFIG' })
  })

  it('is not ready before each network has a head', async () => {
    await using server = await start({
      health: () => [{ network: 'base', state: 'syncing', because: 'no block was stored yet', findings: [] }],
    })
    expect(await get(`${server.url}/ready`)).toEqual({ status: 503, body: '{"ready":false,"waiting":["base"],"findings":[]}' })
  })
})

describe('a config', () => {
  const load = async (name: string, text: string, variables: Record<string, string> = {}) => {
    await writeFile(join(folder, name), text)
    return loadConfig({ file: name, folder, variables })
  }

  it('is read from TypeScript, JavaScript and JSON, and looked for in the folder alone', async () => {
    const wanted = { networks: ['base'], http: { port: 1 } }
    expect(await load('a.config.ts', `const port: number = 1; export default { networks: ['base'], http: { port } }`)).toEqual(
      wanted,
    )
    expect(await load('a.config.js', `export default { networks: ['base'], http: { port: 1 } }`)).toEqual(wanted)
    expect(await load('a.config.json', JSON.stringify(wanted))).toEqual(wanted)
    expect(await loadConfig({ folder, variables: {} })).toBeUndefined()
    await writeFile(join(folder, 'defimon.config.json'), JSON.stringify(wanted))
    expect(await loadConfig({ folder, variables: {} })).toEqual(wanted)
    const below = await mkdtemp(join(folder, 'below-'))
    expect(await loadConfig({ folder: below, variables: {} })).toBeUndefined()
  })

  it.each([
    ['{', 'cannot be read'],
    ['{}', 'networks: '],
    ['{"networks":[]}', 'networks: '],
    ['{"networks":[{"id":"base","requestPerHour":5}]}', 'networks[0].requestPerHour: no such field'],
    ['{"networks":[{"id":"base","requestsPerHour":0}]}', 'networks[0].requestsPerHour: '],
    ['{"networks":[{"id":"base","endpoints":["ftp://x"]}]}', 'networks[0].endpoints[0]: '],
    ['{"networks":["base"],"to":"postgres:x"}', 'to: must be sqlite:FILE or jsonl:FOLDER'],
    ['{"networks":["base"],"http":{"port":70000}}', 'http.port: '],
    ['{"networks":["base"],"http":{"token":"short"}}', 'http.token: must have at least 16 characters'],
    ['{"networks":["base"],"keep":"all"}', 'keep: '],
    [
      `{"networks":[{"id":"base","endpoints":["https://x/\${MISSING}"]}]}`,
      'networks[0].endpoints[0]: the environment variable MISSING is not set',
    ],
  ])('%s: %s', async (text, message) => {
    await expect(load('wrong.json', text)).rejects.toMatchObject({ code: 'CONFIG', message: expect.stringContaining(message) })
  })

  it('that is wrong never shows a secret', async () => {
    const text = `{"networks":[{"id":"base","endpoints":["ftp://x/\${KEY}"]}]}`
    await expect(load('secret.json', text, { KEY: 'top-secret' })).rejects.toMatchObject({
      message: expect.not.stringContaining('top-secret'),
    })
  })
})
