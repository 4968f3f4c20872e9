import { eraOf, isSkip, loadWorkspace } from '@defimon/evm'
import { arbitrum_one, degen } from '@defimon/networks'
import { describe, expect, it } from 'vitest'
import { arbitrumDialect, headerInfo } from '../src/index.ts'
import { ARBITRUM_HEADERS } from './arbitrum-headers.ts'

const { writer } = await loadWorkspace()

/** Named by the header, and not in its hash: they repeat what stands in packed fields. */
const REPEATED: ReadonlySet<string> = new Set(['hash', 'l1BlockNumber', 'sendCount', 'sendRoot'])

function hashOf(header: Readonly<Record<string, unknown>>): string {
  const computed = eraOf(arbitrumDialect, header).header.hash(header, writer, { block: header })
  return isSkip(computed) ? computed.skip : computed
}

describe('the hash of a real header', () => {
  it.each(ARBITRUM_HEADERS)('$era', ({ header }) => {
    expect(hashOf(header)).toBe(header['hash'])
  })

  it.each(ARBITRUM_HEADERS)('$era changes with every field that it holds', ({ header }) => {
    for (const [name, value] of Object.entries(header)) {
      if (REPEATED.has(name)) continue
      const changed = value === '0x' ? '0x00' : value.slice(0, -1) + (value.endsWith('0') ? '1' : '0')
      expect(hashOf({ ...header, [name]: changed }), name).not.toBe(header['hash'])
    }
  })

  it.each(ARBITRUM_HEADERS)('$era is of its era', ({ era, header }) => {
    expect(eraOf(arbitrumDialect, header).name).toBe(era.startsWith('classic') ? 'classic' : 'nitro')
  })
})

describe('the packed fields of a real header', () => {
  const nitro = ARBITRUM_HEADERS.filter(({ era }) => era.startsWith('Nitro'))

  it.each(nitro)('$era say what the JSON says', ({ era, header }) => {
    expect(headerInfo(header)).toEqual({
      sendCount: Number(header['sendCount']),
      l1BlockNumber: Number(header['l1BlockNumber']),
      arbosVersion: Number(era.replace('Nitro, ArbOS ', '')),
      collectsTips: era.endsWith(' 61'),
      sendRoot: header['sendRoot'],
    })
    expect(arbitrumDialect.l1Origin?.(header, arbitrum_one)).toEqual({
      network: 'ethereum',
      number: Number(header['l1BlockNumber']),
    })
  })

  it('hold the number of the parent where that is no Ethereum', () => {
    const above = ARBITRUM_HEADERS.find(({ header }) => header['number'] === '0x1598762')!
    expect(arbitrumDialect.l1Origin?.(above.header, degen)).toEqual({ network: 'base', number: 15_435_610 })
  })

  it.each(nitro)('$era contradict a JSON that says something else', ({ header }) => {
    const { checkBlock } = eraOf(arbitrumDialect, header)
    expect(checkBlock?.(header, { block: header }, writer)).toBeUndefined()
    for (const [name, value] of Object.entries({ sendCount: '0x1', l1BlockNumber: '0x2', sendRoot: `0x${'11'.repeat(32)}` })) {
      const block = { ...header, [name]: value }
      expect(checkBlock?.(block, { block }, writer)?.detail).toMatch(name)
    }
  })

  it('are not there in blocks from before Nitro', () => {
    for (const { era, header } of ARBITRUM_HEADERS) {
      if (era.startsWith('classic')) expect(headerInfo(header)).toBeUndefined()
    }
  })

  it('beyond what a number holds are malformed, not rounded', () => {
    const header = nitro[0]?.header ?? {}
    const mixHash = `0x${'f'.repeat(16)}${String(header['mixHash']).slice(18)}`
    expect(() => headerInfo({ ...header, mixHash })).toThrow(expect.objectContaining({ code: 'MALFORMED' }))
  })
})
