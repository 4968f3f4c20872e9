import type { L1Ref, NetworkFacts, NetworkId } from '@defimon/core'
import {
  checkUncles,
  type Dialect,
  type Era,
  ethereumEra,
  ethereumHeader,
  isPresent,
  parseOptionalHeight,
  type RpcObject,
} from '@defimon/evm'
import { arbitrumBlockFields, arbitrumFee, arbitrumTransactionFields } from './arbitrum-fields.ts'
import { classicTransactions, nitroTransactions } from './arbitrum-transactions.ts'
import { checkHeaderInfo, headerInfo } from './header-info.ts'

const SOURCE = 'https://github.com/OffchainLabs/go-ethereum/blob/master/core/types/arb_types.go'
const BESIDE = ['l1BlockNumber', 'sendCount', 'sendRoot']

/** Arbitrum One below block 22,207,818: made by the first Arbitrum, served by Nitro nodes. Such blocks have no base fee. */
const classicEra: Era = {
  name: 'classic',
  source: SOURCE,
  applies: (block) => !isPresent(block['baseFeePerGas']),
  header: ethereumHeader({ beside: BESIDE }),
  transactions: classicTransactions,
  transactionsRoot: ethereumEra.transactionsRoot,
  receiptsRoot: { skip: 'no public recipe reproduces the receipts root of blocks from before Nitro' },
  checkBlock: checkUncles,
  receiptGas: 'receipts from before Nitro count ArbGas, which the cumulative gas does not',
}

/** Nitro: One since August 2022, Nova, every Orbit chain and their L3s. */
const nitroEra: Era = {
  name: 'nitro',
  source: SOURCE,
  header: ethereumHeader({ beside: BESIDE }),
  transactions: nitroTransactions,
  transactionsRoot: ethereumEra.transactionsRoot,
  receiptsRoot: ethereumEra.receiptsRoot,
  checkBlock: (block) => checkUncles(block) ?? checkHeaderInfo(block),
}

/** How Arbitrum chains deviate from Ethereum: seven transaction types of their own, and a header with packed fields. */
export const arbitrumDialect: Dialect<'arbitrum'> = {
  eras: [classicEra, nitroEra],
  blockFields: arbitrumBlockFields,
  transactionFields: arbitrumTransactionFields,
  fee: arbitrumFee,
  l1Origin,
}

/**
 * The block of another chain that the sequencer saw; a hash is not in the block. On an L3 over an Arbitrum chain it is Ethereum's, for
 * the parent's own L1 number is taken over; over any other parent (Base) it is the parent's (OffchainLabs/nitro
 * arbutil/correspondingl1blocknumber.go, `ParentHeaderToL1BlockNumber`).
 */
function l1Origin(block: RpcObject, network: NetworkFacts): L1Ref | undefined {
  const number = headerInfo(block)?.l1BlockNumber ?? parseOptionalHeight(block['l1BlockNumber'], 'l1BlockNumber')
  return number === undefined ? undefined : { network: counted(network), number }
}

/** The chain whose blocks `l1BlockNumber` counts. */
function counted({ parent = 'ethereum', testnetOf }: NetworkFacts): NetworkId {
  if (!parent.startsWith('arbitrum')) return parent
  return testnetOf === undefined ? 'ethereum' : 'ethereum_sepolia'
}
