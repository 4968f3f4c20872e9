import type { ConfidenceTable } from './confidence.ts'

/** What is not fully sourced of the ZK networks. */
export const zkConfidence: ConfidenceTable = {
  zksync_era: { singleSource: ['blockTimeMs'] },
  abstract: { singleSource: ['blockTimeMs'] },
  sophon: { singleSource: ['blockTimeMs'] },
  cronos_zkevm: { believed: ['blockTimeMs'] },
  zero_network: { singleSource: ['status', 'contracts.diamondProxy'], believed: ['blockTimeMs'] },
  treasure: { singleSource: ['contracts.diamondProxy'], believed: ['status', 'blockTimeMs'] },
  grvt: { singleSource: ['chainId'] },
  adi: { believed: ['blockTimeMs', 'stack'] },
  zklink_nova: { believed: ['status', 'blockTimeMs', 'stack'] },
  zksync_lite: { singleSource: ['contracts.rollup'] },
  linea: { singleSource: ['blockTimeMs'] },
  scroll: { singleSource: ['blockTimeMs'] },
  taiko: { singleSource: ['contracts.bridge', 'contracts.inbox[1]', 'contracts.signalService'], believed: ['blockTimeMs'] },
  polygon_zkevm: {
    singleSource: ['contracts.bridge', 'contracts.globalExitRoot', 'contracts.rollupManager[0].rollupId'],
    believed: ['blockTimeMs'],
  },
  astar_zkevm: { singleSource: ['status'], believed: ['blockTimeMs'] },
  lumia: {
    singleSource: ['contracts.rollup', 'contracts.rollupManager[0].rollupId'],
    believed: ['status', 'blockTimeMs'],
  },
  silicon: { singleSource: ['stack', 'contracts.rollup', 'contracts.rollupManager[0].rollupId'], believed: ['status'] },
  ternoa: {
    singleSource: ['stack', 'contracts.rollup', 'contracts.rollupManager[0].rollupId'],
    believed: ['status'],
  },
  zkfair: { believed: ['status', 'dataAvailability', 'category'] },
  merlin: { believed: ['blockTimeMs'] },
  paradex: { singleSource: ['chainId', 'contracts.bridge'], believed: ['currency'] },
  starknet_sepolia: { singleSource: ['chainId', 'contracts.core'] },
  immutable_x: { singleSource: ['contracts.committee'], believed: ['status', 'endpoints'] },
  rhinofi: { singleSource: ['status', 'contracts.exchange', 'contracts.committee'] },
  loopring: { singleSource: ['status', 'contracts.exchange'] },
  starknet_sepolia_integration: { singleSource: ['chainId'] },
}
