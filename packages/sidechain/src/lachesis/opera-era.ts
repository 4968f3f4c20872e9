import {
  type Contradiction,
  checkUncles,
  type Era,
  ethereumEra,
  ethereumTransactions,
  isPresent,
  parseHeight,
  type RpcObject,
} from '@defimon/evm'
import { checkNanoseconds } from './check-nanoseconds.ts'
import { internalTransaction } from './internal-transaction.ts'

/**
 * Fantom Opera: a block's hash is the id of its Atropos event, an event of the consensus that no RPC answer holds whole (go-opera
 * evmcore/dummy_block.go). Its roots are Ethereum's.
 */
export const operaEra: Era = {
  name: 'opera',
  source: 'https://github.com/Fantom-foundation/go-opera/blob/develop/evmcore/dummy_block.go',
  header: {
    hash: () => ({ skip: 'the hash is the id of the Atropos event, which cannot be recomputed from JSON' }),
    knownFields: new Set(),
  },
  transactions: ethereumTransactions,
  protocolTransaction: internalTransaction,
  transactionsRoot: ethereumEra.transactionsRoot,
  receiptsRoot: ethereumEra.receiptsRoot,
  checkBlock: (block) => checkUncles(block) ?? checkEpoch(block) ?? checkNanoseconds(block),
}

/** An event id begins with its epoch, four bytes (lachesis-base hash/event_hash.go). */
function checkEpoch(block: RpcObject): Contradiction | undefined {
  const { hash, epoch } = block
  if (!isPresent(epoch) || typeof hash !== 'string' || block['number'] === '0x0') return undefined
  const computed = Number.parseInt(hash.slice(2, 10), 16)
  return parseHeight(epoch, 'epoch') === computed
    ? undefined
    : { claimed: String(epoch), computed: `0x${computed.toString(16)}`, detail: 'epoch against the event id' }
}
