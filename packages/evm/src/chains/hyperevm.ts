import type { Era } from '../dialect/dialect.ts'
import { ethereumEra } from '../dialect/ethereum-dialect.ts'
import type { RpcObject } from '../encoding/rpc-object.ts'
import type { TransactionRule } from '../transaction/transaction-rule.ts'

/**
 * What HyperCore does on the EVM (transfers and the like). Archive nodes list it with a gas price of zero; it is under no root, and the
 * official endpoints leave it out (hl-archive-node/nanoreth src/node/primitives/transaction.rs).
 */
const systemTransaction: TransactionRule = {
  kind: 'system',
  outsideRoots: true,
  hashIsOfEncoding: false,
  receipt: {},
}

const SOURCE = 'https://github.com/hl-archive-node/nanoreth'

/** A user pays the base fee at least, which is never zero. */
function isSystem(transaction: unknown): boolean {
  return typeof transaction === 'object' && transaction !== null && (transaction as RpcObject)['gasPrice'] === '0x0'
}

/** HyperEVM: Ethereum's formats; the state root is zero, and system transactions may stand beside the body. */
export const hyperevmEras: readonly Era[] = [
  {
    ...ethereumEra,
    name: 'hyperevm with system transactions',
    source: SOURCE,
    applies: ({ transactions }) => Array.isArray(transactions) && transactions.some(isSystem),
    protocolTransaction: (transaction) => (isSystem(transaction) ? systemTransaction : undefined),
    logNumbers: 'how logs are numbered beside system transactions is not documented',
  },
  { ...ethereumEra, name: 'hyperevm', source: SOURCE },
]
