import {
  type BlockContext,
  type Contradiction,
  checkBlobGas,
  checkUncles,
  type Dialect,
  type Era,
  ethereumHeader,
  ethereumTransactions,
  evmBlockFields,
  evmTransactionFields,
  isPresent,
  legacyTransaction,
  merklePatricia,
  parseHeight,
  parseQuantity,
  type RpcObject,
  sameHex,
  toQuantity,
} from '@defimon/evm'

/** Parlia: Ethereum's formats with a seal in `extraData`, and system transactions that the validator signs. */
const bscEra: Era = {
  name: 'parlia',
  source: 'https://github.com/bnb-chain/bsc/blob/master/core/types/block.go',
  header: ethereumHeader({ beside: ['milliTimestamp'] }),
  transactions: { ...ethereumTransactions, '0x0': { ...legacyTransaction, kind: legacyKind } },
  transactionsRoot: merklePatricia,
  receiptsRoot: merklePatricia,
  withdrawalsRoot: merklePatricia,
  checkBlock: (block) => checkUncles(block) ?? checkMilliseconds(block),
  checkReceipts: checkBlobGas,
}

/** BNB Smart Chain. */
export const bscDialect: Dialect<'bsc'> = {
  eras: [bscEra],
  blockFields: evmBlockFields,
  transactionFields: evmTransactionFields,
  timestampMs: millisecondsOf,
}

/** Contracts of the protocol, which validators call at the end of a block (bsc core/systemcontracts). */
const SYSTEM_CONTRACT = /^0x0{36}[123]00[0-9a-f]$/i

function legacyKind(transaction: RpcObject, { block }: BlockContext): 'system' | 'user' {
  const { from, to, gasPrice } = transaction
  return gasPrice === '0x0' && sameHex(from, block['miner']) && typeof to === 'string' && SYSTEM_CONTRACT.test(to)
    ? 'system'
    : 'user'
}

/** Since Lorentz the header's mixHash holds the milliseconds above the second (bsc consensus/parlia). */
function millisecondsOf(block: RpcObject): number {
  const seconds = parseHeight(block['timestamp'], 'timestamp')
  const above = isPresent(block['mixHash']) ? parseQuantity(block['mixHash'], 'mixHash') : 0n
  return seconds * 1000 + (above < 1000n ? Number(above) : 0)
}

function checkMilliseconds(block: RpcObject): Contradiction | undefined {
  const { milliTimestamp } = block
  if (!isPresent(milliTimestamp)) return undefined
  const computed = millisecondsOf(block)
  return parseHeight(milliTimestamp, 'milliTimestamp') === computed
    ? undefined
    : { claimed: String(milliTimestamp), computed: toQuantity(computed), detail: 'milliTimestamp' }
}
