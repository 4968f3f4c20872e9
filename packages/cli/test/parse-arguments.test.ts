import { describe, expect, test } from 'vitest'
import { parseBlockId, parseCount, parseNumber } from '../src/commands/parse-arguments.ts'
import { parseSinkTarget } from '../src/monitor/open-sink.ts'

describe('block ids', () => {
  const hash = `0x${'Ab'.repeat(32)}`
  test.each([
    ['latest', 'latest'],
    ['finalized', 'finalized'],
    ['0', 0],
    ['22431080', 22_431_080],
    ['0x1564568', 22_431_080],
    [hash, { hash: hash.toLowerCase() }],
    ['9rAtxuhtKn8qagc3UtZFyhLrw5zgBjaTt8ZWXXUj6XYD', { hash: '9rAtxuhtKn8qagc3UtZFyhLrw5zgBjaTt8ZWXXUj6XYD' }],
  ])('%s', (text, id) => {
    expect(parseBlockId(text)).toEqual(id)
  })

  test.each(['', 'pending', '-1', '1.5', '9007199254740992', '0x', '0xzz', `0x${'f'.repeat(20)}`, 'base'])(
    '%j is refused',
    (text) => {
      expect(() => parseBlockId(text)).toThrow(/must be/)
    },
  )
})

test('numbers are whole and safe', () => {
  expect(parseNumber('9007199254740991')).toBe(Number.MAX_SAFE_INTEGER)
  expect(() => parseNumber('1e3')).toThrow(/whole number/)
  expect(() => parseCount('0')).toThrow(/above 0/)
})

test('sinks', () => {
  expect(parseSinkTarget('sqlite:data/a.sqlite')).toEqual({ kind: 'sqlite', path: 'data/a.sqlite' })
  expect(parseSinkTarget('jsonl:C:\\blocks')).toEqual({ kind: 'jsonl', path: 'C:\\blocks' })
  expect(() => parseSinkTarget('postgres://x')).toThrow(/sqlite:FILE or jsonl:FOLDER/)
  expect(() => parseSinkTarget('sqlite:')).toThrow(/sqlite:FILE/)
})
