import type { Stack } from '@defimon/core'

const UNKNOWN_TYPE = 'the changed type is one that nobody knows: it is skipped with that reason, never called wrong'
const UNKNOWN_VERSION = 'a version newer than any that is known: skipped with that reason'

/** Changes of committed values that go through though the check over them is made, and why: stack → path without indices → reason. */
const KNOWN_MISSES: { readonly [S in Stack]?: Readonly<Record<string, string>> } = {
  arbitrum: { 'block.transactions.type': UNKNOWN_TYPE },
  scroll: { 'block.transactions.type': UNKNOWN_TYPE },
  'op-stack': {
    'block.transactions.type': UNKNOWN_TYPE,
    'block.transactions.nonce': 'a deposit from before Regolith: its nonce is in no encoding',
  },
  'polygon-pos': {
    'block.transactions':
      'a state sync from before Madhugiri that is left out: no root stands over it, and its receipt was not recorded',
  },
  near: { 'block.header.latest_protocol_version': UNKNOWN_VERSION },
}

/** Why a change of a value, named by its path without indices, goes through on a stack; undefined where it must not. */
export function knownMiss(stack: Stack, name: string): string | undefined {
  return KNOWN_MISSES[stack]?.[name]
}
