import type { L1Ref, L2Network, NetworkFacts } from '@defimon/core'
import {
  type Contradiction,
  checkBlobGas,
  checkUncles,
  type Dialect,
  type Era,
  ethereumEra,
  ethereumHeader,
  ethereumLayouts,
  ethereumTransactions,
  isPresent,
  parseHeight,
  type RlpWriter,
  type RpcObject,
  sameHex,
} from '@defimon/evm'
import { depositLayout, depositTransaction } from './deposit.ts'
import { attributesDeposit, attributesSourceHash, l1Attributes } from './l1-attributes.ts'
import { optimismFee } from './optimism-fee.ts'
import { optimismBlockFields, optimismTransactionFields } from './optimism-fields.ts'
import { VARIANTS } from './variants/variants.ts'

const SPECS = 'https://specs.optimism.io'

/**
 * Every fork of the OP Stack, and OP Mainnet before Bedrock: Ethereum's formats with deposits. The root in `withdrawalsRoot` stands
 * over nothing that a block holds (empty at first, since Isthmus the storage of the message passer), so it is never compared.
 */
export const optimismEra: Era = {
  name: 'op-stack',
  source: `${SPECS}/protocol/deposits.html`,
  header: ethereumHeader(),
  transactions: { ...ethereumTransactions, '0x7e': depositTransaction },
  transactionsRoot: ethereumEra.transactionsRoot,
  receiptsRoot: ethereumEra.receiptsRoot,
  checkBlock: checkUncles,
  checkTransactions: checkAttributes,
  checkReceipts: checkBlobGas,
}

/** The dialect of a network of the OP family: the common one, or what is known of a chain that deviates. */
export function optimismDialect(network: L2Network<'op-stack'>): Dialect<'op-stack'> {
  const variant = VARIANTS[network.testnetOf ?? network.id]
  return { ...baseDialect, ...variant?.(network, optimismEra) }
}

const baseDialect: Dialect<'op-stack'> = {
  eras: [optimismEra],
  layouts: [...ethereumLayouts, depositLayout],
  blockFields: optimismBlockFields,
  transactionFields: optimismTransactionFields,
  fee: optimismFee,
  l1Origin,
}

/** The L1 block that a block was derived from: its L1 attributes; before Bedrock what its only transaction saw. */
function l1Origin(block: RpcObject, network: NetworkFacts): L1Ref | undefined {
  const { parent } = network
  if (parent === undefined) return undefined
  const attributes = l1Attributes(block)
  if (attributes) {
    return { network: parent, number: attributes.number, hash: attributes.hash, timestampMs: attributes.timestampMs }
  }
  const [first] = Array.isArray(block['transactions']) ? (block['transactions'] as readonly unknown[]) : []
  const number = typeof first === 'object' && first !== null ? (first as RpcObject)['l1BlockNumber'] : undefined
  return isPresent(number) ? { network: parent, number: parseHeight(number, 'l1BlockNumber') } : undefined
}

/** The source hash of the L1 attributes deposit follows from the L1 block that it names. */
function checkAttributes(block: RpcObject, writer: RlpWriter): Contradiction | undefined {
  const attributes = l1Attributes(block)
  if (!attributes) return undefined
  const claimed = attributesDeposit(block)?.['sourceHash']
  const computed = attributesSourceHash(attributes, writer)
  return sameHex(claimed, computed)
    ? undefined
    : { claimed: String(claimed), computed, detail: 'sourceHash of the L1 attributes' }
}
