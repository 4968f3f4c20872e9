import { type AbiValue, type ContractFunction, defineFunction } from '@defimon/evm/parent'
import {
  ASSERTION_INPUTS,
  ASSERTION_STATE,
  CONFIG_DATA,
  type Confirmation,
  LEGACY_ASSERTION,
  readGlobalState,
  readStates,
  type StateClaim,
} from './rollup-events.ts'

/** What a call to a rollup contract does. */
export type RollupCall =
  | ({ readonly does: 'claim' } & Pick<StateClaim, 'before' | 'after'>)
  /** A committee's claim that is confirmed in the same call. */
  | ({ readonly does: 'claim-and-confirm' } & Pick<StateClaim, 'before' | 'after'>)
  | ({ readonly does: 'confirm' } & Pick<Confirmation, 'blockHash' | 'sendRoot'>)
  | { readonly does: 'reject' }

interface RollupFunction {
  readonly call: ContractFunction
  read(values: readonly AbiValue[]): RollupCall
}

function claiming(declaration: string, selector: string, kind: 'bold' | 'legacy', at: number, confirms = false): RollupFunction {
  return {
    call: defineFunction(declaration, selector),
    read: (values) => ({ does: confirms ? 'claim-and-confirm' : 'claim', ...readStates(kind, values[at]) }),
  }
}

function confirming(declaration: string, selector: string): RollupFunction {
  return {
    call: defineFunction(declaration, selector),
    read: (values) => {
      const state = values[2]
      if (!Array.isArray(state)) return { does: 'confirm', blockHash: values[0] as string, sendRoot: values[1] as string }
      const { blockHash, sendRoot } = readGlobalState(state[0])
      return { does: 'confirm', blockHash, sendRoot }
    },
  }
}

/** Functions of rollup contracts that claim, confirm and reject (nitro-contracts src/rollup/RollupUserLogic.sol, before BoLD and since). */
export const ROLLUP_FUNCTIONS: readonly RollupFunction[] = [
  claiming(`stakeOnNewAssertion(${ASSERTION_INPUTS}, bytes32 expectedAssertionHash)`, '0x3b86de19', 'bold', 0),
  claiming(
    `newStakeOnNewAssertion(uint256 tokenAmount, ${ASSERTION_INPUTS}, bytes32 expectedAssertionHash)`,
    '0x7300201c',
    'bold',
    1,
  ),
  claiming(
    `newStakeOnNewAssertion(uint256 tokenAmount, ${ASSERTION_INPUTS}, bytes32 expectedAssertionHash, address withdrawalAddress)`,
    '0x50f32f68',
    'bold',
    1,
  ),
  claiming(`fastConfirmNewAssertion(${ASSERTION_INPUTS}, bytes32 expectedAssertionHash)`, '0x6420fb9f', 'bold', 0, true),
  claiming(
    `stakeOnNewNode(${LEGACY_ASSERTION}, bytes32 expectedNodeHash, uint256 prevNodeInboxMaxCount)`,
    '0x54ce8961',
    'legacy',
    0,
  ),
  claiming(
    `newStakeOnNewNode(${LEGACY_ASSERTION}, bytes32 expectedNodeHash, uint256 prevNodeInboxMaxCount)`,
    '0x4774e576',
    'legacy',
    0,
  ),
  claiming(
    `newStakeOnNewNode(uint256 tokenAmount, ${LEGACY_ASSERTION}, bytes32 expectedNodeHash, uint256 prevNodeInboxMaxCount)`,
    '0xd29a4e27',
    'legacy',
    1,
  ),
  confirming(
    `confirmAssertion(bytes32 assertionHash, bytes32 prevAssertionHash, ${ASSERTION_STATE} confirmState, bytes32 winningEdgeId, ${CONFIG_DATA}, bytes32 inboxAcc)`,
    '0x10b98a35',
  ),
  confirming(
    `fastConfirmAssertion(bytes32 assertionHash, bytes32 parentAssertionHash, ${ASSERTION_STATE} confirmState, bytes32 inboxAcc)`,
    '0x6096686d',
  ),
  confirming('confirmNextNode(bytes32 blockHash, bytes32 sendRoot)', '0x5eb405d5'),
  confirming('fastConfirmNextNode(bytes32 blockHash, bytes32 sendRoot)', '0x4a7a8010'),
  confirming('fastConfirmNextNode(bytes32 blockHash, bytes32 sendRoot, bytes32 nodeHash)', '0x3ed57598'),
  { call: defineFunction('rejectNextNode(address stakerAddress)', '0x6b94c33b'), read: () => ({ does: 'reject' }) },
]

/** What call data to a rollup contract do; undefined where they are none of its calls. Fails with `MALFORMED`. */
export function readRollupCall(input: string): RollupCall | undefined {
  const known = ROLLUP_FUNCTIONS.find(({ call }) => call.matches(input))
  return known?.read(known.call.decodeInput(input))
}
