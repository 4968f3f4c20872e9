import type { ConfidenceTable } from './confidence.ts'

/** What is not fully sourced of the OP Stack networks. */
export const opStackConfidence: ConfidenceTable = {
  optimism: {
    singleSource: [
      'challengePeriodMs',
      'contracts.systemConfig',
      'contracts.anchorStateRegistry',
      'contracts.l2OutputOracle[0].fromBlock',
      'contracts.batchInbox[0].fromBlock',
      'contracts.canonicalTransactionChain',
      'contracts.stateCommitmentChain',
      'operators[1]',
      'operators[2]',
    ],
  },
  base: { singleSource: ['challengePeriodMs', 'contracts.systemConfig'] },
  mantle: { singleSource: ['challengePeriodMs', 'contracts.systemConfig', 'contracts.batchInbox'], believed: ['blockTimeMs'] },
  metis: {
    singleSource: [
      'contracts.libAddressManager',
      'contracts.disputeGameFactory',
      'contracts.l1CrossDomainMessenger',
      'contracts.canonicalTransactionChain[1]',
    ],
    believed: ['blockTimeMs', 'proofSystem'],
  },
  boba: {
    singleSource: [
      'contracts.systemConfig',
      'contracts.anchorStateRegistry',
      'contracts.l2OutputOracle',
      'contracts.l1StandardBridge',
    ],
    believed: ['proofSystem', 'challengePeriodMs'],
  },
  celo: {
    singleSource: ['challengePeriodMs', 'contracts.systemConfig', 'contracts.l1StandardBridge', 'operators[1]', 'operators[2]'],
  },
  ronin: { singleSource: ['contracts.anchorStateRegistry', 'contracts.batchInbox', 'operators'], believed: ['proofSystem'] },
  world_chain: {
    singleSource: ['contracts.systemConfig', 'contracts.anchorStateRegistry', 'operators[1]', 'operators[2]'],
    believed: ['proofSystem', 'challengePeriodMs'],
  },
  unichain: {
    singleSource: ['contracts.systemConfig', 'contracts.anchorStateRegistry', 'operators[1]', 'operators[2]'],
    believed: ['proofSystem', 'challengePeriodMs'],
  },
  ink: {
    singleSource: ['contracts.systemConfig', 'contracts.anchorStateRegistry', 'operators[0]', 'operators[2]', 'operators[3]'],
    believed: ['proofSystem', 'challengePeriodMs'],
  },
  soneium: {
    singleSource: ['contracts.systemConfig', 'contracts.anchorStateRegistry', 'operators[1]', 'operators[2]'],
    believed: ['proofSystem', 'challengePeriodMs'],
  },
  zora: {
    singleSource: ['contracts.systemConfig', 'contracts.anchorStateRegistry', 'operators[2]'],
    believed: ['proofSystem', 'challengePeriodMs'],
  },
  mode: {
    singleSource: ['contracts.systemConfig', 'contracts.anchorStateRegistry', 'operators[2]'],
    believed: ['proofSystem', 'challengePeriodMs'],
  },
  blast: {
    singleSource: ['challengePeriodMs', 'contracts.optimismPortal', 'contracts.batchInbox', 'operators'],
    believed: ['blockTimeMs'],
  },
  lisk: {
    singleSource: ['contracts.systemConfig', 'contracts.anchorStateRegistry', 'operators[1]', 'operators[2]'],
    believed: ['proofSystem', 'challengePeriodMs'],
  },
  fraxtal: { singleSource: ['contracts.systemConfig', 'operators[1]'], believed: ['proofSystem', 'challengePeriodMs'] },
  opbnb: {
    singleSource: [
      'contracts.systemConfig',
      'contracts.l2OutputOracle',
      'contracts.l1StandardBridge',
      'contracts.batchInbox',
      'operators',
    ],
    believed: ['blockTimeMs', 'proofSystem', 'challengePeriodMs'],
  },
  cyber: {
    singleSource: [
      'contracts.systemConfig',
      'contracts.disputeGameFactory[1]',
      'contracts.anchorStateRegistry',
      'contracts.l1StandardBridge',
      'contracts.batchInbox',
      'operators[0]',
      'operators[1]',
      'operators[2]',
      'operators[3]',
    ],
    believed: ['proofSystem', 'challengePeriodMs'],
  },
  mint: {
    singleSource: [
      'contracts.optimismPortal',
      'contracts.systemConfig',
      'contracts.disputeGameFactory',
      'contracts.anchorStateRegistry',
      'contracts.l1StandardBridge',
      'operators[0]',
      'operators[2]',
      'operators[3]',
    ],
    believed: ['proofSystem', 'challengePeriodMs'],
  },
  redstone: {
    singleSource: ['contracts.systemConfig', 'contracts.disputeGameFactory', 'operators[1]'],
    believed: ['proofSystem', 'challengePeriodMs'],
  },
  bob: {
    singleSource: ['contracts.systemConfig', 'contracts.anchorStateRegistry', 'contracts.l1StandardBridge', 'operators[2]'],
    believed: ['proofSystem'],
  },
  metal: {
    singleSource: ['contracts.systemConfig', 'contracts.anchorStateRegistry', 'operators[2]'],
    believed: ['proofSystem', 'challengePeriodMs'],
  },
  shape: {
    singleSource: [
      'contracts.systemConfig',
      'contracts.anchorStateRegistry',
      'contracts.l2OutputOracle',
      'operators[1]',
      'operators[2]',
    ],
    believed: ['proofSystem', 'challengePeriodMs'],
  },
  superseed: {
    singleSource: [
      'contracts.systemConfig',
      'contracts.anchorStateRegistry',
      'contracts.l2OutputOracle',
      'contracts.batchInbox',
      'operators[0]',
      'operators[1]',
    ],
    believed: ['proofSystem', 'challengePeriodMs'],
  },
  polynomial: {
    singleSource: [
      'contracts.optimismPortal',
      'contracts.systemConfig',
      'contracts.anchorStateRegistry',
      'contracts.l1StandardBridge',
    ],
    believed: ['status', 'proofSystem', 'challengePeriodMs'],
  },
  derive: {
    singleSource: ['contracts.systemConfig', 'contracts.anchorStateRegistry', 'contracts.l1StandardBridge'],
    believed: ['proofSystem', 'challengePeriodMs'],
  },
  orderly: {
    singleSource: ['contracts.systemConfig', 'contracts.anchorStateRegistry', 'contracts.l1StandardBridge'],
    believed: ['proofSystem', 'challengePeriodMs'],
  },
  hashkey: {
    singleSource: [
      'contracts.systemConfig',
      'contracts.anchorStateRegistry',
      'contracts.l1StandardBridge',
      'operators[2]',
      'operators[3]',
    ],
    believed: ['proofSystem', 'challengePeriodMs'],
  },
  ancient8: {
    singleSource: [
      'contracts.optimismPortal',
      'contracts.disputeGameFactory',
      'contracts.l1StandardBridge',
      'contracts.batchInbox',
      'operators',
    ],
    believed: ['status', 'blockTimeMs', 'proofSystem', 'challengePeriodMs'],
  },
  zircuit: {
    singleSource: ['contracts.optimismPortal', 'contracts.batchInbox', 'operators'],
    believed: ['blockTimeMs', 'proofSystem'],
  },
  hemi: {
    singleSource: ['blockTimeMs', 'contracts.optimismPortal', 'contracts.batchInbox', 'operators'],
    believed: ['proofSystem', 'challengePeriodMs'],
  },
  manta_pacific: {
    singleSource: ['contracts.optimismPortal', 'contracts.systemConfig', 'contracts.batchInbox', 'operators'],
    believed: ['proofSystem', 'challengePeriodMs'],
  },
  xlayer: {
    singleSource: [
      'blockTimeMs',
      'challengePeriodMs',
      'contracts.optimismPortal',
      'contracts.systemConfig',
      'contracts.anchorStateRegistry',
      'contracts.batchInbox',
      'contracts.aggchainEcdsaMultisig',
      'operators',
    ],
  },
  katana: { singleSource: ['challengePeriodMs', 'contracts.optimismPortal'], believed: ['blockTimeMs'] },
  megaeth: {
    singleSource: [
      'blockTimeMs',
      'contracts.optimismPortal',
      'contracts.disputeGameFactory',
      'contracts.l1StandardBridge',
      'contracts.batchInbox',
      'contracts.kailuaTreasury',
      'operators[0]',
      'operators[1]',
    ],
    believed: ['proofSystem'],
  },
  rise: {
    singleSource: ['chainId', 'contracts.optimismPortal', 'contracts.disputeGameFactory', 'contracts.anchorStateRegistry'],
    believed: ['blockTimeMs', 'proofSystem'],
  },
  swellchain: {
    singleSource: [
      'contracts.optimismPortal',
      'contracts.systemConfig',
      'contracts.disputeGameFactory',
      'contracts.l1StandardBridge',
    ],
    believed: ['proofSystem', 'challengePeriodMs'],
  },
  arena_z: {
    singleSource: [
      'status',
      'contracts.optimismPortal',
      'contracts.systemConfig',
      'contracts.disputeGameFactory',
      'contracts.l1StandardBridge',
      'contracts.batchInbox',
      'operators',
    ],
    believed: ['proofSystem', 'challengePeriodMs'],
  },
  snaxchain: {
    singleSource: [
      'status',
      'contracts.optimismPortal',
      'contracts.systemConfig',
      'contracts.disputeGameFactory',
      'contracts.l2OutputOracle',
      'contracts.l1StandardBridge',
      'contracts.batchInbox',
      'operators',
    ],
    believed: ['proofSystem', 'challengePeriodMs'],
  },
  kroma: { singleSource: ['status'], believed: ['proofSystem'] },
  pgn: {
    singleSource: ['status', 'contracts.optimismPortal', 'contracts.l1StandardBridge'],
    believed: ['blockTimeMs', 'proofSystem', 'challengePeriodMs'],
  },
  race: {
    singleSource: [
      'contracts.l2OutputOracle',
      'contracts.optimismPortal',
      'contracts.systemConfig',
      'contracts.l1StandardBridge',
      'contracts.batchInbox',
      'operators[0]',
      'operators[1]',
    ],
    believed: ['challengePeriodMs'],
  },
  automata: {
    singleSource: [
      'chainId',
      'contracts.optimismPortal',
      'contracts.systemConfig',
      'contracts.disputeGameFactory',
      'contracts.l1StandardBridge',
      'contracts.batchInbox',
      'operators[0]',
      'operators[1]',
      'operators[2]',
    ],
    believed: ['challengePeriodMs'],
  },
  b3: { believed: ['blockTimeMs', 'proofSystem'] },
  ham: { believed: ['status', 'blockTimeMs', 'proofSystem'] },
  optimism_sepolia: { singleSource: ['contracts.systemConfig'], believed: ['contracts.batchInbox', 'blockTimeMs'] },
  optimism_goerli: { believed: ['status'] },
  optimism_kovan: { singleSource: ['chainId'], believed: ['status'] },
  base_goerli: { believed: ['status'] },
}
