/**
 * The WebAssembly text of the module that hashes and decodes hex: Keccak-f[1600] (FIPS 202, section 3), once on 64-bit lanes and once
 * on two states side by side with SIMD, and the digits of hex by sixteen at a time. Written out by a program, since the steps differ
 * only in their indices.
 */

/** Bytes that one block of Keccak-256 takes in. */
const RATE = 136
/** Places in memory. Callers' data begins at `data`. */
export const LAYOUT = {
  constants: 0,
  state: 256,
  pair: 512,
  tail: 1024,
  secondTail: 1280,
  text: 2048,
  textLength: 65_536,
  data: 68_096,
} as const

interface Lanes {
  readonly type: 'i64' | 'v128'
  readonly bytes: number
  readonly xor: string
  load(address: string): string
  roundConstant(address: string): string
  rotate(value: string, by: number): string
  /** `value & ~mask` */
  without(value: string, mask: string): string
}

const SCALAR: Lanes = {
  type: 'i64',
  bytes: 8,
  xor: 'i64.xor',
  load: (address) => `(i64.load ${address})`,
  roundConstant: (address) => `(i64.load ${address})`,
  rotate: (value, by) => (by === 0 ? value : `(i64.rotl ${value} (i64.const ${by}))`),
  without: (value, mask) => `(i64.and ${value} (i64.xor ${mask} (i64.const -1)))`,
}

const PAIRED: Lanes = {
  type: 'v128',
  bytes: 16,
  xor: 'v128.xor',
  load: (address) => `(v128.load ${address})`,
  roundConstant: (address) => `(v128.load64_splat ${address})`,
  rotate: (value, by) =>
    by === 0 ? value : `(v128.or (i64x2.shl ${value} (i32.const ${by})) (i64x2.shr_u ${value} (i32.const ${64 - by})))`,
  without: (value, mask) => `(v128.andnot ${value} ${mask})`,
}

/** The round constants, by the linear feedback shift register of FIPS 202, section 3.2.5. */
export function roundConstants(): bigint[] {
  let register = 1
  const bit = (): boolean => {
    const out = (register & 1) === 1
    register <<= 1
    if (register & 0x100) register ^= 0x171
    return out
  }
  return Array.from({ length: 24 }, () => {
    let constant = 0n
    for (let j = 0; j < 7; j++) if (bit()) constant |= 1n << BigInt(2 ** j - 1)
    return constant
  })
}

/** The rotations of rho, by lane `x + 5 * y` (section 3.2.2). */
function rotations(): number[] {
  const by = new Array<number>(25).fill(0)
  let [x, y] = [1, 0]
  for (let t = 0; t < 24; t++) {
    by[x + 5 * y] = (((t + 1) * (t + 2)) / 2) % 64
    ;[x, y] = [y, (2 * x + 3 * y) % 5]
  }
  return by
}

function permutation(name: string, lanes: Lanes): string {
  const get = (variable: string, index: number): string => `(local.get $${variable}${index})`
  const set = (variable: string, index: number, value: string): string => `(local.set $${variable}${index} ${value})`
  const xor = (...values: string[]): string => values.reduce((left, right) => `(${lanes.xor} ${left} ${right})`)
  const address = (index: number): string => `offset=${index * lanes.bytes} (local.get $state)`
  const five = [0, 1, 2, 3, 4]
  const all = Array.from({ length: 25 }, (_, index) => index)
  const by = rotations()
  /** One round from the lanes `from` to the lanes `to`. Row by row, and with the next round's column sums on the way: few values live. */
  const round = (from: string, to: string, constant: number): string[] => [
    ...five.map((x) => set('d', x, xor(get('c', (x + 4) % 5), lanes.rotate(get('c', (x + 1) % 5), 1)))),
    ...five.flatMap((row) => [
      ...five.map((column) => {
        const source = ((3 * row + column) % 5) + 5 * column
        return set('b', column, lanes.rotate(xor(get(from, source), get('d', source % 5)), by[source] ?? 0))
      }),
      ...five.flatMap((x) => {
        const mixed = xor(get('b', x), lanes.without(get('b', (x + 2) % 5), get('b', (x + 1) % 5)))
        const lane = row === 0 && x === 0 ? xor(mixed, lanes.roundConstant(`offset=${constant} (local.get $round)`)) : mixed
        return [set(to, x + 5 * row, lane), set('c', x, row === 0 ? get(to, x) : xor(get('c', x), get(to, x + 5 * row)))]
      }),
    ]),
  ]
  const locals = ['a', 'e'].flatMap((lane) => all.map((index) => `(local $${lane}${index} ${lanes.type})`))
  const columns = ['b', 'c', 'd'].flatMap((lane) => five.map((index) => `(local $${lane}${index} ${lanes.type})`))
  return `
  (func $${name} (param $state i32)
    (local $round i32) ${[...locals, ...columns].join(' ')}
    ${all.map((index) => set('a', index, lanes.load(address(index)))).join('\n    ')}
    ${five.map((x) => set('c', x, xor(...five.map((y) => get('a', x + 5 * y))))).join('\n    ')}
    (loop $rounds
      ${[...round('a', 'e', 0), ...round('e', 'a', 8)].join('\n      ')}
      (local.set $round (i32.add (local.get $round) (i32.const 16)))
      (br_if $rounds (i32.lt_u (local.get $round) (i32.const ${24 * 8}))))
    ${all.map((index) => `(${lanes.type}.store ${address(index)} ${get('a', index)})`).join('\n    ')})`
}

/** Copies what is left of a message into a block of its own and closes it with Keccak's padding (0x01 … 0x80). */
function padding(tail: number): string {
  return `
    (memory.fill (i32.const ${tail}) (i32.const 0) (i32.const ${RATE}))
    (memory.copy (i32.const ${tail}) (local.get $from) (local.get $rest))
    (i32.store8 (i32.add (i32.const ${tail}) (local.get $rest)) (i32.const 1))
    (i32.store8 (i32.const ${tail + RATE - 1}) (i32.or (i32.load8_u (i32.const ${tail + RATE - 1})) (i32.const 128)))`
}

function scalarHash(): string {
  const words = Array.from({ length: RATE / 8 }, (_, index) => index * 8)
  const absorb = words
    .map(
      (offset) =>
        `(i64.store offset=${offset} (i32.const ${LAYOUT.state}) (i64.xor (i64.load offset=${offset} (i32.const ${LAYOUT.state})) (i64.load offset=${offset} (local.get $from))))`,
    )
    .join('\n    ')
  return `
  (func $absorb (param $from i32)
    ${absorb}
    (call $permute (i32.const ${LAYOUT.state})))
  (func (export "hash") (param $from i32) (param $rest i32) (param $out i32)
    (memory.fill (i32.const ${LAYOUT.state}) (i32.const 0) (i32.const 200))
    (block $done (loop $whole
      (br_if $done (i32.lt_u (local.get $rest) (i32.const ${RATE})))
      (call $absorb (local.get $from))
      (local.set $from (i32.add (local.get $from) (i32.const ${RATE})))
      (local.set $rest (i32.sub (local.get $rest) (i32.const ${RATE})))
      (br $whole)))${padding(LAYOUT.tail)}
    (call $absorb (i32.const ${LAYOUT.tail}))
    (memory.copy (local.get $out) (i32.const ${LAYOUT.state}) (i32.const 32)))`
}

/** Two messages of equally many blocks. */
function pairedHash(): string {
  const { pair, tail, secondTail } = LAYOUT
  const words = Array.from({ length: RATE / 8 }, (_, index) => index)
  const absorb = words
    .map((word) => {
      const both = `(v128.load64_lane offset=${word * 8} 1 (local.get $second) (v128.load64_zero offset=${word * 8} (local.get $first)))`
      return `(v128.store offset=${word * 16} (i32.const ${pair}) (v128.xor (v128.load offset=${word * 16} (i32.const ${pair})) ${both}))`
    })
    .join('\n    ')
  const pad = (place: number, from: string, rest: string): string =>
    padding(place).replaceAll('$from', from).replaceAll('$rest', rest)
  const squeeze = [0, 1, 2, 3].flatMap((word) => [
    `(v128.store64_lane offset=${word * 8} 0 (local.get $firstOut) (v128.load offset=${word * 16} (i32.const ${pair})))`,
    `(v128.store64_lane offset=${word * 8} 1 (local.get $secondOut) (v128.load offset=${word * 16} (i32.const ${pair})))`,
  ])
  return `
  (func $absorbPair (param $first i32) (param $second i32)
    ${absorb}
    (call $permutePair (i32.const ${pair})))
  (func (export "hashPair") (param $first i32) (param $firstRest i32) (param $second i32) (param $secondRest i32) (param $firstOut i32) (param $secondOut i32)
    (memory.fill (i32.const ${pair}) (i32.const 0) (i32.const 400))
    (block $done (loop $whole
      (br_if $done (i32.lt_u (local.get $firstRest) (i32.const ${RATE})))
      (call $absorbPair (local.get $first) (local.get $second))
      (local.set $first (i32.add (local.get $first) (i32.const ${RATE})))
      (local.set $second (i32.add (local.get $second) (i32.const ${RATE})))
      (local.set $firstRest (i32.sub (local.get $firstRest) (i32.const ${RATE})))
      (local.set $secondRest (i32.sub (local.get $secondRest) (i32.const ${RATE})))
      (br $whole)))${pad(tail, '$first', '$firstRest')}${pad(secondTail, '$second', '$secondRest')}
    (call $absorbPair (i32.const ${tail}) (i32.const ${secondTail}))
    ${squeeze.join('\n    ')})`
}

/** Digits at `text` to bytes at `out`, thirty-two digits a step; may write up to 15 bytes past the end. Returns 0 if all were digits. */
function decodeHex(): string {
  const splat = (value: number): string => `(i8x16.splat (i32.const ${value}))`
  const values = (offset: number, into: string): string => `
      (local.set $digits (v128.load offset=${offset} (local.get $text)))
      (local.set $number (i8x16.sub (local.get $digits) ${splat(0x30)}))
      (local.set $letter (i8x16.sub (v128.or (local.get $digits) ${splat(0x20)}) ${splat(0x61)}))
      (local.set $isNumber (i8x16.lt_u (local.get $number) ${splat(10)}))
      (local.set $wrong (v128.or (local.get $wrong) (v128.not (v128.or (local.get $isNumber) (i8x16.lt_u (local.get $letter) ${splat(6)})))))
      (local.set $number (v128.bitselect (local.get $number) (i8x16.add (local.get $letter) ${splat(10)}) (local.get $isNumber)))
      (local.set $${into} (v128.or
        (i16x8.shl (v128.and (local.get $number) (i16x8.splat (i32.const 255))) (i32.const 4))
        (i16x8.shr_u (local.get $number) (i32.const 8))))`
  return `
  (func (export "decodeHex") (param $text i32) (param $length i32) (param $out i32) (result i32)
    (local $end i32) (local $digits v128) (local $number v128) (local $letter v128) (local $isNumber v128) (local $wrong v128)
    (local $low v128) (local $high v128)
    (local.set $end (i32.add (local.get $text) (local.get $length)))
    (v128.store (local.get $end) ${splat(0x30)})
    (v128.store offset=16 (local.get $end) ${splat(0x30)})
    (block $done (loop $steps
      (br_if $done (i32.ge_u (local.get $text) (local.get $end)))${values(0, 'low')}${values(16, 'high')}
      (v128.store (local.get $out) (i8x16.narrow_i16x8_u (local.get $low) (local.get $high)))
      (local.set $text (i32.add (local.get $text) (i32.const 32)))
      (local.set $out (i32.add (local.get $out) (i32.const 16)))
      (br $steps)))
    (v128.any_true (local.get $wrong)))`
}

function constantData(): string {
  return roundConstants()
    .flatMap((constant) => Array.from({ length: 8 }, (_, index) => Number((constant >> BigInt(index * 8)) & 0xffn)))
    .map((byte) => `\\${byte.toString(16).padStart(2, '0')}`)
    .join('')
}

/** The whole module. */
export function keccakModuleText(): string {
  return `(module
  (memory (export "memory") 2)
  (data (i32.const ${LAYOUT.constants}) "${constantData()}")${permutation('permute', SCALAR)}${permutation('permutePair', PAIRED)}${scalarHash()}${pairedHash()}${decodeHex()}
)
`
}
