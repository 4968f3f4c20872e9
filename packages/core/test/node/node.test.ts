import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Exchange, replayFetch } from '@defimon/core'
import { makeFolder, readRecordings, recordingFileName, serveFetch, writeRecording } from '@defimon/core/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { realData } from '../../../../test/real-data.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recordings-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('makeFolder', () => {
  it('makes what is missing, and is content with what is there', async () => {
    const deep = join(folder, 'one', 'two', 'three')
    await makeFolder(deep)
    await makeFolder(deep)
    await writeFile(join(deep, 'file'), '')
    await expect(makeFolder(join(deep, 'file'))).rejects.toMatchObject({ code: 'CONFIG' })
    await expect(makeFolder(join(deep, 'file', 'below'))).rejects.toThrow(
      `the folder ${join(deep, 'file', 'below')} cannot be made`,
    )
    await rm(join(folder, 'one'), { recursive: true })
  })

  it.runIf(process.platform === 'linux')('fails below /proc, where Node goes on for ever', async () => {
    for (const path of ['/proc/nowhere', '/proc/nowhere/at/all']) {
      await expect(makeFolder(path)).rejects.toMatchObject({ code: 'CONFIG', message: expect.stringContaining(path) })
    }
  })
})

describe('recordings on disk', () => {
  it('are written one a file and read back equal, in the order of their names', async () => {
    const exchanges: Exchange[] = [
      { network: 'base', method: 'eth_getBlockByNumber', params: ['0x10', true], result: { number: '0x10', big: 2n ** 64n } },
      { network: 'base', method: 'eth_getBlockByNumber', params: [{ b: 1, a: 2 }], error: { code: -32_000, message: 'no' } },
      { network: 'starknet', method: 'GET /feeder/get_block', params: { blockNumber: '7' }, result: null },
    ]
    const paths: string[] = []
    for (const exchange of exchanges) paths.push(await writeRecording(folder, exchange))
    expect(paths[0]).toBe(join(folder, 'base', 'eth_getBlockByNumber-0x10-true.json'))
    expect(await readFile(paths[0] as string, 'utf8')).toContain('"big":18446744073709551616')
    const { exchanges: read, broken } = await readRecordings([folder])
    expect(broken).toEqual([])
    expect(read).toEqual(
      exchanges
        .map((exchange, index) => ({ ...exchange, file: paths[index] }))
        .sort((a, b) => ((a.file ?? '') < (b.file ?? '') ? -1 : 1)),
    )
    await writeRecording(folder, { ...(exchanges[2] as Exchange), result: 'newer' })
    expect((await readRecordings([folder])).exchanges).toHaveLength(3)
  })

  it('have names that any file system takes, one for each question', () => {
    const name = (method: string, params: unknown): string => recordingFileName({ network: 'x', method, params })
    expect(name('eth_chainId', [])).toBe('eth_chainId.json')
    expect(name('GET /a/../b?c', { d: 1 })).toMatch(/^GET_a_b_c-[0-9a-f]{16}\.json$/)
    expect(name('m', ['../../etc/passwd'])).toMatch(/^m-[0-9a-f]{16}\.json$/)
    expect(name('m', ['a'.repeat(5_000)]).length).toBeLessThan(200)
    expect(name('m', [{ a: 1, b: 2 }])).toBe(name('m', [{ b: 2, a: 1 }]))
    expect(new Set([['a-b'], ['a', 'b'], ['A', 'b'], [null], []].map((params) => name('m', params))).size).toBe(5)
  })

  it('tells files that are broken, and passes over those that are something else', async () => {
    const other = join(folder, 'other')
    await mkdir(other)
    await writeFile(join(other, 'broken.json'), '{"network": "base", "method"')
    await writeFile(join(other, 'package.json'), '{"name": "x"}')
    await writeFile(join(other, 'list.json'), '[1]')
    await writeFile(join(other, 'README.md'), '# no')
    const { exchanges, broken } = await readRecordings([other, other])
    expect(exchanges).toEqual([])
    expect(broken).toEqual([{ file: join(other, 'broken.json'), reason: expect.stringContaining('JSON') }])
    await expect(readRecordings([join(folder, 'nowhere')])).rejects.toMatchObject({ code: 'CONFIG' })
  })

  it('reads the real ones', async (context) => {
    const real = realData()
    if (real === undefined) return context.skip('left out: no real recordings here')
    const { exchanges, broken } = await readRecordings([join(real, 'recordings')])
    expect(broken).toEqual([])
    expect(exchanges.length).toBeGreaterThan(1_000)
    expect(new Set(exchanges.map(({ network }) => network)).size).toBeGreaterThanOrEqual(38)
  })
})

describe('serveFetch', () => {
  it('serves a fetch over loopback: batches, REST, errors of its own', async () => {
    const exchanges: Exchange[] = [
      { network: 'x', method: 'a', params: [1], result: 'one' },
      { network: 'x', method: 'GET /blocks', params: { limit: '2' }, result: [1, 2] },
    ]
    const server = await serveFetch(replayFetch(exchanges))
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    const answer = await fetch(server.url, { method: 'POST', body: '[{"id":1,"method":"a","params":[1]}]' })
    expect(await answer.json()).toEqual([{ jsonrpc: '2.0', id: 1, result: 'one' }])
    expect(await (await fetch(`${server.url}/blocks?limit=2`)).json()).toEqual([1, 2])
    expect((await fetch(`${server.url}/nothing`)).status).toBe(404)
    await server.close()
    await expect(fetch(server.url)).rejects.toThrow()
    await server.close()
  })

  it('answers 502 where the fetch rejects, gives it headers and body, and ends what is under way on close', async () => {
    let reached = (): void => {}
    let ended = (): void => {}
    const hung = new Promise<void>((resolve) => {
      reached = resolve
    })
    const aborted = new Promise<void>((resolve) => {
      ended = resolve
    })
    await using server = await serveFetch(async (input, init) => {
      const request = new Request(input, init)
      if (request.url.endsWith('/fail')) throw new TypeError('fetch failed')
      if (request.url.endsWith('/echo'))
        return new Response(`${request.headers.get('x-a')} ${await request.text()}`, { status: 418 })
      reached()
      return new Promise((_, reject) =>
        request.signal.addEventListener('abort', () => {
          ended()
          reject(request.signal.reason)
        }),
      )
    })
    expect((await fetch(`${server.url}/fail`)).status).toBe(502)
    const echo = await fetch(`${server.url}/echo`, { method: 'POST', body: 'body', headers: { 'x-a': 'head' } })
    expect([echo.status, await echo.text()]).toEqual([418, 'head body'])
    const hanging = fetch(`${server.url}/hang`).catch((error: unknown) => error)
    await hung
    await server.close()
    expect(await hanging).toBeInstanceOf(TypeError)
    await aborted
  })

  it('rejects where the port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => taken.once('listening', resolve))
    const { port } = taken.address() as { port: number }
    await expect(serveFetch(replayFetch([]), { port })).rejects.toThrow(/EADDRINUSE/)
    taken.close()
  })
})
