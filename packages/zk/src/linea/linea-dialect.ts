import {
  type Dialect,
  type EvmBlockFields,
  type EvmTransactionFields,
  ethereumEra,
  evmBlockFields,
  evmTransactionFields,
  type RpcObject,
} from '@defimon/evm'

/** What a block of Linea has beyond an Ethereum one's: the prices that `extraData` announces (docs.linea.build, gas fees). */
export interface LineaBlockFields extends EvmBlockFields {
  /** Fixed cost of a transaction's gas, in wei. */
  readonly fixedCostWei?: bigint
  /** Cost per compressed byte, in wei. */
  readonly variableCostWei?: bigint
}

declare module '@defimon/core' {
  interface StackBlockFields {
    linea: LineaBlockFields
  }
  interface StackTransactionFields {
    linea: EvmTransactionFields
  }
}

/** Version 1 of the pricing in `extraData`: `0x01 ‖ fixed ‖ variable ‖ gas price`, each a u32 in thousands of wei. */
function pricing(block: RpcObject): Pick<LineaBlockFields, 'fixedCostWei' | 'variableCostWei'> {
  const { extraData } = block
  if (typeof extraData !== 'string' || extraData.length < 28 || !extraData.startsWith('0x01')) return {}
  const word = (index: number): bigint => BigInt(`0x${extraData.slice(4 + index * 8, 12 + index * 8)}`) * 1000n
  return { fixedCostWei: word(0), variableCostWei: word(1) }
}

/**
 * Linea: Ethereum's formats from the beginning. Before Maru a Clique seal stood in `extraData`, and was part of the hash; the fields
 * of later forks came with it. The state root that L1 proves is another one than the header's.
 */
export const lineaDialect: Dialect<'linea'> = {
  eras: [{ ...ethereumEra, name: 'linea', source: 'https://docs.linea.build' }],
  blockFields: (block) => ({ ...evmBlockFields(block), ...pricing(block) }),
  transactionFields: evmTransactionFields,
}
