import type { ConfidenceTable } from './confidence.ts'

/** What is not fully sourced of the Arbitrum networks. */
export const arbitrumConfidence: ConfidenceTable = {
  degen: {
    singleSource: [
      'contracts.bridge',
      'contracts.inbox',
      'contracts.outbox[0]',
      'contracts.outbox[1]',
      'contracts.sequencerInbox',
    ],
    believed: ['blockTimeMs', 'dataAvailability', 'category', 'challengePeriodMs'],
  },
  world_mobile: {
    singleSource: ['challengePeriodMs', 'contracts.rollup[0]', 'contracts.rollup[1]'],
    believed: ['dataAvailability', 'category'],
  },
  xmtp: {
    singleSource: ['chainId', 'challengePeriodMs', 'contracts.inbox', 'contracts.outbox'],
    believed: ['dataAvailability', 'category'],
  },
  arbitrum_one: { singleSource: ['blockTimeMs', 'challengePeriodMs', 'contracts.rollup[1]'] },
  arbitrum_nova: { singleSource: ['challengePeriodMs', 'contracts.rollup[1]'] },
  robinhood: { singleSource: ['blockTimeMs', 'challengePeriodMs', 'contracts.inbox', 'contracts.outbox'] },
  gravity: { singleSource: ['challengePeriodMs'], believed: ['blockTimeMs'] },
  plume: { singleSource: ['challengePeriodMs', 'contracts.rollup[0]'], believed: ['blockTimeMs'] },
  hychain: { singleSource: ['challengePeriodMs'], believed: ['dataAvailability', 'category'] },
  sx_rollup: { singleSource: ['chainId', 'challengePeriodMs'], believed: ['dataAvailability', 'category'] },
  reya: {
    singleSource: [
      'challengePeriodMs',
      'contracts.rollup',
      'contracts.bridge',
      'contracts.inbox',
      'contracts.outbox',
      'contracts.sequencerInbox',
    ],
    believed: ['dataAvailability', 'category'],
  },
  xai: { singleSource: ['challengePeriodMs'], believed: ['blockTimeMs', 'dataAvailability', 'category'] },
  apechain: { singleSource: ['challengePeriodMs'], believed: ['blockTimeMs', 'dataAvailability', 'category'] },
  sanko: {
    singleSource: ['challengePeriodMs', 'contracts.outbox[1]'],
    believed: ['blockTimeMs', 'dataAvailability', 'category'],
  },
  rari: { singleSource: ['challengePeriodMs'], believed: ['blockTimeMs'] },
  edu_chain: {
    singleSource: ['challengePeriodMs', 'contracts.rollup[0]', 'contracts.rollup[1]'],
    believed: ['dataAvailability', 'category'],
  },
  corn: { singleSource: ['challengePeriodMs'], believed: ['status', 'blockTimeMs', 'parent'] },
  superposition: { singleSource: ['challengePeriodMs'], believed: ['blockTimeMs', 'dataAvailability', 'category'] },
  cheesechain: {
    singleSource: ['challengePeriodMs', 'contracts.bridge', 'contracts.inbox', 'contracts.outbox'],
    believed: ['status', 'blockTimeMs', 'dataAvailability', 'category'],
  },
  molten: {
    singleSource: ['challengePeriodMs', 'contracts.inbox', 'contracts.outbox'],
    believed: ['dataAvailability', 'category'],
  },
  proof_of_play_apex: {
    singleSource: [
      'status',
      'challengePeriodMs',
      'contracts.rollup',
      'contracts.bridge',
      'contracts.inbox',
      'contracts.outbox',
      'contracts.sequencerInbox',
    ],
    believed: ['blockTimeMs', 'dataAvailability', 'category'],
  },
  proof_of_play_boss: {
    singleSource: [
      'chainId',
      'status',
      'challengePeriodMs',
      'contracts.rollup',
      'contracts.bridge',
      'contracts.inbox',
      'contracts.outbox',
      'contracts.sequencerInbox',
    ],
    believed: ['dataAvailability', 'category'],
  },
  kinto: {
    singleSource: ['challengePeriodMs', 'contracts.rollup', 'contracts.bridge', 'contracts.inbox', 'contracts.outbox'],
    believed: ['status', 'blockTimeMs'],
  },
  real: {
    singleSource: ['status', 'challengePeriodMs', 'contracts.bridge', 'contracts.inbox', 'contracts.outbox'],
    believed: ['blockTimeMs'],
  },
  aleph_zero_evm: {
    singleSource: [
      'status',
      'challengePeriodMs',
      'contracts.rollup',
      'contracts.bridge',
      'contracts.inbox',
      'contracts.outbox',
      'contracts.sequencerInbox',
    ],
    believed: ['blockTimeMs', 'dataAvailability', 'category'],
  },
}
