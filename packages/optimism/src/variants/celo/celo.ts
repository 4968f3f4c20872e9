import type { Fee } from '@defimon/core'
import {
  type BlockContext,
  type Contradiction,
  type Era,
  ethereumTransactions,
  gasFee,
  isPresent,
  parseAddress,
  parseOptionalQuantity,
  type RpcObject,
  sameHex,
  sameQuantity,
} from '@defimon/evm'
import { optimismFee } from '../../optimism-fee.ts'
import { optimismTransactionFields } from '../../optimism-fields.ts'
import { RECEIPTS, unproven, type Variant } from '../variant.ts'
import { celoGingerbreadHeader, celoHeader } from './celo-header.ts'
import { celoLegacy, celoTransactions, withoutPrices } from './celo-transactions.ts'

const SOURCE = 'https://github.com/celo-org/op-geth/tree/celo9/core/types'
/** First block of Celo as an L2, 2025-03-26 (docs.celo.org, L2 migration). */
const FIRST_L2_BLOCK = 31_056_500

/** What the core contracts did at the end of a block has a receipt of its own, which names the block in place of a transaction. */
function isBlockReceipt(receipt: RpcObject, block: RpcObject): boolean {
  return sameHex(receipt['transactionHash'], block['hash'])
}

/** The block's own receipt has no transaction to be held against, so its place is held against the block. */
function checkBlockReceipt(receipts: readonly RpcObject[], block: RpcObject): Contradiction | undefined {
  for (const receipt of receipts.filter((each) => isBlockReceipt(each, block))) {
    const { blockHash, blockNumber } = receipt
    if (!sameHex(blockHash, block['hash'])) {
      return { claimed: String(blockHash), computed: String(block['hash']), detail: 'blockHash of the block receipt' }
    }
    if (!sameQuantity(blockNumber, block['number'])) {
      return { claimed: String(blockNumber), computed: String(block['number']), detail: 'blockNumber of the block receipt' }
    }
  }
  return undefined
}

/** The first headers had no gas limit; nodes since the migration show 0. */
function isPreGingerbread({ gasLimit }: RpcObject): boolean {
  return !isPresent(gasLimit) || gasLimit === '0x0'
}

/** Celo's own chain had no withdrawals, and its header no root of them; every block of its L2 has one. */
function isOwnChain(block: RpcObject): boolean {
  return !isPresent(block['withdrawalsRoot'])
}

function ownChainEra(era: Era): Omit<Era, 'name' | 'header' | 'applies'> {
  return {
    source: SOURCE,
    transactions: withoutPrices({ ...ethereumTransactions, ...celoTransactions }),
    protocolTransaction: celoLegacy,
    transactionsRoot: era.transactionsRoot,
    receiptsRoot: era.receiptsRoot,
    isBlockReceipt,
    checkReceipts: checkBlockReceipt,
  }
}

/** What a transaction paid: in the token that it names, where it names one. */
function celoFee(transaction: RpcObject, receipt: RpcObject, context: BlockContext): Fee | undefined {
  const { feeCurrency } = transaction
  if (!isPresent(feeCurrency)) return optimismFee(transaction, receipt, context)
  const { baseFeePerGas: _, ...block } = context.block
  const baseFee = isPresent(receipt['baseFee']) ? { baseFeePerGas: receipt['baseFee'] } : {}
  const fee = gasFee(transaction, receipt, { ...context, block: { ...block, ...baseFee } })
  return fee && { ...fee, currency: parseAddress(feeCurrency, 'feeCurrency') }
}

/**
 * Celo in three eras under one id: a chain of its own with a header of ten fields, the same since Gingerbread with Ethereum's header,
 * and an OP Stack chain since 2025-03-26. Transactions may pay for gas in a token in all of them.
 */
export const celo: Variant = (network, era) => ({
  eras: [
    { ...ownChainEra(era), name: 'celo-own-chain', header: celoHeader, applies: isPreGingerbread },
    { ...ownChainEra(era), name: 'celo-gingerbread', header: celoGingerbreadHeader, applies: isOwnChain },
    {
      ...era,
      name: 'celo-l2',
      source: SOURCE,
      transactions: { ...era.transactions, ...celoTransactions },
      protocolTransaction: celoLegacy,
    },
  ],
  fee: celoFee,
  transactionFields(transaction, receipt, context) {
    const fields = optimismTransactionFields(transaction, receipt, context)
    const { feeCurrency, gatewayFeeRecipient } = transaction
    const maxFeeInFeeCurrency = parseOptionalQuantity(transaction['maxFeeInFeeCurrency'], 'maxFeeInFeeCurrency')
    const gatewayFeeWei = parseOptionalQuantity(transaction['gatewayFee'], 'gatewayFee')
    return {
      ...fields,
      ...(isPresent(feeCurrency) && { feeCurrency: parseAddress(feeCurrency, 'feeCurrency') }),
      ...(maxFeeInFeeCurrency !== undefined && { maxFeeInFeeCurrency }),
      ...(isPresent(gatewayFeeRecipient) && {
        gatewayFeeRecipient: parseAddress(gatewayFeeRecipient, 'gatewayFeeRecipient'),
      }),
      ...(gatewayFeeWei !== undefined && { gatewayFeeWei }),
    }
  },
  quirks: unproven(network, {
    checks: RECEIPTS,
    toBlock: FIRST_L2_BLOCK - 1,
    reason: "no record has proven how the block's own receipt entered the receipts root before Celo was an L2",
    source: SOURCE,
  }),
})
