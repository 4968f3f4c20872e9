import { isSkip, loadWorkspace } from '@defimon/evm'
import { describe, expect, it } from 'vitest'
import { optimismEra } from '../src/index.ts'
import { OPTIMISM_HEADERS } from './optimism-headers.ts'

const { writer } = await loadWorkspace()

function hashOf(header: Readonly<Record<string, unknown>>): string {
  const computed = optimismEra.header.hash(header, writer, { block: header })
  return isSkip(computed) ? computed.skip : computed
}

describe('the hash of a real header', () => {
  it.each(OPTIMISM_HEADERS)('$era', ({ header }) => {
    expect(hashOf(header)).toBe(header['hash'])
  })

  it.each(OPTIMISM_HEADERS)('$era changes with every field but the hash itself', ({ header }) => {
    for (const [name, value] of Object.entries(header)) {
      if (name === 'hash') continue
      const changed = value === '0x' ? '0x00' : value.slice(0, -1) + (value.endsWith('0') ? '1' : '0')
      expect(hashOf({ ...header, [name]: changed }), name).not.toBe(header['hash'])
    }
  })
})
