import type { EthereumBlock } from '../ethereum/block.ts'
import { ethereumFaults } from '../ethereum/ethereum-faults.ts'
import { ethereumVariantModel, type VariantModelOptions } from '../ethereum/ethereum-variant.ts'
import { concatBytes, toHex } from '../ethereum/hex.ts'
import { rlpEncode } from '../ethereum/rlp.ts'
import type { StackModel } from '../simulation/stack-model.ts'

/** Blocks and answers of Polygon Edge under IBFT: a header without mixHash and nonce, whose seals are not hashed. */
export function polygonEdgeModel(options: VariantModelOptions = {}): StackModel<EthereumBlock> {
  return ethereumVariantModel(
    {
      stack: 'polygon-edge',
      id: 'simulated_polygon_edge',
      chainId: 1_337_028,
      fork: 'byzantium',
      shape: (parts, _plan, random) => {
        const vanity = random.bytes(32)
        const validators = Array.from({ length: 4 }, () => random.bytes(20))
        const seals = (): Uint8Array[] => Array.from({ length: 3 }, () => random.bytes(65))
        const parentSeals = seals()
        const hashed = concatBytes(vanity, rlpEncode([validators, new Uint8Array(), [], parentSeals]))
        return {
          ...parts,
          difficulty: BigInt(parts.number),
          extraData: toHex(concatBytes(vanity, rlpEncode([validators, random.bytes(65), seals(), parentSeals]))),
          seal: { header: (items) => [...items.slice(0, 12), hashed] },
        }
      },
      faults: ethereumFaults,
      foreign: (chainId) => polygonEdgeModel({ ...options, chainId }),
    },
    options,
  )
}
