import { asList, asObject, type EvmRaw, isPresent, malformed, parseQuantity, type RpcObject, toQuantity } from '@defimon/evm'

/**
 * Brings the answers of `kaia_*` (and `klay_*`, their older name) into the shape of `eth_*`: numbers of types instead of names, one
 * spelling, the signature where Ethereum has it, and the sum of gas that Kaia's receipts lack. What already has that shape stays.
 */
export function normalizeKaia(raw: EvmRaw): EvmRaw {
  const block = normalizeBlock(raw.block)
  const some = raw.someReceipts && { someReceipts: raw.someReceipts.map(normalizeReceipt) }
  if (raw.receipts) return { ...raw, block, ...some, receipts: withCumulativeGas(raw.receipts.map(normalizeReceipt)) }
  const inBlock = receiptsInBlock(raw.block)
  if (!inBlock) return { ...raw, block, ...some }
  // `kaia_getBlockWithConsensusInfoByNumber` gives each transaction together with its receipt.
  const { receiptsAbsent: _absent, ...rest } = raw
  return { ...rest, block, receipts: withCumulativeGas(inBlock.map(normalizeReceipt)) }
}

function normalizeBlock(block: RpcObject): RpcObject {
  const { blockscore, mixhash, transactions, ...rest } = block
  return {
    ...rest,
    ...(isPresent(blockscore) && { blockScore: blockscore }),
    ...(isPresent(mixhash) && { mixHash: mixhash }),
    transactions: Array.isArray(transactions) ? transactions.map(normalizeTransaction) : transactions,
  }
}

function normalizeTransaction(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const transaction = value as RpcObject
  const { typeInt, signatures, hash, transactionHash, chainID, chainId } = transaction
  if (typeInt === undefined) return value
  const [first] = Array.isArray(signatures) ? signatures : []
  const { V, R, S } = first === undefined ? {} : asObject(first, 'signature')
  return {
    ...transaction,
    type: typeOfInt(typeInt),
    hash: hash ?? transactionHash,
    ...((chainId ?? chainID) !== undefined && { chainId: chainId ?? chainID }),
    ...(V !== undefined && { v: V, r: R, s: S }),
  }
}

function normalizeReceipt(receipt: RpcObject): RpcObject {
  const { typeInt } = receipt
  return typeInt === undefined ? receipt : { ...receipt, type: typeOfInt(typeInt) }
}

/** Names stay readable in `typeInt`'s neighbour `type`; rules go by the number. */
function typeOfInt(typeInt: unknown): string {
  if (typeof typeInt !== 'number' || !Number.isSafeInteger(typeInt) || typeInt < 0) throw malformed('typeInt is not a number')
  return toQuantity(typeInt)
}

function withCumulativeGas(receipts: readonly RpcObject[]): readonly RpcObject[] {
  let sum = 0n
  return receipts.map((receipt) => {
    sum += parseQuantity(receipt['gasUsed'], 'gasUsed of a receipt')
    return isPresent(receipt['cumulativeGasUsed']) ? receipt : { ...receipt, cumulativeGasUsed: toQuantity(sum) }
  })
}

function receiptsInBlock(block: RpcObject): readonly RpcObject[] | undefined {
  const { transactions } = block
  if (!Array.isArray(transactions) || transactions.length === 0) return undefined
  const listed = asList(transactions, 'transactions of a block')
  const whole = listed.every((value) => {
    if (typeof value !== 'object' || value === null) return false
    const { status, logs, logsBloom } = value as RpcObject
    return isPresent(status) && Array.isArray(logs) && isPresent(logsBloom)
  })
  return whole ? listed.map((value) => asObject(value, 'transaction')) : undefined
}
