import { type BlockRange, type ContractAt, DefimonError, type L1Ref, type NetworkId } from '@defimon/core'
import { type GetLogsOptions, getLogs, type LogSource, type ScannedLog } from '@defimon/evm'

/** A word of a log's data, from 0, as 0x-hex. Fails with `MALFORMED` where the data end before it. */
export function wordOf(log: ScannedLog, index: number): string {
  const word = log.data.slice(2 + 64 * index, 66 + 64 * index)
  if (word.length !== 64) throw new DefimonError('MALFORMED', 'a log whose data are too short', { method: 'eth_getLogs' })
  return `0x${word}`
}

/** An indexed value of a log, from 1, as 0x-hex. Fails with `MALFORMED` where the log has fewer. */
export function topicOf(log: ScannedLog, index: number): string {
  const topic = log.topics[index]
  if (topic === undefined) throw new DefimonError('MALFORMED', 'a log without its topic', { method: 'eth_getLogs' })
  return topic
}

/** A word that is a height, or `MALFORMED`. */
export function heightOf(word: string): number {
  const height = Number(BigInt(word))
  if (!Number.isSafeInteger(height))
    throw new DefimonError('MALFORMED', 'a log with a height above 2^53', { method: 'eth_getLogs' })
  return height
}

/** Where on the parent chain a log stands. */
export function whereOf(log: ScannedLog, network: NetworkId): L1Ref {
  return { network, number: log.blockNumber, hash: log.blockHash, transactionHash: log.transactionHash }
}

/**
 * The logs of a rollup's contract on its parent chain, in order, range by range: `eth_getLogs`, compared with the blooms of headers
 * unless `check: 'nothing'`. Fails with `CONFIG` where the contract is not known or the source is of another chain.
 */
export async function* contractLogs(
  parent: LogSource,
  contracts: readonly ContractAt[] | undefined,
  topics: readonly string[],
  range: BlockRange,
  options: GetLogsOptions = {},
): AsyncGenerator<readonly ScannedLog[]> {
  const here = (contracts ?? []).filter(({ chain }) => chain === parent.network.id)
  if (here.length === 0) {
    throw new DefimonError('CONFIG', `no contract of the network is known on ${parent.network.id}`, {
      network: parent.network.id,
    })
  }
  const filter = { address: here.map(({ address }) => address.toLowerCase()), topics: [topics] }
  for await (const { logs } of getLogs(parent, filter, range, options)) yield logs
}
