import {
  checkTyped,
  ethereumReceipt,
  isPresent,
  legacyTransaction,
  parityOf,
  type RlpWriter,
  type RpcObject,
  type TransactionRule,
  writeAccessList,
  writeCall,
  writeReceipt,
  writeSignature,
} from '@defimon/evm'

function writeDynamicHead(transaction: RpcObject, writer: RlpWriter): void {
  writer.quantity(transaction['chainId'], 'chainId')
  writer.quantity(transaction['nonce'], 'nonce')
  writer.quantity(transaction['maxPriorityFeePerGas'], 'maxPriorityFeePerGas')
  writer.quantity(transaction['maxFeePerGas'], 'maxFeePerGas')
}

function writeGateway(transaction: RpcObject, writer: RlpWriter): void {
  writer.fixedOrEmpty(transaction['feeCurrency'], 20, 'feeCurrency')
  writer.fixedOrEmpty(transaction['gatewayFeeRecipient'], 20, 'gatewayFeeRecipient')
  if (isPresent(transaction['gatewayFee'])) writer.quantity(transaction['gatewayFee'], 'gatewayFee')
  else writer.empty()
}

function typed(type: number, writeFields: (transaction: RpcObject, writer: RlpWriter) => void): TransactionRule {
  return {
    kind: 'user',
    signed: true,
    encode(transaction, writer, unsigned) {
      writer.raw(type)
      const list = writer.startList()
      writeDynamicHead(transaction, writer)
      writeFields(transaction, writer)
      if (!unsigned) writeSignature(transaction, writer, parityOf(transaction))
      writer.endList(list)
    },
    check: checkTyped,
    // Prices are in the fee currency, whose base fee no header holds.
    receipt: ethereumReceipt(type),
  }
}

/** CIP-64: gas is paid in a token. Its receipt's root holds the base fee in that token since Celo is an L2. */
const feeCurrencyTransaction: TransactionRule = {
  ...typed(0x7b, (transaction, writer) => {
    writeCall(transaction, writer)
    writeAccessList(transaction, writer)
    writer.fixedOrEmpty(transaction['feeCurrency'], 20, 'feeCurrency')
  }),
  receipt: {
    encode: (receipt, _transaction, writer) =>
      writeReceipt(receipt, 0x7b, writer, () => {
        if (isPresent(receipt['baseFee'])) writer.quantity(receipt['baseFee'], 'baseFee')
      }),
  },
}

/** CIP-42: the same with a fee for a gateway. Deprecated. */
const gatewayTransaction: TransactionRule = typed(0x7c, (transaction, writer) => {
  writer.quantity(transaction['gas'], 'gas')
  writeGateway(transaction, writer)
  writer.fixedOrEmpty(transaction['to'], 20, 'to')
  writer.quantity(transaction['value'], 'value')
  writer.data(transaction['input'], 'input')
  writeAccessList(transaction, writer)
})

/** CIP-66: prices in CELO, paid in a token up to a limit. */
const denominatedTransaction: TransactionRule = typed(0x7a, (transaction, writer) => {
  writeCall(transaction, writer)
  writeAccessList(transaction, writer)
  writer.fixedOrEmpty(transaction['feeCurrency'], 20, 'feeCurrency')
  writer.quantity(transaction['maxFeeInFeeCurrency'], 'maxFeeInFeeCurrency')
})

/** Celo's own legacy transaction, from before Donut: with fee currency and gateway. Nodes mark it `ethCompatible: false`. */
const { signed: _signed, effectiveGasPrice: _price, ...unpriced } = legacyTransaction
const celoLegacyTransaction: TransactionRule = {
  ...unpriced,
  encode(transaction, writer) {
    const list = writer.startList()
    writer.quantity(transaction['nonce'], 'nonce')
    writer.quantity(transaction['gasPrice'], 'gasPrice')
    writer.quantity(transaction['gas'], 'gas')
    writeGateway(transaction, writer)
    writer.fixedOrEmpty(transaction['to'], 20, 'to')
    writer.quantity(transaction['value'], 'value')
    writer.data(transaction['input'], 'input')
    writeSignature(transaction, writer, transaction['v'])
    writer.endList(list)
  },
}

/** Celo's types (celo-org/op-geth core/types/celo_*.go). */
export const celoTransactions: Readonly<Record<string, TransactionRule>> = {
  '0x7a': denominatedTransaction,
  '0x7b': feeCurrencyTransaction,
  '0x7c': gatewayTransaction,
}

/** The rule of what looks like an Ethereum legacy transaction and is Celo's. */
export function celoLegacy(transaction: RpcObject): TransactionRule | undefined {
  return (transaction['type'] ?? '0x0') === '0x0' && transaction['ethCompatible'] === false ? celoLegacyTransaction : undefined
}

/** The same rules where no header says what a transaction paid. */
export function withoutPrices(rules: Readonly<Record<string, TransactionRule>>): Readonly<Record<string, TransactionRule>> {
  return Object.fromEntries(Object.entries(rules).map(([type, { effectiveGasPrice: _, ...rule }]) => [type, rule]))
}
