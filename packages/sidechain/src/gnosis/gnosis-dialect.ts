import { type Dialect, type Era, ethereumEra, evmTransactionFields, isPresent, type RpcObject } from '@defimon/evm'
import { auraHeader } from './aura-header.ts'
import { gnosisBlockFields } from './gnosis-fields.ts'

/** Until the merge of December 2022: sealed by AuRa. Everything but the seal is Ethereum's. */
const auraEra: Era = {
  ...ethereumEra,
  name: 'aura',
  source: 'https://github.com/erigontech/erigon/blob/release/2.60/core/types/block.go',
  applies: isSealedByAura,
  header: auraHeader,
}

/** Gnosis: AuRa and after. Since the merge it is Ethereum in all that a header commits to; withdrawals are in GNO. */
export const gnosisDialect: Dialect<'gnosis'> = {
  eras: [auraEra, { ...ethereumEra, name: 'beacon', source: 'https://github.com/gnosischain/specs' }],
  blockFields: gnosisBlockFields,
  transactionFields: evmTransactionFields,
}

/** AuRa's difficulty is near 2^128; since the merge it is zero. */
function isSealedByAura(block: RpcObject): boolean {
  return (
    isPresent(block['signature']) || isPresent(block['step']) || (isPresent(block['difficulty']) && block['difficulty'] !== '0x0')
  )
}
