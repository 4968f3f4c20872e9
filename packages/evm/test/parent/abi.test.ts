import { decodeAbi, defineEvent, defineFunction, parseDeclaration } from '@defimon/evm/parent'
import { AbiCoder, getAddress, Interface } from 'ethers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

/** A type by its name, and a value of it as ethers takes it. */
interface Typed {
  readonly type: string
  readonly value: unknown
}

function hex(bytes: Uint8Array): string {
  return `0x${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

const bytesOf = (length: number): fc.Arbitrary<string> => fc.uint8Array({ minLength: length, maxLength: length }).map(hex)

const bits = fc.integer({ min: 1, max: 32 }).map((eighths) => eighths * 8)

const word: fc.Arbitrary<Typed> = fc.oneof(
  bits.chain((size) => fc.bigInt({ min: 0n, max: 2n ** BigInt(size) - 1n }).map((value) => ({ type: `uint${size}`, value }))),
  bits.chain((size) => {
    const most = 2n ** BigInt(size - 1)
    return fc.bigInt({ min: -most, max: most - 1n }).map((value) => ({ type: `int${size}`, value }))
  }),
  fc.boolean().map((value) => ({ type: 'bool', value })),
  bytesOf(20).map((value) => ({ type: 'address', value })),
  fc.integer({ min: 1, max: 32 }).chain((length) => bytesOf(length).map((value) => ({ type: `bytes${length}`, value }))),
)

const dynamic: fc.Arbitrary<Typed> = fc.oneof(
  fc.uint8Array({ maxLength: 80 }).map((bytes) => ({ type: 'bytes', value: hex(bytes) })),
  fc.string({ unit: 'grapheme', maxLength: 40 }).map((value) => ({ type: 'string', value })),
)

/** Lists of one type: the shape is drawn once, and a value of it is written as often as the list is long. */
const typed: fc.Arbitrary<Typed> = fc.letrec<{ any: Typed }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    word,
    dynamic,
    fc.array(tie('any'), { minLength: 1, maxLength: 4 }).map((parts) => ({
      type: `(${parts.map(({ type }) => type).join(',')})`,
      value: parts.map(({ value }) => value),
    })),
    fc
      .tuple(tie('any'), fc.integer({ min: 0, max: 3 }))
      .map(([{ type, value }, length]) => ({ type: `${type}[]`, value: Array.from({ length }, () => value) })),
    fc
      .tuple(tie('any'), fc.integer({ min: 1, max: 3 }))
      .map(([{ type, value }, length]) => ({ type: `${type}[${length}]`, value: Array.from({ length }, () => value) })),
  ),
})).any

/** As our decoder gives it: addresses are not checksummed. */
function plain(value: unknown): unknown {
  if (typeof value === 'string') return /^0x[0-9a-fA-F]{40}$/.test(value) ? value.toLowerCase() : value
  return Array.isArray(value) ? [...value].map(plain) : value
}

function typesOf(types: readonly string[]): ReturnType<typeof parseDeclaration>['parameters'][number]['type'][] {
  return parseDeclaration(`any(${types.join(',')})`).parameters.map(({ type }) => type)
}

describe('our ABI decoder against ethers', () => {
  it('any values of any types come out as they were encoded', () => {
    fc.assert(
      fc.property(fc.array(typed, { minLength: 1, maxLength: 5 }), (drawn) => {
        const types = drawn.map(({ type }) => type)
        const data = AbiCoder.defaultAbiCoder().encode(
          types,
          drawn.map(({ value }) => value),
        )
        expect(decodeAbi(typesOf(types), data)).toEqual(drawn.map(({ value }) => plain(value)))
      }),
      { numRuns: 300 },
    )
  })

  it('events: what is indexed, what is not, and what of an indexed value is its hash', () => {
    const declaration = 'Happened(uint64 indexed a, string b, bytes indexed c, address indexed d, (bool,bytes32)[] e)'
    const contract = new Interface([`event ${declaration}`])
    const address = `0x${'aB'.repeat(20)}`
    const values = [7n, 'text', '0x1234', getAddress(address.toLowerCase()), [[true, `0x${'cd'.repeat(32)}`]]]
    const { topics, data } = contract.encodeEventLog('Happened', values)
    const event = defineEvent(declaration, topics[0] ?? '')
    expect(event.decode({ topics, data })).toEqual([
      7n,
      'text',
      topics[2],
      address.toLowerCase(),
      [[true, `0x${'cd'.repeat(32)}`]],
    ])
    expect(() => event.decode({ topics: [`0x${'00'.repeat(32)}`], data })).toThrow(/is not Happened/)
    expect(() => event.decode({ topics: topics.slice(0, 2), data })).toThrow(/lacks a topic/)
  })

  it('functions: arguments, results, and calls of words', () => {
    const declaration = 'ask(uint256 a, address b, bytes32 c, bool d)'
    const contract = new Interface([`function ${declaration} view returns (uint128, bytes[])`])
    const values = [5n, `0x${'ab'.repeat(20)}`, `0x${'cd'.repeat(32)}`, true] as const
    const input = contract.encodeFunctionData('ask', values)
    const ask = defineFunction(declaration, input.slice(0, 10), 'uint128, bytes[]')
    expect(ask.encodeInput(...values)).toBe(input)
    expect(ask.matches(input.toUpperCase().replace('0X', '0x'))).toBe(true)
    expect(ask.decodeInput(input)).toEqual(values)
    expect(ask.decodeOutput(contract.encodeFunctionResult('ask', [9n, ['0x', '0x1234']]))).toEqual([9n, ['0x', '0x1234']])
    expect(() => ask.decodeInput(`0x12345678${input.slice(10)}`)).toThrow(/not of ask/)
  })
})

describe('hostile data', () => {
  const types = typesOf(['uint256', 'bytes[]', '(string,uint8[])[]', 'bytes32[2]'])

  it('ends as values or as MALFORMED, never as another error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.integer({ min: 0, max: 400 }), (bytes, zeros) => {
        // Small numbers where offsets stand lead further in than noise does.
        const data = Uint8Array.from([...bytes.map((byte, index) => (index % 32 === 31 ? byte : 0)), ...new Uint8Array(zeros)])
        try {
          decodeAbi(types, hex(data))
        } catch (error) {
          expect(error).toMatchObject({ code: 'MALFORMED' })
        }
      }),
      { numRuns: 300 },
    )
  })

  it('cut anywhere it is MALFORMED', () => {
    const data = AbiCoder.defaultAbiCoder().encode(
      ['uint256', 'bytes[]', '(string,uint8[])[]', 'bytes32[2]'],
      [1n, ['0x1234', '0x'], [['text', [1, 2, 3]]], [`0x${'11'.repeat(32)}`, `0x${'22'.repeat(32)}`]],
    )
    expect(decodeAbi(types, data)).toHaveLength(4)
    for (let length = 2; length < data.length - 64; length += 64) {
      expect(() => decodeAbi(types, data.slice(0, length)), `cut at ${length}`).toThrow()
    }
  })

  it('bytes that are claimed again and again are not read again and again', () => {
    const word = (value: number): string => value.toString(16).padStart(64, '0')
    // 400 lists of lists, all of which point at the same 400 lists: 64 million values of 26 kB.
    const count = 400
    const list = word(count) + Array.from({ length: count }, () => word(count * 32)).join('')
    const data = `0x${word(32)}${list}${list}${word(count)}${word(7).repeat(count)}`
    expect(() => decodeAbi(typesOf(['uint256[][][]']), data)).toThrow(/too often|outside|longer/)
    // A length of 2^255, and one that only just does not fit.
    expect(() => decodeAbi(typesOf(['uint256[]']), `0x${word(32)}${'f'.repeat(64)}`)).toThrow(/outside/)
    expect(() => decodeAbi(typesOf(['uint256[]']), `0x${word(32)}${word(2)}${word(1)}`)).toThrow(/longer/)
  })
})
