import type { NetworkId } from '@defimon/core'
import { boba } from './boba.ts'
import { celo } from './celo/celo.ts'
import { kroma } from './kroma.ts'
import { mantle } from './mantle.ts'
import { metis } from './metis.ts'
import { opbnb } from './opbnb.ts'
import { ownClient } from './own-client.ts'
import { ronin } from './ronin.ts'
import { CONTENT, type Variant } from './variant.ts'
import { xlayer } from './xlayer.ts'

/**
 * Chains of the family whose formats are their own in part, by network; the rest follows the OP Stack to the letter. What no record
 * has proven is tolerated: it is recomputed, and where it does not come out, the check is skipped with the reason.
 */
export const VARIANTS: { readonly [id in NetworkId]?: Variant } = {
  boba,
  celo,
  kroma,
  mantle,
  megaeth: ownClient('https://docs.megaeth.com', CONTENT),
  metis,
  opbnb,
  rise: ownClient('https://docs.risechain.com'),
  ronin,
  xlayer,
  zircuit: ownClient('https://github.com/zircuit-labs/l2-geth-public'),
}
