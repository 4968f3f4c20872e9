/** Bytes in front of the seals in Celo's `extraData`. */
const VANITY = 32
/** The place of the validators' joint signature among the seals. */
const AGGREGATED_SEAL = 4
/** `[0, "", 0]` in RLP: no joint signature. */
const NO_SEAL = 'c3808080'

interface Item {
  /** Digits of the header of an item, and of its content. */
  readonly head: number
  readonly content: number
}

/** The RLP item that begins at a place of hex digits (yellow paper, appendix B); undefined where none can. */
function itemAt(digits: string, at: number): Item | undefined {
  const first = Number.parseInt(digits.slice(at, at + 2), 16)
  if (Number.isNaN(first)) return undefined
  if (first < 0x80) return { head: 0, content: 2 }
  const short = first < 0xc0 ? 0x80 : 0xc0
  if (first - short < 56) return { head: 2, content: (first - short) * 2 }
  const lengthDigits = (first - short - 55) * 2
  const length = Number.parseInt(digits.slice(at + 2, at + 2 + lengthDigits), 16)
  return Number.isSafeInteger(length) ? { head: 2 + lengthDigits, content: length * 2 } : undefined
}

function listHead(digits: number): string {
  const length = digits / 2
  if (length < 56) return (0xc0 + length).toString(16)
  const size = length.toString(16)
  const padded = size.length % 2 === 0 ? size : `0${size}`
  return (0xf7 + padded.length / 2).toString(16) + padded
}

/**
 * `extraData` as Celo hashes it: the joint signature of the validators is left out, since they sign the hash. The proposer's seal stays
 * (celo-org/celo-blockchain core/types/istanbul.go, `IstanbulFilteredHeader`). What has no seals is given back as it is, and so is
 * what was stripped already, as nodes since the migration keep it.
 */
export function withoutAggregatedSeal(extraData: string): string {
  const digits = extraData.slice(2)
  const start = VANITY * 2
  const list = itemAt(digits, start)
  if (!list || list.head === 0 || start + list.head + list.content !== digits.length) return extraData
  let at = start + list.head
  for (let index = 0; index < AGGREGATED_SEAL; index++) {
    const item = itemAt(digits, at)
    if (!item) return extraData
    at += item.head + item.content
  }
  const seal = itemAt(digits, at)
  if (!seal) return extraData
  const before = digits.slice(start + list.head, at)
  const after = digits.slice(at + seal.head + seal.content)
  const content = before + NO_SEAL + after
  return `0x${digits.slice(0, start)}${listHead(content.length)}${content}`
}
