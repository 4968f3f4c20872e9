import { DefimonError } from '@defimon/core'
import { describe, expect, test } from 'vitest'
import { escapeText, jsonLine } from '../src/terminal/escape-text.ts'
import { formatCount, formatDuration } from '../src/terminal/format-quantity.ts'
import { formatTable } from '../src/terminal/format-table.ts'
import { createLiveView } from '../src/terminal/live-view.ts'
import { createPainter } from '../src/terminal/painter.ts'
import { describeError, exitCodeOf, UsageError } from '../src/terminal/report-error.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: they must not come out
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/

describe('text from outside', () => {
  const hostile = [
    'Geth/\u001b[2J\u001b[1;31mHACKED\u001b[0m',
    '\u009b31mred through C1',
    '\u001b]0;title\u0007',
    'two\nlines\r\nthree',
    'reversed \u202etxt.exe',
    'isolates \u2066x\u2069',
    'null \u0000 and delete \u007f',
    'line separator \u2028 here',
  ]

  test.each(hostile)('%j has no effect on the terminal', (text) => {
    const escaped = escapeText(text)
    expect(escaped).not.toMatch(CONTROLS)
    expect(escaped).not.toContain('\n')
  })

  test('escapes stay readable and ordinary text is left as it is', () => {
    expect(escapeText('a\u001b[31mb')).toBe('a\\u001b[31mb')
    expect(escapeText('Grüße 東京 🙂')).toBe('Grüße 東京 🙂')
  })

  test('a text without end is cut with a mark', () => {
    expect(escapeText('x'.repeat(10_000))).toBe(`${'x'.repeat(300)}…`)
  })

  test('half of a surrogate pair does not come out', () => {
    expect(escapeText('a\ud83d')).toBe('a\\ud83d')
  })

  test.each(hostile)('a JSON line of %j is one line, harmless, and reads back the same', (text) => {
    const line = jsonLine({ text })
    expect(line.slice(0, -1)).not.toMatch(CONTROLS)
    expect(line.indexOf('\n')).toBe(line.length - 1)
    expect(JSON.parse(line)).toEqual({ text })
  })

  test('amounts become decimal strings in JSON', () => {
    expect(jsonLine({ valueWei: 2n ** 70n })).toBe('{"valueWei":"1180591620717411303424"}\n')
  })
})

describe('tables', () => {
  const paint = createPainter({ write: () => undefined }, {})

  test('columns are aligned and cells are escaped', () => {
    const lines = formatTable(
      [{ heading: 'network' }, { heading: 'head', align: 'right' }],
      [
        ['base', '7'],
        ['evil\u001b[2J', '12345'],
      ],
      {
        paint,
      },
    )
    expect(lines).toEqual(['NETWORK         HEAD', 'base               7', 'evil\\u001b[2J  12345'])
  })

  test('lines are cut at the width of the terminal', () => {
    const lines = formatTable([{ heading: 'a' }, { heading: 'b' }], [['x'.repeat(50), 'y'.repeat(50)]], { paint, maxWidth: 60 })
    expect(lines.every((line) => line.length <= 60)).toBe(true)
    expect(lines[1]).toBe(`${'x'.repeat(50)}  ${'y'.repeat(8)}`)
  })
})

describe('colours', () => {
  test('only on a terminal, and never with NO_COLOR', () => {
    const terminal = { write: () => undefined, isTTY: true }
    expect(createPainter(terminal, {})('bad', 'x')).toBe('\u001b[31mx\u001b[39m')
    expect(createPainter(terminal, { NO_COLOR: '1' })('bad', 'x')).toBe('x')
    expect(createPainter(terminal, { TERM: 'dumb' })('bad', 'x')).toBe('x')
    expect(createPainter({ write: () => undefined }, {})('bad', 'x')).toBe('x')
  })
})

test('a live view moves up over what it drew and shows the cursor again at the end', () => {
  let written = ''
  const view = createLiveView({ write: (text) => (written += text) })
  view.draw(['one', 'two'])
  view.draw(['three'])
  view.end()
  expect(written).toBe('\u001b[?25lone\u001b[K\ntwo\u001b[K\n\u001b[J\u001b[2A\rthree\u001b[K\n\u001b[J\u001b[?25h')
})

describe('errors', () => {
  test('one line with code, network, host and method', () => {
    const error = new DefimonError('MALFORMED', 'the answer is not JSON:\n\u001b[2J<html>', {
      network: 'base',
      host: 'rpc.example.org',
      method: 'eth_chainId',
    })
    expect(describeError(error)).toBe(
      'the answer is not JSON:\\u000a\\u001b[2J<html> [MALFORMED, network base, host rpc.example.org, method eth_chainId]',
    )
  })

  test('wrong use is told from failed work', () => {
    expect(exitCodeOf(new UsageError('which?'))).toBe(2)
    expect(exitCodeOf(new DefimonError('CONFIG', 'no'))).toBe(2)
    expect(exitCodeOf(new DefimonError('UNREACHABLE', 'gone'))).toBe(1)
    expect(exitCodeOf('anything')).toBe(1)
  })
})

test('quantities are short and keep their unit', () => {
  expect([340, 4_200, 200_000, 18_720_000, 273_600_000].map(formatDuration)).toEqual([
    '340ms',
    '4.2s',
    '3m 20s',
    '5h 12m',
    '3d 4h',
  ])
  expect([12, 12_345, 45_600_000].map(formatCount)).toEqual(['12', '12.3k', '45.6M'])
})
