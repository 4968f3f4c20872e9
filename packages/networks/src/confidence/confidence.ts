/**
 * How far a fact can be trusted. `sourced`: two independent sources agree, or the chain's own configuration says so. `single-source`:
 * one public source. `believed`: from memory, an estimate or an assumption; measure or read it before relying on it.
 */
export type Confidence = 'sourced' | 'single-source' | 'believed'

/**
 * The facts of one network that are not fully sourced, by their path in the network: `blockTimeMs`, `contracts.rollup`, or
 * `contracts.rollup[1]` where several stand.
 */
export interface UnsureFacts {
  readonly singleSource?: readonly string[]
  readonly believed?: readonly string[]
}

/** Network id → its unsure facts. */
export type ConfidenceTable = Readonly<Record<string, UnsureFacts>>
