import type { L2Network, NetworkId } from '@defimon/core'
import type { BlockGrid } from './inbox/block-grid.ts'

/** First block of the OP Stack, its time in seconds, seconds between blocks, and when that rate ended. */
type Genesis = readonly [number: number, timestampS: number, blockTimeS: number, untilS?: number]

/**
 * Where the OP Stack of a network began. From the superchain registry (`superchain/configs/<superchain>/<chain>.toml`, `genesis` and
 * `block_time`); opBNB and Blast from their own `rollup.json`; Kroma from its own node (kroma-network/kroma,
 * components/node/chaincfg/chains.go). opBNB shortened its block time in spring 2025 (BEP-543 of 2025-03-14): from then on its times
 * count milliseconds, and this says nothing of its blocks.
 */
const GENESES: { readonly [id in NetworkId]?: Genesis } = {
  ancient8: [0, 1_706_027_387, 2],
  arena_z: [0, 1_731_366_083, 2],
  automata: [0, 1_721_183_063, 2],
  base: [0, 1_686_789_347, 2],
  base_goerli: [0, 1_675_193_616, 2],
  blast: [0, 1_708_809_815, 2],
  bob: [0, 1_712_861_987, 2],
  boba: [1_149_019, 1_713_302_879, 2],
  celo: [31_056_500, 1_742_957_258, 1],
  cyber: [0, 1_713_428_567, 2],
  derive: [0, 1_700_021_615, 2],
  fraxtal: [0, 1_706_810_711, 2],
  hashkey: [0, 1_734_347_135, 2],
  ink: [0, 1_733_498_411, 1],
  kroma: [0, 1_693_880_387, 2],
  lisk: [0, 1_714_728_791, 2],
  metal: [0, 1_711_563_515, 2],
  mint: [0, 1_715_608_931, 2],
  mode: [0, 1_700_167_583, 2],
  opbnb: [0, 1_691_753_723, 1, 1_741_910_400],
  optimism: [105_235_063, 1_686_068_903, 2],
  optimism_goerli: [4_061_224, 1_673_550_516, 2],
  optimism_sepolia: [0, 1_691_802_540, 2],
  orderly: [0, 1_696_608_227, 2],
  pgn: [0, 1_689_106_727, 2],
  polynomial: [0, 1_718_038_175, 2],
  race: [0, 1_720_421_591, 2],
  redstone: [0, 1_712_185_091, 2],
  shape: [0, 1_721_744_471, 2],
  snaxchain: [0, 1_723_562_231, 2],
  soneium: [0, 1_733_134_751, 2],
  superseed: [0, 1_726_179_683, 2],
  swellchain: [0, 1_732_696_703, 2],
  unichain: [0, 1_730_748_359, 1],
  world_chain: [0, 1_719_335_639, 2],
  zora: [0, 1_686_693_839, 2],
}

/** The grid of a network's blocks from its genesis on. Undefined where its genesis is not known here. */
export function genesisGrid(network: L2Network<'op-stack'> | undefined): BlockGrid | undefined {
  const genesis = network && GENESES[network.id]
  if (!genesis) return undefined
  const [number, timestampS, blockTimeS, untilS] = genesis
  return { genesisS: timestampS, number, timestampS, blockTimeS, ...(untilS !== undefined && { untilS }) }
}
