/** Something that went wrong for others who read many chains, and what holds it here. */
export interface PeerPain {
  readonly pain: string
  /** The thread where it was told. */
  readonly source: string
  readonly answer: string
  /** Files of the repository whose tests fail when it comes back. */
  readonly tests: readonly string[]
}

/** Bugs and demands in public issue threads of peers, each with the tests that hold it here. */
export const PEER_PAINS: readonly PeerPain[] = [
  {
    pain: 'X Layer answered every question with block 0, and an indexer deleted all its records',
    source: 'https://github.com/l2beat/l2beat/pull/5888',
    answer: 'an answer is held against the question (`wrong-block`, `same-block-for-all`); a rollback never goes below finality',
    tests: ['packages/evm/test/source-conformance.test.ts', 'packages/sync/test/create-sync.test.ts'],
  },
  {
    pain: 'an answer of eth_getLogs left a log out, and no hash could show it',
    source: 'https://github.com/enviodev/hyperindex/issues/1498',
    answer:
      'logs come from whole blocks whose receipts root was recomputed (`log-omitted`); logs asked for apart are held against the blooms',
    tests: ['packages/evm/test/source-conformance.test.ts', 'packages/evm/test/logs.test.ts'],
  },
  {
    pain: 'an empty answer of eth_getLogs was believed',
    source: 'https://github.com/ponder-sh/ponder/issues/1852',
    answer: 'the bloom of each header is held against the logs',
    tests: ['packages/evm/test/logs.test.ts'],
  },
  {
    pain: 'two logs with one index, and the same endpoint asked for ever',
    source: 'https://github.com/ponder-sh/ponder/issues/2182',
    answer: '`log-index-duplicated` is rejected; a rejected endpoint is set aside for a while',
    tests: ['packages/evm/test/source-conformance.test.ts', 'packages/core/test/transport/failover.test.ts'],
  },
  {
    pain: 'block and logs came from two nodes behind one address',
    source: 'https://github.com/jaxernst/lasso-rpc/issues/11',
    answer: 'the calls of a block are one session on one endpoint; what does not fit is rejected (`receipt-of-other-block`)',
    tests: ['packages/core/test/transport/failover.test.ts', 'packages/evm/test/source-conformance.test.ts'],
  },
  {
    pain: 'an underflowed log index won a vote of endpoints',
    source: 'https://github.com/erpc/erpc/pull/947',
    answer: '`log-index-underflowed` is rejected by content; a quorum votes on hashes of blocks that passed',
    tests: ['packages/evm/test/source-conformance.test.ts', 'packages/core/test/source/quorum.test.ts'],
  },
  {
    pain: 'null for receipts and an unknown error code ended the process again and again',
    source: 'https://github.com/subsquid/squid-sdk/pull/505',
    answer: '`receipts-null` and `unknown-error-answer` fail over; an unknown code is asked of each endpoint once',
    tests: ['packages/core/test/transport/failover.test.ts', 'packages/core/test/transport/classify-error.test.ts'],
  },
  {
    pain: 'one absurd head, and no lower one was ever believed again',
    source: 'https://github.com/ethers-io/ethers.js/issues/2404',
    answer: 'a head must be plausible in both directions (`absurd-head`)',
    tests: ['packages/core/test/source/latest-head.test.ts', 'packages/core/test/source/watch-blocks.test.ts'],
  },
  {
    pain: 'a pruned node gave old blocks without their transactions',
    source: 'https://github.com/paradigmxyz/reth/pull/21948',
    answer: 'an empty list under another root is not believed, and another endpoint is asked (`transactions-emptied`)',
    tests: ['packages/evm/test/source-conformance.test.ts'],
  },
  {
    pain: 'a verified light client could not see logs that were left out',
    source: 'https://github.com/a16z/helios/issues/329',
    answer: 'every field that a root stands over is changed and must be seen',
    tests: ['packages/evm/test/mutation.test.ts'],
  },
  {
    pain: 'a relaxation for zkSync’s system logs was made for every chain',
    source: 'https://github.com/ponder-sh/ponder/issues/1306',
    answer: 'only a log of the bootloader may lack a transaction, and only on zkSync',
    tests: ['packages/zk/test/zksync.test.ts'],
  },
  {
    pain: 'real blocks break the rules: state syncs of Polygon, blooms of Cronos and Avalanche',
    source: 'https://github.com/subsquid/squid-sdk/issues/420',
    answer: 'exceptions are data: network, range of blocks, reason, source',
    tests: [
      'packages/cli/test/quirks.test.ts',
      'packages/sidechain/test/eras.test.ts',
      'packages/sidechain/test/polygon-pos.test.ts',
    ],
  },
  {
    pain: 'Celo changed its format at a block, and has types of its own',
    source: 'https://github.com/drpcorg/dshackle/pull/300',
    answer: 'formats go by chain and range of blocks',
    tests: ['packages/optimism/test/variants.test.ts', 'packages/optimism/test/variants-conformance.test.ts'],
  },
  {
    pain: 'the block number of Arbitrum was that of L1; old batches have no counters',
    source: 'https://github.com/blockscout/blockscout/pull/10295',
    answer: 'the L1 block is a field of its own, also before Nitro; batches are found without counters',
    tests: ['packages/arbitrum/test/arbitrum.test.ts', 'packages/arbitrum/test/settlement/batch-finder.test.ts'],
  },
  {
    pain: '‘cannot query unfinalized data’ was taken for an empty result',
    source: 'https://github.com/trezor/blockbook/pull/1489',
    answer: 'not yet, absent and empty are different kinds of failure',
    tests: ['packages/core/test/transport/classify-error.test.ts'],
  },
  {
    pain: 'blocks of Solana were called skipped though they exist',
    source: 'https://github.com/solana-labs/solana/issues/20370',
    answer: 'absence is proven by the next block’s parent, never inferred (`block-skipped-falsely`)',
    tests: [
      'packages/solana/test/solana.test.ts',
      'packages/solana/test/conformance.test.ts',
      'packages/core/test/source/get-blocks.test.ts',
    ],
  },
  {
    pain: 'NEAR says the same of a skipped, a pruned and a future height',
    source: 'https://github.com/near/nearcore/issues/2319',
    answer: 'they are told apart by the links of other blocks',
    tests: ['packages/near/test/near.test.ts'],
  },
  {
    pain: 'versions of StarkNet’s RPC broke readers; unfinished blocks were taken for blocks',
    source: 'https://github.com/equilibriumco/pathfinder/issues/3259',
    answer: 'the version is asked once, and an unfinished block is none (`head-unfinished`, `block-unfinished`)',
    tests: ['packages/zk/test/starknet/decode.test.ts', 'packages/zk/test/starknet/source-conformance.test.ts'],
  },
  {
    pain: 'a node that was catching up caused a deep reorg and wrong rows',
    source: 'https://github.com/ponder-sh/ponder/issues/2221',
    answer:
      'the head of a node that is catching up is not believed (`syncing`); a reorg below finality stops the network and deletes nothing',
    tests: ['packages/core/test/source/latest-head.test.ts', 'packages/sync/test/create-sync.test.ts'],
  },
  {
    pain: 'safe and finalized mean something else on every network, or nothing',
    source: 'https://github.com/RSS3-Network/Global-Indexer/issues/274',
    answer: 'a tag that is not there is UNSUPPORTED, and depth counts instead; firmness of settlement follows the parent chain',
    tests: [
      'packages/evm/test/driver.test.ts',
      'packages/sync/test/create-sync.test.ts',
      'packages/sync/test/settlement.test.ts',
    ],
  },
  {
    pain: 'two confirmations in inverted order blocked a window 427 times',
    source: 'https://github.com/blockscout/blockscout/pull/14741',
    answer: 'facts merge in any order to the same; a poisoned window stops no other',
    tests: ['packages/core/test/settlement/settlement-machine.test.ts', 'packages/sync/test/settlement.test.ts'],
  },
  {
    pain: 'reverted batches and batches of another form stopped analysers',
    source: 'https://github.com/matter-labs/zksync-os-server/issues/685',
    answer: 'every step back is an event; hostile payloads of an inbox end as steps',
    tests: [
      'packages/zk/test/zksync/settlement.test.ts',
      'packages/sync/test/settlement-random.test.ts',
      'packages/optimism/test/settlement/inbox.test.ts',
    ],
  },
  {
    pain: 'indexers stood still without a word; idle chains cost most of the bill',
    source: 'https://github.com/joshstevens19/rindexer/issues/342',
    answer: 'health says what stands still and why; polls thin out on an idle chain; a budget for each hour',
    tests: [
      'packages/sync/test/events-and-health.test.ts',
      'packages/core/test/source/block-interval.test.ts',
      'packages/core/test/transport/request-budget.test.ts',
    ],
  },
  {
    pain: 'loops that could not be ended, a month’s quota treated as ‘slow down’, memory that grew',
    source: 'https://github.com/ethers-io/ethers.js/issues/5071',
    answer: 'a used-up quota sets the endpoint aside; closing leaves no timer; a range holds no more than its window',
    tests: [
      'packages/core/test/transport/failover.test.ts',
      'packages/core/test/transport/abort.test.ts',
      'packages/core/test/source/get-blocks.test.ts',
    ],
  },
  {
    pain: 'packages that could not be loaded any more on some Node',
    source: 'https://github.com/elpheria/rpc-websockets/issues/191',
    answer: 'SDKs are optional peers; the packed packages are loaded by import and require on Node 22, 24 and 26',
    tests: ['test/house/manifests.test.ts', 'scripts/pack-matrix.ts'],
  },
]
