import type { Check, L2Network, NetworkId } from '@defimon/core'
import {
  type Dialect,
  type Era,
  ethereumHeader,
  isPresent,
  parseHeight,
  type Quirk,
  type RpcObject,
  writeReceipt,
} from '@defimon/evm'
import { depositTransaction, writeDepositHead } from './deposit.ts'

/** What a chain changes of the common dialect. */
export type Variant = (network: L2Network<'op-stack'>, era: Era) => Partial<Dialect<'op-stack'>>

const RECOMPUTED: readonly Check[] = ['block-hash', 'transactions-root', 'receipts-root', 'logs-bloom']

/**
 * Chains of the family whose formats are their own in part. What a record has not proven is tolerated: it is recomputed, and where it
 * does not come out, the check is skipped with the reason, never called a mismatch.
 */
export const VARIANTS: { readonly [id in NetworkId]?: Variant } = {
  metis: (network) => ({ quirks: unproven(network, "Metis is a fork of the first OVM; its formats are not the OP Stack's") }),
  mantle: (network, era) => ({
    eras: [
      {
        ...era,
        source: 'https://github.com/mantlenetworkio/op-geth',
        transactions: { ...era.transactions, '0x7e': mantleDeposit },
      },
    ],
    quirks: unproven(network, "Mantle's deposits and forks are its own"),
  }),
  boba: (network) => ({
    quirks: unproven(network, 'blocks before the Bedrock genesis were made by the first OVM', BOBA_BEDROCK - 1),
  }),
  celo: (network) => ({
    quirks: unproven(network, "Celo's transaction types, and its blocks before it became an L2, are its own"),
  }),
  opbnb: (network, era) => ({
    eras: [{ ...era, header: ethereumHeader({ beside: ['milliTimestamp'] }) }],
    timestampMs: blockTimeMs,
    quirks: unproven(network, 'opBNB packs milliseconds and its own forks into the header'),
  }),
  blast: (network) => ({ quirks: unproven(network, 'Blast changed the protocol below the OP Stack') }),
  ronin: (network) => ({
    quirks: unproven(
      network,
      'Ronin was a chain of its own before it joined the OP Stack; sponsored transactions (0x64) are its own',
    ),
  }),
}

/** First block of the OP Stack on Boba (superchain registry, boba.toml). */
const BOBA_BEDROCK = 1_149_019

function unproven(network: L2Network, reason: string, toBlock?: number): readonly Quirk[] {
  return RECOMPUTED.map((check) => ({
    network: network.id,
    ...(toBlock !== undefined && { toBlock }),
    check,
    rule: 'tolerate',
    reason,
    source: 'no real record of this chain is at hand',
  }))
}

/** opBNB's blocks come several a second; `milliTimestamp` tells them apart (bnb-chain/op-geth core/types/block.go). */
function blockTimeMs(block: RpcObject): number {
  const { milliTimestamp } = block
  return isPresent(milliTimestamp)
    ? parseHeight(milliTimestamp, 'milliTimestamp')
    : parseHeight(block['timestamp'], 'timestamp') * 1000
}

/** Mantle puts ETH values around the data of a deposit, and no nonce into its receipt's root (mantlenetworkio/op-geth). */
const mantleDeposit: typeof depositTransaction = {
  ...depositTransaction,
  encode(transaction, writer) {
    writer.raw(0x7e)
    const list = writer.startList()
    writeDepositHead(transaction, writer)
    if (isPresent(transaction['ethValue'])) writer.quantity(transaction['ethValue'], 'ethValue')
    else writer.empty()
    writer.data(transaction['input'], 'input')
    if (isPresent(transaction['ethTxValue'])) writer.quantity(transaction['ethTxValue'], 'ethTxValue')
    writer.endList(list)
  },
  receipt: { encode: (receipt, _transaction, writer) => writeReceipt(receipt, 0x7e, writer) },
}
