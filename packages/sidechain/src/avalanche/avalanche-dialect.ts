import {
  checkUncles,
  type Dialect,
  type Era,
  ethereumEra,
  ethereumTransactions,
  evmTransactionFields,
  isPresent,
  parseHeight,
  type RpcObject,
} from '@defimon/evm'
import { avalancheBlockFields } from './avalanche-fields.ts'
import { avalancheHeader, checkExtData, heliconHeader } from './avalanche-header.ts'

const ACP_194 = 'https://github.com/avalanche-foundation/ACPs/tree/main/ACPs/194-streaming-asynchronous-execution'
const FOREIGN_RESULTS = 'since ACP-194 a header holds the results of the blocks that it settles, not its own'

/** Until Helicon: a block is executed before it is accepted, and its roots are its own. */
const corethEra: Era = {
  name: 'coreth',
  source: 'https://github.com/ava-labs/avalanchego/blob/master/graft/coreth/plugin/evm/customtypes/header_ext.go',
  header: avalancheHeader,
  transactions: ethereumTransactions,
  transactionsRoot: ethereumEra.transactionsRoot,
  receiptsRoot: ethereumEra.receiptsRoot,
  checkBlock: (block, _raw, writer) => checkUncles(block) ?? checkExtData(block, writer),
}

/** Since Helicon (ACP-194): executed after it is accepted; state root, receipts root, bloom and gas are of the blocks it settles. */
const heliconEra: Era = {
  ...corethEra,
  name: 'helicon',
  source: ACP_194,
  applies: (block) => isPresent(block['settledHeight']),
  header: heliconHeader,
  receiptsRoot: { skip: FOREIGN_RESULTS },
  logsBloom: FOREIGN_RESULTS,
}

/** The Avalanche C-Chain: its own header, and atomic transactions beside the body. */
export const avalancheDialect: Dialect<'avalanche'> = {
  eras: [heliconEra, corethEra],
  blockFields: avalancheBlockFields,
  transactionFields: evmTransactionFields,
  timestampMs: blockTimeMs,
}

/** Milliseconds since Granite (ACP-226), seconds before. */
function blockTimeMs(block: RpcObject): number {
  const { timestampMilliseconds } = block
  return isPresent(timestampMilliseconds)
    ? parseHeight(timestampMilliseconds, 'timestampMilliseconds')
    : parseHeight(block['timestamp'], 'timestamp') * 1000
}
