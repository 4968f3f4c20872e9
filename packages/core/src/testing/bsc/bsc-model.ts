import type { EthereumBlock } from '../ethereum/block.ts'
import { ethereumFaults, inBlock } from '../ethereum/ethereum-faults.ts'
import { ethereumVariantModel, type VariantModelOptions } from '../ethereum/ethereum-variant.ts'
import { fixedBytes, toHex, toQuantity } from '../ethereum/hex.ts'
import type { Fault } from '../simulation/fault.ts'
import type { StackModel } from '../simulation/stack-model.ts'

const bscFaults: Readonly<Record<string, Fault>> = {
  ...ethereumFaults,
  'milliseconds-changed': inBlock(
    { description: 'another milliTimestamp than the header has', verdict: 'rejected', check: 'block-hash' },
    (block) => {
      block['milliTimestamp'] = toQuantity(BigInt(String(block['milliTimestamp'])) + 1n)
    },
  ),
}

/** Blocks and answers of BNB Smart Chain since Lorentz: the milliseconds stand in mixHash (bsc consensus/parlia). */
export function bscModel(options: VariantModelOptions = {}): StackModel<EthereumBlock> {
  return ethereumVariantModel(
    {
      stack: 'bsc',
      id: 'simulated_bsc',
      chainId: 1_337_021,
      fork: 'prague',
      shape: (parts, plan, random) => ({
        ...parts,
        difficulty: random.chance(0.9) ? 2n : 1n,
        withdrawals: [],
        parentBeaconBlockRoot: `0x${'00'.repeat(32)}`,
        extraData: toHex(random.bytes(97)),
        mixHash: toHex(fixedBytes(plan.timestampMs % 1000, 32)),
        json: { milliTimestamp: toQuantity(plan.timestampMs) },
      }),
      timestampMs: (plan) => plan.timestampMs,
      faults: bscFaults,
      foreign: (chainId) => bscModel({ ...options, chainId }),
    },
    options,
  )
}
