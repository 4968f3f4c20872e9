import type { EthereumBlock } from '../ethereum/block.ts'
import { ethereumFaults } from '../ethereum/ethereum-faults.ts'
import { ethereumVariantModel, type VariantModelOptions } from '../ethereum/ethereum-variant.ts'
import { integerBytes, toBytes } from '../ethereum/hex.ts'
import type { StackModel } from '../simulation/stack-model.ts'

/** What a simulated Gnosis is. */
export interface GnosisModelOptions extends VariantModelOptions {
  /** Before or since the merge. Default `beacon`. */
  readonly era?: 'aura' | 'beacon'
}

/** Near 2^128, as AuRa's difficulty is. */
const AURA_DIFFICULTY = 2n ** 128n - 2n

/** Blocks and answers of Gnosis: Ethereum's, with a step and a signature for mixHash and nonce before the merge. */
export function gnosisModel(options: GnosisModelOptions = {}): StackModel<EthereumBlock> {
  const aura = options.era === 'aura'
  return ethereumVariantModel(
    {
      stack: 'gnosis',
      id: 'simulated_gnosis',
      chainId: 1_337_025,
      fork: aura ? 'london' : 'prague',
      shape: (parts, plan, random) => {
        if (!aura) return parts
        const step = Math.floor(plan.timestampMs / 5000)
        const signature = random.hex(65)
        return {
          ...parts,
          difficulty: AURA_DIFFICULTY,
          json: { step, signature, author: parts.miner, mixHash: undefined, nonce: undefined },
          seal: {
            header: (items) => [...items.slice(0, 13), integerBytes(step), toBytes(signature), ...items.slice(15)],
          },
        }
      },
      faults: ethereumFaults,
      foreign: (chainId) => gnosisModel({ ...options, chainId }),
    },
    options,
  )
}
