/** A text of JSON with one place changed. */
export interface TextMutation {
  readonly text: string
  /** What was done, for whoever looks for the reason of a failure. */
  readonly what: string
}

const CHARACTERS = [...'"{}[],:09afAFx\\ \n-1egné\u0000']
const VALUES = ['null', 'true', '"0x"', '"0x0"', '"0x00"', '1', '"0X1"', '{}', '[]', '"x"', '[null]', '1.5', '""', '"0x1g"', '-0']
const NAMES = [
  ...[
    'blobGasUsed',
    'type',
    'root',
    'yParity',
    'from',
    'to',
    'chainId',
    'blockTimestamp',
    'status',
    '__proto__',
    'extra',
    'nonce',
  ],
  ...['depositNonce', 'gasUsed', 'mint', 'contractAddress', 'logs', 'isSystemTx', 'l1Fee', 'effectiveGasPrice', 'blobGasPrice'],
  ...['removed', 'withdrawals', 'uncles', 'hash', 'number', 'id', 'result'],
]
const MEMBER = /"[A-Za-z0-9]+":("[^"]*"|null|true|false|\[\])/g
/** How far from a place a member is looked for. */
const REACH = 3_000

interface Member {
  readonly at: number
  readonly text: string
  readonly value: string
}

/**
 * Changes a text of JSON somewhere: a character, a stretch, or a member that is left out, given twice, named otherwise, given another value,
 * written in capitals or joined by a new one. Below what a parser makes of it, and so for whatever reads the text itself.
 */
export function mutateText(text: string, random: () => number): TextMutation {
  const draw = (count: number): number => Math.floor(random() * count)
  const from = (list: readonly string[]): string => list[draw(list.length)] ?? ''
  const at = draw(text.length)
  const character = from(CHARACTERS)
  const splice = (start: number, end: number, put: string, what: string): TextMutation => ({
    text: text.slice(0, start) + put + text.slice(end),
    what: `${what} at ${start}`,
  })
  const members = [...text.slice(Math.max(0, at - REACH), at + REACH).matchAll(MEMBER)].map(
    (found): Member => ({ at: Math.max(0, at - REACH) + found.index, text: found[0], value: found[1] ?? '' }),
  )
  const [one, other] = [members[draw(members.length)], members[draw(members.length)]]
  const kind = one && other ? draw(9) : draw(3)
  if (kind === 0 || !one || !other) return splice(at, at + 1, character, `${JSON.stringify(character)} in place of a character`)
  if (kind === 1) return splice(at, at, character, `${JSON.stringify(character)} put in`)
  if (kind === 2) return splice(at, at + 1 + draw(40), '', 'a stretch taken out')
  const end = one.at + one.text.length
  const value = end - one.value.length
  const name = other.text.slice(0, other.text.length - other.value.length)
  switch (kind) {
    case 3:
      return splice(one.at, end + 1, '', `${one.text} left out`)
    case 4:
      return splice(one.at, one.at, `${one.text},`, `${one.text} twice`)
    case 5: {
      const put = from(VALUES)
      return splice(value, end, put, `${one.text} as ${put}`)
    }
    case 6: {
      const put = `"${from(NAMES)}":${from([...VALUES, one.value, '{"a":[1]}'])},`
      return splice(one.at, one.at, put, `${put} before ${one.text}`)
    }
    case 7:
      return splice(value, end, one.value.toUpperCase().replace('0X', '0x'), `${one.text} in capitals`)
    default:
      return splice(one.at, value, name, `${one.text} named ${name}`)
  }
}
