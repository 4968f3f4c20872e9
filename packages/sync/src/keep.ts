/** How much of each block is kept: its own row, its transactions too, their logs too. */
export type Keep = 'measures' | 'transactions' | 'logs'

/** How long transactions and logs stay. */
export interface Retention {
  /** Age of a block against the newest stored one of its network, by their own timestamps. */
  readonly maxAgeMs: number
}
