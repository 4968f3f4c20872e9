/** Where records go. */
export interface KafkaTopics {
  /** Blocks, and retractions of blocks. Keep it as long as readers may be behind; it must not be compacted. */
  readonly blocks: string
  /** How far blocks have settled, and what is taken back of it. As `blocks`. */
  readonly settlements: string
  /** Where the sync of each network stands. Make it compacted: of each key only the newest record counts. */
  readonly checkpoints: string
}

/** The names that are used where none are given. */
export const DEFAULT_TOPICS: KafkaTopics = {
  blocks: 'defimon.blocks',
  settlements: 'defimon.settlements',
  checkpoints: 'defimon.checkpoints',
}
