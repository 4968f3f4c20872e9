import type { Check, L2Network, NetworkId } from '@defimon/core'
import type { Dialect } from '../dialect/dialect.ts'
import { ethereumDialect, ethereumEra } from '../dialect/ethereum-dialect.ts'
import type { Quirk } from '../dialect/quirk.ts'
import { berachainEras } from './berachain.ts'
import { hyperevmEras } from './hyperevm.ts'
import { MORPH, morph } from './morph.ts'

const BOREALIS = 'https://github.com/aurora-is-near/borealis-rs'
const SETTLED = { settled: 'finalized by its own consensus, as its `finalized` tag says' }
const RECOMPUTED: readonly Check[] = ['block-hash', 'transactions-root', 'receipts-root', 'logs-bloom']

/**
 * Chains of the plain stack that deviate all the same. What no record has proven is tolerated: it is recomputed, and where it does not
 * come out, the check is skipped with the reason.
 */
const VARIANTS: { readonly [id in NetworkId]?: Partial<Dialect<'evm'>> } = {
  hyperevm: { eras: hyperevmEras },
  berachain: {
    eras: berachainEras,
    quirks: unproven(
      'berachain',
      "Berachain's header and first transaction are its own since BRIP-0004",
      'https://github.com/berachain/BRIPs/blob/main/meta/BRIP-0004.md',
    ),
  },
  aurora: {
    eras: [
      {
        ...ethereumEra,
        name: 'aurora',
        source: BOREALIS,
        header: {
          hash: () => ({ skip: 'the hash of an Aurora block comes from its NEAR height, not from the header' }),
          knownFields: new Set(),
        },
      },
    ],
    quirks: unproven('aurora', 'blocks of Aurora are put together from NEAR blocks by its relayer', BOREALIS),
  },
  morph: {
    ...morph,
    quirks: unproven(
      'morph',
      'of Morph a header and a message from L1 are proven, but no real block with transactions is at hand',
      MORPH,
    ).filter(({ check }) => check !== 'block-hash'),
  },
  lightlink: { quirks: unproven('lightlink', 'LightLink runs a client of its own', 'https://docs.lightlink.io') },
}

/** What no real record is at hand to prove. `source`: where the chain's own way is told. */
function unproven(network: NetworkId, reason: string, source: string): readonly Quirk[] {
  return RECOMPUTED.map((check) => ({ network, check, rule: 'tolerate', reason, source }))
}

/** The dialect of a network of the plain stack: Ethereum's, or what is known of a chain that deviates from it. */
export function evmDialect(network: L2Network<'evm'>): Dialect<'evm'> {
  const dialect = { ...ethereumDialect, ...VARIANTS[network.testnetOf ?? network.id] }
  // A chain that settles on another one does so by rules that nothing here knows.
  return network.parent === undefined ? { ...dialect, settlementStages: SETTLED } : dialect
}
