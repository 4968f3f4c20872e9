import type { EthereumBlock, EthereumBlockParts } from '../ethereum/block.ts'
import { ethereumFaults, inBlock } from '../ethereum/ethereum-faults.ts'
import { ethereumVariantModel, type VariantModelOptions } from '../ethereum/ethereum-variant.ts'
import { integerBytes, toBytes, toHex, toQuantity } from '../ethereum/hex.ts'
import { keccakHex } from '../ethereum/keccak.ts'
import { rlpEncode } from '../ethereum/rlp.ts'
import type { SeededRandom } from '../runtime/seeded-random.ts'
import type { Fault } from '../simulation/fault.ts'
import type { BlockPlan, StackModel } from '../simulation/stack-model.ts'

/** What a simulated C-Chain is. */
export interface AvalancheModelOptions extends VariantModelOptions {
  /** Before and since blocks are settled by later ones (ACP-194). Default `granite`. */
  readonly era?: 'granite' | 'helicon'
}

const avalancheFaults: Readonly<Record<string, Fault>> = {
  ...ethereumFaults,
  'atomic-transactions-changed': inBlock(
    { description: 'other atomic transactions than extDataHash stands over', verdict: 'rejected', check: 'block-hash' },
    (block) => {
      block['blockExtraData'] = '0xdeadbeef'
    },
  ),
}

/** Fields 15 to 29 of the header and how JSON names them (avalanchego graft/coreth customtypes/header_ext.go). */
function avalancheParts(
  parts: EthereumBlockParts,
  plan: BlockPlan,
  random: SeededRandom,
  era: 'granite' | 'helicon',
): EthereumBlockParts {
  const helicon = era === 'helicon'
  const blockExtraData = random.chance(0.3) ? random.bytes(random.integer(40, 300)) : new Uint8Array()
  const extDataHash = keccakHex(rlpEncode(blockExtraData))
  const zeroRoot = `0x${'00'.repeat(32)}`
  const appended: readonly (readonly [name: string, value: bigint | number])[] = [
    ['extDataGasUsed', random.integer(0, 100_000)],
    ['blockGasCost', random.integer(0, 400_000)],
  ]
  const granite = [
    ['timestampMilliseconds', plan.timestampMs],
    ['minDelayExcess', random.integer(1, 10_000_000)],
  ] as const
  const settled = [
    ['targetExponent', random.integer(1, 1_000_000)],
    ['minPriceExponent', random.integer(0, 1_000_000)],
    ['settledHeight', plan.number - 5],
    ['settledGasUnix', Math.floor(plan.timestampMs / 1000) - 3],
    ['settledGasNumerator', random.integer(0, 1_000_000)],
    ['settledExcess', random.integer(0, 1_000_000)],
  ] as const
  const encode = (fields: readonly (readonly [string, bigint | number])[]): Uint8Array[] =>
    fields.map(([, value]) => integerBytes(value))
  const show = (fields: readonly (readonly [string, bigint | number])[]): Record<string, string> =>
    Object.fromEntries(fields.map(([name, value]) => [name, toQuantity(value)]))
  const last = helicon ? settled : []
  return {
    ...parts,
    miner: '0x0100000000000000000000000000000000000000',
    difficulty: 1n,
    mixHash: zeroRoot,
    nonce: '0x0000000000000000',
    json: {
      extDataHash,
      blockExtraData: toHex(blockExtraData),
      ...show([...appended, ...granite, ...last]),
      blobGasUsed: '0x0',
      excessBlobGas: '0x0',
      parentBeaconBlockRoot: zeroRoot,
    },
    seal: {
      // Since Helicon the base fee is empty in the header; the clock of gas tells it.
      header: (items) => [
        ...items.slice(0, 15),
        toBytes(extDataHash),
        helicon ? new Uint8Array() : items[15]!,
        ...encode(appended),
        new Uint8Array(),
        new Uint8Array(),
        toBytes(zeroRoot),
        ...encode([...granite, ...last]),
      ],
      ...(helicon && { roots: { receipts: random.hex(32) } }),
    },
  }
}

/** Blocks and answers of the Avalanche C-Chain: its own order of the header, and atomic transactions beside the body. */
export function avalancheModel(options: AvalancheModelOptions = {}): StackModel<EthereumBlock> {
  const { era = 'granite' } = options
  return ethereumVariantModel(
    {
      stack: 'avalanche',
      id: 'simulated_avalanche',
      chainId: 1_337_022,
      fork: 'london',
      shape: (parts, plan, random) => avalancheParts(parts, plan, random, era),
      timestampMs: (plan) => plan.timestampMs,
      faults: avalancheFaults,
      foreign: (chainId) => avalancheModel({ ...options, chainId }),
    },
    options,
  )
}
