import { APPENDED_HEADER_FIELDS, HEADER_FIELDS, type HeaderRule, rlpHeader } from '@defimon/evm'
import { withoutAggregatedSeal } from './celo-seal.ts'

/** Bodies of Celo's own consensus, which nodes of that time show in the block. */
const OF_ISTANBUL = ['randomness', 'epochSnarkData', 'baseFeePerGas']
/** What the first headers did not have, and nodes since the migration fill with zeros. */
const FILLED_IN = ['sha3Uncles', 'difficulty', 'gasLimit', 'mixHash', 'nonce']
const ABSENT: ReadonlySet<string> = new Set(FILLED_IN)

function sealed(rule: HeaderRule): HeaderRule {
  return {
    ...rule,
    hash(block, writer, raw) {
      const { extraData } = block
      return rule.hash(
        typeof extraData === 'string' ? { ...block, extraData: withoutAggregatedSeal(extraData) } : block,
        writer,
        raw,
      )
    },
  }
}

/** Ten fields: Ethereum's without uncles, difficulty, gas limit, mix hash and nonce (celo-org/op-geth core/types/celo_block.go). */
export const celoHeader: HeaderRule = sealed(
  rlpHeader({
    required: HEADER_FIELDS.filter(({ name }) => !ABSENT.has(name)),
    optional: [],
    beside: [...OF_ISTANBUL, ...FILLED_IN],
  }),
)

/** Ethereum's header with a base fee, since Gingerbread (CIP-62, block 21,616,000). */
export const celoGingerbreadHeader: HeaderRule = sealed(
  rlpHeader({ required: HEADER_FIELDS, optional: APPENDED_HEADER_FIELDS, beside: OF_ISTANBUL }),
)
