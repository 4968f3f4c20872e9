import type { Check, L2Network, Stack } from '@defimon/core'
import type { BlockDriver, DecodedBlock } from '@defimon/core/adapter'
import { createAnswerReader } from '../bytes/answer-reader.ts'
import type { Dialect, RpcMethods } from '../dialect/dialect.ts'
import { isSkip } from '../dialect/verdict.ts'
import { parseHeight } from '../encoding/quantity.ts'
import { asObject } from '../encoding/rpc-object.ts'
import { loadedWorkspace, loadWorkspace } from '../hashing/workspace.ts'
import { answerFromRecording } from './answer-from-recording.ts'
import { decodeBlock } from './decode-block.ts'
import type { EvmRaw } from './evm-raw.ts'
import { ETHEREUM_METHODS, fetchBlock } from './fetch-block.ts'
import { headClaim, readHead } from './read-head.ts'
import { recordedBlocks } from './recorded-blocks.ts'
import { verifyBlock } from './verify-block.ts'

/**
 * The driver of an EVM network: what Ethereum does, bent by the dialect of the stack. Asks `eth_chainId`, `eth_getBlockByNumber`,
 * `eth_getBlockByHash`, `eth_getBlockReceipts`, `eth_getTransactionReceipt`, `eth_syncing` and `eth_subscribe`.
 */
export function evmDriver<S extends Stack>(network: L2Network<S>, dialect: Dialect<S>): BlockDriver<S, EvmRaw> {
  const methods: RpcMethods = { ...ETHEREUM_METHODS, ...dialect.rpc }
  const { syncing } = methods
  const checks = dialect.checks ?? checksOf(dialect)
  return {
    network,
    checks,
    async readChainId(call) {
      return `eip155:${parseHeight(await call.request('eth_chainId', []), 'eth_chainId')}`
    },
    readHead: (call, tag) => readHead(call, network, dialect, methods, tag),
    ...(syncing !== null && {
      // An object says how far it is; false that it is done.
      isSyncing: async (call) => (await call.request(syncing, [])) !== false,
    }),
    answerReader: (verify) => createAnswerReader(network, dialect, checks, verify),
    fetchBlock: (call, id, detail, reader) => fetchBlock(call, network, dialect, methods, id, detail, reader),
    decode: (raw, detail) => (raw.held ? (raw.held.decoded as DecodedBlock<S>) : decodeBlock(network, dialect, raw, detail)),
    verify(raw, _block, detail) {
      if (raw.held) return raw.held.results
      // At once where that is possible, so that the answers of one block are done with before the next one is read.
      const workspace = loadedWorkspace()
      if (workspace) return verifyBlock(network, dialect, raw, detail, checks, workspace)
      return loadWorkspace().then((loaded) => verifyBlock(network, dialect, raw, detail, checks, loaded))
    },
    newHeads: {
      method: 'eth_subscribe',
      params: ['newHeads'],
      decode: (notification) => headClaim(dialect, asObject(notification, 'head')),
    },
    recordedBlocks: (exchanges) => recordedBlocks(network, dialect, methods, exchanges),
    answerFromRecording: (exchanges) => answerFromRecording(network, dialect, methods, exchanges),
    ...(dialect.settlementStages && { settlementStages: dialect.settlementStages }),
  }
}

/** What the eras of a dialect can check. A rule that skips in every era is no check. */
function checksOf(dialect: Dialect): readonly Check[] {
  const { eras } = dialect
  const checks: Check[] = ['block-hash']
  if (eras.some(({ transactionsRoot }) => !isSkip(transactionsRoot))) checks.push('transactions-root')
  if (eras.some(({ receiptsRoot }) => !isSkip(receiptsRoot))) {
    checks.push('receipts-root')
    if (eras.some(({ logsBloom }) => typeof logsBloom !== 'string')) checks.push('logs-bloom')
  }
  if (eras.some(({ withdrawalsRoot }) => withdrawalsRoot && !isSkip(withdrawalsRoot))) checks.push('withdrawals-root')
  return checks
}
