import type { L2Block, L2Log, L2Transaction } from '@defimon/core'

/** What ethers makes of a block, as far as it is compared. */
export interface EthersBlock {
  readonly number: number
  readonly hash: string | null
  readonly parentHash: string
  readonly timestamp: number
  readonly gasUsed: bigint
  readonly gasLimit: bigint
  readonly baseFeePerGas: bigint | null
  readonly prefetchedTransactions: readonly EthersTransaction[]
}

/** What ethers makes of a transaction, as far as it is compared. */
export interface EthersTransaction {
  readonly hash: string
  readonly index: number
  readonly type: number
  readonly from: string
  readonly to: string | null
  readonly value: bigint
  readonly nonce: number
  readonly data: string
  readonly gasLimit: bigint
}

/** What ethers makes of a receipt, as far as it is compared. */
export interface EthersReceipt {
  readonly hash: string
  readonly status: number | null
  readonly gasUsed: bigint
  readonly logs: readonly {
    readonly address: string
    readonly topics: readonly string[]
    readonly data: string
    readonly index: number
    readonly transactionIndex: number
  }[]
}

/** A block of ours in the terms of ethers. */
export function blockInEthersTerms(
  block: Pick<L2Block, 'number' | 'hash' | 'parent' | 'timestampMs' | 'gasUsed' | 'gasLimit' | 'baseFeePerGasWei'>,
): object {
  return {
    number: block.number,
    hash: block.hash,
    parentHash: block.parent?.hash ?? `0x${'0'.repeat(64)}`,
    timestamp: block.timestampMs / 1000,
    gasUsed: block.gasUsed,
    gasLimit: block.gasLimit,
    baseFeePerGas: block.baseFeePerGasWei ?? null,
  }
}

/** The compared part of a block of ethers. */
export function ofEthersBlock({ number, hash, parentHash, timestamp, gasUsed, gasLimit, baseFeePerGas }: EthersBlock): object {
  return { number, hash, parentHash, timestamp, gasUsed, gasLimit, baseFeePerGas }
}

/** A transaction of ours in the terms of ethers. */
export function transactionInEthersTerms(transaction: L2Transaction): object {
  return {
    hash: transaction.hash,
    index: transaction.index,
    type: Number(transaction.type),
    from: transaction.from,
    to: transaction.to ?? null,
    value: transaction.valueWei,
    nonce: Number(transaction.nonce),
    data: transaction.input,
    gasLimit: transaction.gasLimit,
  }
}

/** The compared part of a transaction of ethers. Its addresses carry a checksum. */
export function ofEthersTransaction(transaction: EthersTransaction): object {
  const { hash, index, type, value, nonce, data, gasLimit } = transaction
  const to = transaction.to?.toLowerCase() ?? null
  return { hash, index, type, from: transaction.from.toLowerCase(), to, value, nonce, data, gasLimit }
}

/** A receipt of ours in the terms of ethers. */
export function receiptInEthersTerms(transaction: L2Transaction, logs: readonly L2Log[]): object {
  return {
    hash: transaction.hash,
    status: transaction.status === undefined ? null : transaction.status === 'succeeded' ? 1 : 0,
    gasUsed: transaction.gasUsed,
    logs: logs
      .filter(({ transactionHash }) => transactionHash === transaction.hash)
      .map(({ address, topics, data, logIndex, transactionIndex }) => ({
        address,
        topics,
        data,
        index: logIndex,
        transactionIndex,
      })),
  }
}

/** The compared part of a receipt of ethers. */
export function ofEthersReceipt({ hash, status, gasUsed, logs }: EthersReceipt): object {
  return {
    hash,
    status: status ?? null,
    gasUsed,
    logs: logs.map(({ address, topics, data, index, transactionIndex }) => ({
      address: address.toLowerCase(),
      topics: [...topics],
      data,
      index,
      transactionIndex,
    })),
  }
}
