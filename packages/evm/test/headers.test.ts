import { describe, expect, it } from 'vitest'
import { ethereumEra, isSkip, loadWorkspace } from '../src/index.ts'
import { ETHEREUM_HEADERS } from './ethereum-headers.ts'

const { writer } = await loadWorkspace()

function hashOf(header: Readonly<Record<string, unknown>>): string {
  const computed = ethereumEra.header.hash(header, writer, { block: header })
  return isSkip(computed) ? computed.skip : computed
}

describe('the hash of a real header', () => {
  it.each(ETHEREUM_HEADERS)('$era', ({ header }) => {
    expect(hashOf(header)).toBe(header['hash'])
  })

  it.each(ETHEREUM_HEADERS)('$era changes with every field but the hash itself', ({ header }) => {
    for (const [name, value] of Object.entries(header)) {
      if (name === 'hash') continue
      const changed = value === '0x' ? '0x00' : value.slice(0, -1) + (value.endsWith('0') ? '1' : '0')
      expect(hashOf({ ...header, [name]: changed }), name).not.toBe(header['hash'])
    }
  })

  it('does not depend on the order or the case of the fields', () => {
    const { header } = ETHEREUM_HEADERS[11]!
    const turned = Object.fromEntries(
      Object.entries(header)
        .reverse()
        .map(([name, value]) => [name, `0x${value.slice(2).toUpperCase()}`]),
    )
    expect(hashOf(turned)).toBe(header['hash'])
  })

  it('counts a field of zero, and leaves out one that is null', () => {
    const { header } = ETHEREUM_HEADERS.find(({ era }) => era === 'Cancun')!
    expect(hashOf({ ...header, requestsHash: null })).toBe(header['hash'])
    const { blobGasUsed: _, ...without } = header
    expect(hashOf(without)).not.toBe(header['hash'])
  })
})
