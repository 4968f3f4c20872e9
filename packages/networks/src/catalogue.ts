import type { L2Network } from '@defimon/core'
import type * as arbitrumNetworks from './arbitrum/index.ts'
import {
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
import type * as avalancheNetworks from './avalanche/index.ts'
import { avalanche } from './avalanche/index.ts'
import type * as bscNetworks from './bsc/index.ts'
import { bsc } from './bsc/index.ts'
import type * as cronosNetworks from './cronos/index.ts'
import { cronos } from './cronos/index.ts'
import type * as evmNetworks from './evm/index.ts'
import {
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
import type * as gnosisNetworks from './gnosis/index.ts'
import { gnosis } from './gnosis/index.ts'
import type * as harmonyNetworks from './harmony/index.ts'
import { harmony } from './harmony/index.ts'
import type * as kaiaNetworks from './kaia/index.ts'
import { kaia_kairos, klaytn } from './kaia/index.ts'
import type * as lachesisNetworks from './lachesis/index.ts'
import { fantom, sonic } from './lachesis/index.ts'
import type * as lineaNetworks from './linea/index.ts'
import { linea, linea_sepolia } from './linea/index.ts'
import type * as loopringNetworks from './loopring/index.ts'
import { loopring } from './loopring/index.ts'
import type * as nearNetworks from './near/index.ts'
import { near, near_testnet } from './near/index.ts'
import type * as noneNetworks from './none/index.ts'
import { aztec, fuel, lighter } from './none/index.ts'
import type * as opStackNetworks from './op-stack/index.ts'
import {
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
import type * as polygonEdgeNetworks from './polygon-edge/index.ts'
import { dogechain } from './polygon-edge/index.ts'
import type * as polygonPosNetworks from './polygon-pos/index.ts'
import { polygon_mumbai, polygon_pos, shibarium } from './polygon-pos/index.ts'
import type * as polygonZkevmNetworks from './polygon-zkevm/index.ts'
import { astar_zkevm, lumia, merlin, polygon_zkevm, silicon, ternoa, zkfair } from './polygon-zkevm/index.ts'
import type * as rootstockNetworks from './rootstock/index.ts'
import { rootstock } from './rootstock/index.ts'
import type * as scrollNetworks from './scroll/index.ts'
import { scroll } from './scroll/index.ts'
import type * as solanaNetworks from './solana/index.ts'
import { eclipse, solana, solana_devnet } from './solana/index.ts'
import type * as starkexNetworks from './starkex/index.ts'
import { immutable_x, rhinofi } from './starkex/index.ts'
import type * as starknetNetworks from './starknet/index.ts'
import { paradex, starknet, starknet_sepolia, starknet_sepolia_integration } from './starknet/index.ts'
import type * as taikoNetworks from './taiko/index.ts'
import { taiko } from './taiko/index.ts'
import type * as zksyncNetworks from './zksync/index.ts'
import {
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
import type * as zksyncLiteNetworks from './zksync-lite/index.ts'
import { zksync_lite } from './zksync-lite/index.ts'

/** Every network of the registry by its id, with its own type: `NetworksById['base']` is `L2Network<'op-stack'>`. */
export type NetworksById = typeof arbitrumNetworks &
  typeof avalancheNetworks &
  typeof bscNetworks &
  typeof cronosNetworks &
  typeof evmNetworks &
  typeof gnosisNetworks &
  typeof harmonyNetworks &
  typeof kaiaNetworks &
  typeof lachesisNetworks &
  typeof lineaNetworks &
  typeof loopringNetworks &
  typeof nearNetworks &
  typeof noneNetworks &
  typeof opStackNetworks &
  typeof polygonEdgeNetworks &
  typeof polygonPosNetworks &
  typeof polygonZkevmNetworks &
  typeof rootstockNetworks &
  typeof scrollNetworks &
  typeof solanaNetworks &
  typeof starkexNetworks &
  typeof starknetNetworks &
  typeof taikoNetworks &
  typeof zksyncNetworks &
  typeof zksyncLiteNetworks

declare module '@defimon/core' {
  interface KnownNetworks extends NetworksById {}
}

/**
 * Every network of the registry by its id. The type makes the list complete: a network that a stack exports and that is missing here
 * does not compile. Only literals stand here, so a bundler drops what is not used.
 */
export const networksById: NetworksById = {
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
  avalanche,
  bsc,
  cronos,
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
  gnosis,
  harmony,
  kaia_kairos,
  klaytn,
  fantom,
  sonic,
  linea,
  linea_sepolia,
  loopring,
  near,
  near_testnet,
  aztec,
  fuel,
  lighter,
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
  dogechain,
  polygon_mumbai,
  polygon_pos,
  shibarium,
  astar_zkevm,
  lumia,
  merlin,
  polygon_zkevm,
  silicon,
  ternoa,
  zkfair,
  rootstock,
  scroll,
  eclipse,
  solana,
  solana_devnet,
  immutable_x,
  rhinofi,
  paradex,
  starknet,
  starknet_sepolia,
  starknet_sepolia_integration,
  taiko,
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
  zksync_lite,
}

/** Every network of the registry, grouped by stack. Importing this list imports all of them. */
export const networks: readonly L2Network[] = /* @__PURE__ */ Object.values(networksById)
