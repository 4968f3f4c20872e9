import {
  type Contradiction,
  checkUncles,
  type Dialect,
  type Era,
  ethereumEra,
  evmTransactionFields,
  isPresent,
  parseQuantity,
  type RpcObject,
  sameHex,
} from '@defimon/evm'
import { auraHeader } from './aura-header.ts'
import { gnosisBlockFields } from './gnosis-fields.ts'

/** Until the merge of December 2022: sealed by AuRa. Everything but the seal is Ethereum's. */
const auraEra: Era = {
  ...ethereumEra,
  name: 'aura',
  source: 'https://github.com/erigontech/erigon/blob/release/2.60/core/types/block.go',
  applies: isSealedByAura,
  header: auraHeader,
  checkBlock: (block) => checkUncles(block) ?? checkAuthor(block) ?? checkDifficulty(block),
}

const beaconEra: Era = {
  ...ethereumEra,
  name: 'beacon',
  source: 'https://github.com/gnosischain/specs',
  checkBlock: (block) => checkUncles(block) ?? checkAuthor(block),
}

/** Gnosis: AuRa and after. Since the merge it is Ethereum in all that a header commits to; withdrawals are in GNO. */
export const gnosisDialect: Dialect<'gnosis'> = {
  eras: [auraEra, beaconEra],
  blockFields: gnosisBlockFields,
  transactionFields: evmTransactionFields,
}

/** AuRa's difficulty is near 2^128; since the merge it is zero. */
function isSealedByAura(block: RpcObject): boolean {
  return (
    isPresent(block['signature']) || isPresent(block['step']) || (isPresent(block['difficulty']) && block['difficulty'] !== '0x0')
  )
}

/** Nodes of AuRa's time name the miner twice, as `author` too (openethereum rpc/src/v1/types/block.rs). */
function checkAuthor({ author, miner }: RpcObject): Contradiction | undefined {
  if (!isPresent(author) || sameHex(author, miner)) return undefined
  return { claimed: String(author), computed: String(miner), detail: 'author of a block' }
}

/** 2^128 less the steps since the parent, which no chain outlives (openethereum engines/authority_round, `calculate_score`). */
const LEAST_DIFFICULTY = 2n ** 127n

/** A difficulty that AuRa cannot have would turn a block of today into one of AuRa, of which nodes do not show the seal. */
function checkDifficulty({ difficulty, number }: RpcObject): Contradiction | undefined {
  const isPossible = number === '0x0' || parseQuantity(difficulty, 'difficulty') >= LEAST_DIFFICULTY
  return isPossible ? undefined : { claimed: String(difficulty), computed: 'near 2^128, or zero', detail: 'difficulty of AuRa' }
}
