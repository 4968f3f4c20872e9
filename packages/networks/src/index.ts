export { aliases, type NetworkAlias } from './aliases.ts'
export {
  aleph_zero_evm,
  apechain,
  arbitrum_nova,
  arbitrum_one,
  cheesechain,
  corn,
  degen,
  edu_chain,
  gravity,
  hychain,
  kinto,
  molten,
  plume,
  proof_of_play_apex,
  proof_of_play_boss,
  rari,
  real,
  reya,
  robinhood,
  sanko,
  superposition,
  sx_rollup,
  world_mobile,
  xai,
  xmtp,
} from './arbitrum/index.ts'
export { avalanche } from './avalanche/index.ts'
export { bsc } from './bsc/index.ts'
export { type NetworksById, networks } from './catalogue.ts'
export { cronos } from './cronos/index.ts'
export {
  aurora,
  berachain,
  ethereum,
  ethereum_goerli,
  ethereum_hoodi,
  ethereum_ropsten,
  ethereum_sepolia,
  hyperevm,
  immutable_zkevm,
  lightlink,
  monad,
  morph,
} from './evm/index.ts'
export { findNetworks, type NetworkFilter } from './find-networks.ts'
export { getNetwork, type NetworkOf } from './get-network.ts'
export { gnosis } from './gnosis/index.ts'
export { harmony } from './harmony/index.ts'
export { kaia_kairos, klaytn } from './kaia/index.ts'
export { fantom, sonic } from './lachesis/index.ts'
export { linea, linea_sepolia } from './linea/index.ts'
export { loopring } from './loopring/index.ts'
export { near, near_testnet } from './near/index.ts'
export { aztec, fuel, lighter } from './none/index.ts'
export {
  ancient8,
  arena_z,
  automata,
  b3,
  base,
  base_goerli,
  blast,
  bob,
  boba,
  celo,
  cyber,
  derive,
  fraxtal,
  ham,
  hashkey,
  hemi,
  ink,
  katana,
  kroma,
  lisk,
  manta_pacific,
  mantle,
  megaeth,
  metal,
  metis,
  mint,
  mode,
  opbnb,
  optimism,
  optimism_goerli,
  optimism_kovan,
  optimism_sepolia,
  orderly,
  pgn,
  polynomial,
  race,
  redstone,
  rise,
  ronin,
  shape,
  snaxchain,
  soneium,
  superseed,
  swellchain,
  unichain,
  world_chain,
  xlayer,
  zircuit,
  zora,
} from './op-stack/index.ts'
export { dogechain } from './polygon-edge/index.ts'
export { polygon_mumbai, polygon_pos, shibarium } from './polygon-pos/index.ts'
export { astar_zkevm, lumia, merlin, polygon_zkevm, silicon, ternoa, zkfair } from './polygon-zkevm/index.ts'
export { rootstock } from './rootstock/index.ts'
export { scroll } from './scroll/index.ts'
export { eclipse, solana, solana_devnet } from './solana/index.ts'
export { immutable_x, rhinofi } from './starkex/index.ts'
export { paradex, starknet, starknet_sepolia, starknet_sepolia_integration } from './starknet/index.ts'
export { taiko } from './taiko/index.ts'
export {
  abstract,
  adi,
  cronos_zkevm,
  grvt,
  lens,
  sophon,
  treasure,
  zero_network,
  zklink_nova,
  zksync_era,
} from './zksync/index.ts'
export { zksync_lite } from './zksync-lite/index.ts'
