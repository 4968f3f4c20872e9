import {
  type Dialect,
  type EvmBlockFields,
  type EvmTransactionFields,
  ethereumEra,
  evmBlockFields,
  evmTransactionFields,
  isPresent,
  type RpcObject,
  sameQuantity,
} from '@defimon/evm'

/**
 * What a block of Linea has beyond an Ethereum one's: the prices that `extraData` announces, from which `linea_estimateGas` is computed
 * (docs.linea.build, gas fees). Absent: the block announces none, as those before 2024-06.
 */
export interface LineaBlockFields extends EvmBlockFields {
  /** Fixed part of the price of gas. */
  readonly fixedCostWei?: bigint
  /** Cost of a compressed byte on L1, spread over the gas of a transaction. */
  readonly variableCostWei?: bigint
  /** The price of gas that `eth_gasPrice` gives. */
  readonly gasPriceWei?: bigint
}

declare module '@defimon/core' {
  interface StackBlockFields {
    linea: LineaBlockFields
  }
  interface StackTransactionFields {
    linea: EvmTransactionFields
  }
}

const KWEI = 1000n

/** Version 1 of the pricing in `extraData`: `0x01 ‖ fixed ‖ variable ‖ gas price`, each a u32 in thousands of wei, then zeros. */
function pricing(block: RpcObject): Pick<LineaBlockFields, 'fixedCostWei' | 'variableCostWei' | 'gasPriceWei'> {
  const { extraData } = block
  if (typeof extraData !== 'string' || !/^0x01[0-9a-f]{24}0{38}/i.test(extraData)) return {}
  const word = (index: number): bigint => BigInt(`0x${extraData.slice(4 + index * 8, 12 + index * 8)}`) * KWEI
  return { fixedCostWei: word(0), variableCostWei: word(1), gasPriceWei: word(2) }
}

/**
 * Linea: Ethereum's formats from the beginning. Until Beta v4 a Clique seal of 65 bytes stood in `extraData` and was part of the hash; then
 * Maru (QBFT) took the seals out of the header and the fields of Shanghai to Prague came. The state root that L1 proves is another one than
 * the header's.
 *
 * `finalized` is the last block that was proven on L1, on Linea Besu; other nodes answer as they like. There is no `safe`.
 */
export const lineaDialect: Dialect<'linea'> = {
  eras: [
    {
      ...ethereumEra,
      name: 'clique',
      source: 'https://eips.ethereum.org/EIPS/eip-225',
      applies: (block) => isPresent(block['difficulty']) && !sameQuantity(block['difficulty'], '0x0'),
    },
    { ...ethereumEra, name: 'maru', source: 'https://docs.linea.build/release-notes' },
  ],
  tags: ['latest', 'finalized'],
  blockFields: (block) => ({ ...evmBlockFields(block), ...pricing(block) }),
  transactionFields: evmTransactionFields,
}
