import type { ConfidenceTable } from './confidence.ts'

/** What is not fully sourced of the remaining networks. */
export const otherConfidence: ConfidenceTable = {
  ethereum: { singleSource: ['blockTimeMs'] },
  morph: { singleSource: ['challengePeriodMs'], believed: ['blockTimeMs'] },
  immutable_zkevm: { believed: ['blockTimeMs'] },
  lightlink: { believed: ['status'] },
  aurora: { believed: ['blockTimeMs'] },
  berachain: { singleSource: ['blockTimeMs'] },
  monad: { singleSource: ['blockTimeMs'] },
  hyperevm: { believed: ['blockTimeMs'] },
  ethereum_sepolia: { believed: ['blockTimeMs'] },
  ethereum_hoodi: { believed: ['blockTimeMs'] },
  ethereum_goerli: { singleSource: ['chainId'], believed: ['status'] },
  ethereum_ropsten: { singleSource: ['chainId'], believed: ['status'] },
  eclipse: { believed: ['status', 'blockTimeMs'] },
  solana: { singleSource: ['chainId'], believed: ['blockTimeMs'] },
  solana_devnet: { believed: ['blockTimeMs'] },
  near: { singleSource: ['chainId'], believed: ['endpoints'] },
  near_testnet: { singleSource: ['chainId'], believed: ['endpoints'] },
  lighter: { singleSource: ['contracts.rollup'] },
  fuel: { singleSource: ['contracts.messageService'], believed: ['status'] },
  aztec: { believed: ['contracts.registry', 'contracts.rollup'] },
}
