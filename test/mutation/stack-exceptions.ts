import type { Stack } from '@defimon/core'
import type { EvmExceptions, RawEvmBlock } from './evm-commitments.ts'

const NOT_IN_ZKSYNC_HASH = 'not in the block hash, which holds number, time, parent and hashes of transactions'
const BY_CLASSIC_NODE = 'the node of the first Arbitrum kept it beside'
const BY_CONSENSUS = 'worked out by the node from the seals in `extraData`'
const OUR_COPY = 'our own copy of what stands beside it under another name'
const TOGETHER = 'Kaia shows a transaction and its receipt as one object: read from the other copy'

/** What stacks of EVM chains show beside their blocks. A stack that is not named shows nothing beyond Ethereum. */
const STACK_EXCEPTIONS: { readonly [S in Stack]?: EvmExceptions } = {
  arbitrum: {
    unsignedTypes: ['0x64', '0x65', '0x66', '0x68', '0x69', '0x6a'],
    transaction: named(
      ['l1SequenceNumber', 'l1BlockNumber', 'parentRequestId', 'indexInParent', 'arbType', 'arbSubType'],
      BY_CLASSIC_NODE,
    ),
    receipt: {
      ...named(['returnCode', 'returnData', 'feeStats'], BY_CLASSIC_NODE),
      gasUsedForL1: 'kept by the node; held against the gas used only',
      l1BlockNumber: 'kept by the node',
    },
  },
  'op-stack': {
    block: named(['epochSnarkData', 'randomness'], 'in the body of a Celo block, to which its header did not commit'),
    transaction: named(
      ['queueOrigin', 'l1TxOrigin', 'l1BlockNumber', 'l1Timestamp', 'index', 'queueIndex', 'rawTransaction'],
      'before Bedrock a node kept it beside the transaction',
    ),
  },
  scroll: { unsignedTypes: ['0x7e'], receipt: { l1Fee: 'derived by the node from the signed transaction' } },
  'polygon-pos': { block: { miner: 'the signer, whom some nodes recover from the seal; the header holds zero' } },
  harmony: { block: named(['signers'], 'said by the node: who signed the block before it') },
  kaia: {
    block: {
      ...named(['committee', 'committers', 'proposer', 'originProposer', 'round', 'sigHash', 'totalBlockScore'], BY_CONSENSUS),
      extraData: 'its end, where it is changed here, holds seals over the hash, which are not in the hash',
    },
    transaction: {
      ...named(['v', 'r', 's', 'typeInt', 'transactionHash'], OUR_COPY),
      ...named(['gasUsed', 'logsBloom', 'status', 'logs'], TOGETHER),
      senderTxHash: 'the hash without the payer of the fee: nothing repeats it',
    },
    receipt: {
      ...named(['v', 'r', 's', 'typeInt'], OUR_COPY),
      ...named(['gas', 'gasPrice', 'nonce', 'senderTxHash', 'signatures', 'value', 'input'], TOGETHER),
    },
  },
  zksync: {
    commitsToHashes: true,
    block: named(
      [
        ...[
          'sha3Uncles',
          'miner',
          'stateRoot',
          'transactionsRoot',
          'receiptsRoot',
          'l1BatchNumber',
          'l1BatchTimestamp',
          'gasUsed',
        ],
        ...['gasLimit', 'baseFeePerGas', 'extraData', 'logsBloom', 'difficulty', 'mixHash', 'nonce', 'blobGasUsed'],
        ...['excessBlobGas', 'author'],
      ],
      NOT_IN_ZKSYNC_HASH,
    ),
  },
}

/** Before protocol version 13 a block hash of zkSync Era holds the number and nothing else. */
const ZKSYNC_BEFORE_13: EvmExceptions = {
  block: {
    ...STACK_EXCEPTIONS.zksync?.block,
    ...named(['parentHash', 'timestamp'], 'before protocol version 13 a hash holds the number only'),
  },
}

/** Before Nitro the header was Ethereum's, and the L1 block stood beside it. */
const ARBITRUM_BEFORE_NITRO: EvmExceptions = {
  ...STACK_EXCEPTIONS.arbitrum,
  block: named(['l1BlockNumber'], BY_CLASSIC_NODE),
}

/** The exceptions that hold for a block of a stack. */
export function exceptionsOf(stack: Stack, raw: RawEvmBlock): EvmExceptions | undefined {
  const part = partOf(stack, raw)
  if (stack === 'zksync' && part !== undefined) return ZKSYNC_BEFORE_13
  if (stack === 'arbitrum' && part !== undefined) return ARBITRUM_BEFORE_NITRO
  return STACK_EXCEPTIONS[stack]
}

/** Parts of a network's history that stand in a row of their own, for what can be recomputed of them differs. */
export function partOf(stack: Stack, { block }: RawEvmBlock): string | undefined {
  if (stack === 'arbitrum' && block['baseFeePerGas'] === undefined) return 'before Nitro'
  if (stack === 'kaia' && block['reward'] === undefined) return 'as `eth_*` shows it'
  if (stack === 'gnosis' && block['difficulty'] !== '0x0') return 'AuRa'
  if (stack === 'zksync' && Number(block['timestamp']) < Date.UTC(2024, 0, 1) / 1000) return 'before 2024'
  return undefined
}

function named(names: readonly string[], reason: string): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, reason]))
}
