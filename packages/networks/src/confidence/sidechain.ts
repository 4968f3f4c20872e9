import type { ConfidenceTable } from './confidence.ts'

/** What is not fully sourced of the sidechain networks. */
export const sidechainConfidence: ConfidenceTable = {
  polygon_pos: {
    singleSource: [
      'blockTimeMs',
      'contracts.stakeManager',
      'contracts.depositManager',
      'contracts.stateSender',
      'contracts.rootChainManager',
    ],
  },
  shibarium: { singleSource: ['contracts.checkpoint'], believed: ['status', 'blockTimeMs'] },
  polygon_mumbai: { singleSource: ['chainId'], believed: ['status'] },
  bsc: { believed: ['blockTimeMs'] },
  avalanche: { singleSource: ['blockTimeMs'] },
  gnosis: { singleSource: ['blockTimeMs'] },
  harmony: { believed: ['blockTimeMs'] },
  klaytn: { singleSource: ['status'], believed: ['blockTimeMs'] },
  kaia_kairos: { singleSource: ['chainId'], believed: ['blockTimeMs'] },
  rootstock: { believed: ['blockTimeMs'] },
  dogechain: { believed: ['status', 'blockTimeMs', 'stack'] },
  fantom: { believed: ['status', 'blockTimeMs'] },
  sonic: { singleSource: ['blockTimeMs'] },
}
