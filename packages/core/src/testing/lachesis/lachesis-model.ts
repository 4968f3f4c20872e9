import type { EthereumBlock, EthereumBlockParts } from '../ethereum/block.ts'
import { ethereumFaults } from '../ethereum/ethereum-faults.ts'
import { ethereumVariantModel, unseenFaults, type VariantModelOptions } from '../ethereum/ethereum-variant.ts'
import { concatBytes, fixedBytes, toBytes, toHex, toQuantity } from '../ethereum/hex.ts'
import { keccak } from '../ethereum/keccak.ts'
import { EMPTY_TRIE_ROOT } from '../ethereum/trie.ts'
import type { SeededRandom } from '../runtime/seeded-random.ts'
import type { Fault } from '../simulation/fault.ts'
import type { BlockPlan, StackModel } from '../simulation/stack-model.ts'

/** What a simulated chain of Lachesis is. */
export interface LachesisModelOptions extends VariantModelOptions {
  /** Fantom Opera, whose hashes are event ids, or Sonic. Default `sonic`. */
  readonly chain?: 'opera' | 'sonic'
}

const BLOCKS_IN_EPOCH = 16
const ZERO_ROOT = `0x${'00'.repeat(32)}`
/** Chain ids of Opera. */
const FANTOM = 250
const FANTOM_TESTNET = 4002

const operaFaults: Readonly<Record<string, Fault>> = {
  ...ethereumFaults,
  ...unseenFaults(
    ethereumFaults,
    ['parent-hash-changed', 'state-root-changed', 'gas-used-changed', 'miner-changed', 'header-field-missing'],
    'the hash is the id of an event of the consensus, not one of the header',
  ),
}

function common(parts: EthereumBlockParts, plan: BlockPlan): EthereumBlockParts {
  return {
    ...parts,
    miner: `0x${'00'.repeat(20)}`,
    difficulty: 0n,
    nonce: '0x0000000000000000',
    json: {
      epoch: toQuantity(Math.floor(plan.number / BLOCKS_IN_EPOCH)),
      timestampNano: toQuantity(BigInt(plan.timestampMs) * 1_000_000n),
      totalDifficulty: '0x0',
    },
  }
}

/** An event id: epoch and Lamport time, four bytes each, then what identifies the event (lachesis-base hash/event_hash.go). */
function operaParts(parts: EthereumBlockParts, plan: BlockPlan): EthereumBlockParts {
  const front = concatBytes(fixedBytes(Math.floor(plan.number / BLOCKS_IN_EPOCH), 4), fixedBytes(plan.number % 65_536, 4))
  return {
    ...common(parts, plan),
    extraData: '0x',
    mixHash: ZERO_ROOT,
    seal: { hash: (header) => toHex(concatBytes(front, keccak(header).slice(8))) },
  }
}

/** The header ends with the blob fields; the extra data holds what is below the second and how long the block took. */
function sonicParts(parts: EthereumBlockParts, plan: BlockPlan, random: SeededRandom): EthereumBlockParts {
  const shaped = common(parts, plan)
  const nanoseconds = (plan.timestampMs % 1000) * 1_000_000
  const empty = new Uint8Array()
  return {
    ...shaped,
    extraData: toHex(concatBytes(fixedBytes(nanoseconds, 4), fixedBytes(random.integer(1, 1_000_000_000), 8))),
    json: { ...shaped.json, withdrawalsRoot: EMPTY_TRIE_ROOT, blobGasUsed: '0x0', excessBlobGas: '0x0' },
    seal: { header: (items) => [...items, toBytes(EMPTY_TRIE_ROOT), empty, empty] },
  }
}

/** A source tells Opera by its chain id, of which there are two: Fantom's and its testnet's. */
function otherOpera(chainId: number | undefined): number {
  return chainId === FANTOM ? FANTOM_TESTNET : FANTOM
}

/** Blocks and answers of Fantom Opera or Sonic. */
export function lachesisModel(options: LachesisModelOptions = {}): StackModel<EthereumBlock> {
  const opera = options.chain === 'opera'
  return ethereumVariantModel(
    {
      stack: 'lachesis',
      id: opera ? 'simulated_opera' : 'simulated_sonic',
      chainId: opera ? FANTOM_TESTNET : 1_337_023,
      fork: 'london',
      shape: (parts, plan, random) => (opera ? operaParts(parts, plan) : sonicParts(parts, plan, random)),
      timestampMs: (plan) => plan.timestampMs,
      faults: opera ? operaFaults : ethereumFaults,
      foreign: (chainId) => lachesisModel({ ...options, chainId: opera ? otherOpera(options.chainId) : chainId }),
    },
    options,
  )
}
