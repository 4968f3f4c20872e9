import { PRIME } from './felt.ts'

/** A point of the curve y² = x³ + x + b over the STARK field: x, y. */
type Point = readonly [x: bigint, y: bigint]
/** The same as x·z², y·z³, z, so that adding needs no division. */
type Jacobian = readonly [x: bigint, y: bigint, z: bigint]

/**
 * The shift point and the bases of Pedersen's hash, two for each of the two felts: for the low 248 bits and for the 4 above. Made from
 * the digits of π, so that nobody knows how one is a multiple of another (docs.starkware.co/starkex/crypto/pedersen-hash-function.html).
 */
const SHIFT: Point = [
  2089986280348253421170679821480865132823066470938446095505822317253594081284n,
  1713931329540660377023406109199410414810705867260802078187082345529207694986n,
]
const BASES: readonly (readonly [low: Point, high: Point])[] = [
  [
    [
      996781205833008774514500082376783249102396023663454813447423147977397232763n,
      1668503676786377725805489344771023921079126552019160156920634619255970485781n,
    ],
    [
      2251563274489750535117886426533222435294046428347329203627021249169616184184n,
      1798716007562728905295480679789526322175868328062420237419143593021674992973n,
    ],
  ],
  [
    [
      2138414695194151160943305727036575959195309218611738193261179310511854807447n,
      113410276730064486255102093846540133784865286929052426931474106396135072156n,
    ],
    [
      2379962749567351885752724891227938183011949129833673362440656643086021394946n,
      776496453633298175483985398648758586525933812536653089401905292063708816422n,
    ],
  ],
]
const LOW_BITS = 248
const BITS = 252

/** Bits that one addition takes in: a table of 5,292 points for both felts, made in a few hundredths of a second. More bits pay off late. */
const WINDOW_BITS = 6
const WINDOWS: number = BITS / WINDOW_BITS
const IN_WINDOW: number = (1 << WINDOW_BITS) - 1

/** For each felt and window the sums of the bases' multiples that a window's bits stand for; by these bits, of which 0 has none. */
type Table = readonly (readonly Point[])[]
let tables: readonly Table[] | undefined

/**
 * Pedersen's hash of two felts, both below the prime: the x of shift + low·P0 + high·P1 + low'·P2 + high'·P3. Bits are taken six at a time
 * from tables, which is several times as fast as one at a time. Sums of two equal points are not seen to: to make one takes
 * knowledge that the hash rests on nobody having.
 */
export function pedersen(left: bigint, right: bigint, inverse: (value: bigint) => bigint): bigint {
  tables ??= BASES.map((bases) => tableOf(bases, inverse))
  let [x, y] = SHIFT
  let z = 1n
  for (const [index, felt] of [left, right].entries()) {
    const table = tables[index]!
    for (let window = 0, low = 0n; window < WINDOWS; ) {
      // Five windows at a time fit into a number, and numbers are taken apart sooner.
      let bits = Number(BigInt.asUintN(5 * WINDOW_BITS, felt >> low))
      low += BigInt(5 * WINDOW_BITS)
      for (let end = Math.min(window + 5, WINDOWS); window < end; window += 1, bits >>>= WINDOW_BITS) {
        if ((bits & IN_WINDOW) !== 0) [x, y, z] = added(x, y, z, table[window]![bits & IN_WINDOW]!)
      }
    }
  }
  const hash = reduced(x * inverse(reduced(z * z)))
  return hash < 0n ? hash + PRIME : hash
}

function tableOf([low, high]: readonly [Point, Point], inverse: (value: bigint) => bigint): Table {
  const multiples: Jacobian[] = []
  let multiple: Jacobian = [...low, 1n]
  for (let bit = 0; bit < BITS; bit += 1) {
    if (bit === LOW_BITS) multiple = [...high, 1n]
    multiples.push(multiple)
    multiple = doubled(multiple)
  }
  const bases = affine(multiples, inverse)
  const sums: Jacobian[] = []
  for (let window = 0; window < WINDOWS; window += 1) {
    const start = sums.length
    for (let bits = 1; bits <= IN_WINDOW; bits += 1) {
      const lowest = bits & -bits
      const base = bases[window * WINDOW_BITS + Math.log2(lowest)]!
      const rest = bits ^ lowest
      // Without its lowest bit the sum is there already, one place further down since 0 has none.
      sums.push(rest === 0 ? [...base, 1n] : added(...sums[start + rest - 1]!, base))
    }
  }
  const points = affine(sums, inverse)
  return Array.from({ length: WINDOWS }, (_, window) => [SHIFT, ...points.slice(window * IN_WINDOW, (window + 1) * IN_WINDOW)])
}

/** Divides many points at the cost of one division (Montgomery's trick). */
function affine(points: readonly Jacobian[], inverse: (value: bigint) => bigint): Point[] {
  const products: bigint[] = []
  let product = 1n
  for (const [, , z] of points) {
    products.push(product)
    product = reduced(product * z)
  }
  let rest = inverse(product)
  const divided: Point[] = new Array<Point>(points.length)
  for (let index = points.length - 1; index >= 0; index -= 1) {
    const [x, y, z] = points[index]!
    const one = reduced(rest * products[index]!)
    rest = reduced(rest * z)
    const square = reduced(one * one)
    divided[index] = [reduced(x * square), reduced(y * reduced(square * one))]
  }
  return divided
}

/** The sum with a point that is neither the same nor its opposite (hyperelliptic.org/EFD, Jacobian coordinates, mixed addition). */
function added(x: bigint, y: bigint, z: bigint, [otherX, otherY]: Point): Jacobian {
  const square = reduced(z * z)
  const run = reduced(otherX * square) - x
  const rise = reduced(otherY * reduced(square * z)) - y
  const runSquare = reduced(run * run)
  const runCube = reduced(runSquare * run)
  const middle = reduced(x * runSquare)
  const sumX = reduced(rise * rise - runCube - 2n * middle)
  return [sumX, reduced(rise * (middle - sumX) - y * runCube), reduced(z * run)]
}

/** Twice a point, on a curve with a = 1. */
function doubled([x, y, z]: Jacobian): Jacobian {
  const square = reduced(y * y)
  const middle = reduced(4n * x * square)
  const zSquare = reduced(z * z)
  const slope = reduced(3n * x * x + zSquare * zSquare)
  const doubleX = reduced(slope * slope - 2n * middle)
  return [doubleX, reduced(slope * (middle - doubleX) - 8n * square * square), reduced(2n * y * z)]
}

/** In the field; may be negative, which later products do not mind. */
function reduced(value: bigint): bigint {
  return value % PRIME
}
