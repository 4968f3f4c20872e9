import type { Work } from './measure.ts'

/** One block in the wire format of a stack, and who decodes it. */
export interface DecodeCase {
  readonly name: string
  readonly bytes: number
  readonly transactions: number
  /** `JSON.parse` of the same text: the floor. */
  readonly parse: Work
  readonly ours: Work
  readonly theirs: { readonly name: string; readonly decode: Work }
  /** Most times of `JSON.parse` that ours may take. Absent: no claim. */
  readonly mostOfParse?: number
  /** Least times that theirs takes of ours. Absent: no claim. */
  readonly leastOfTheirs?: number
  /** What both make of the block, in the same terms. Both must give the same. */
  check(): Promise<readonly [ours: unknown, theirs: unknown]>
}

/** The texts of the answers that a simulated chain gives for its newest block. */
export function answerText(answer: unknown): string {
  return JSON.stringify({ jsonrpc: '2.0', id: 1, result: answer })
}

/** `result` of a JSON-RPC answer. */
export function resultOf(parsed: unknown): unknown {
  return (parsed as { readonly result: unknown }).result
}
