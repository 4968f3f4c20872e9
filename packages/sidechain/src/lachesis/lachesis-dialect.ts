import type { L2Network } from '@defimon/core'
import { type Dialect, evmTransactionFields, isPresent, parseHeight, parseQuantity, type RpcObject } from '@defimon/evm'
import { unproven } from '../unproven.ts'
import { lachesisBlockFields } from './lachesis-fields.ts'
import { operaEra } from './opera-era.ts'
import { sonicEra, unresolvedSonicEra } from './sonic-era.ts'

/** Every chain of Lachesis has finality at once: all tags are the same block (sonic gossip/ethapi_backend.go). */
const common: Omit<Dialect<'lachesis'>, 'eras'> = {
  blockFields: lachesisBlockFields,
  transactionFields: evmTransactionFields,
  timestampMs: blockTimeMs,
}

const operaDialect: Dialect<'lachesis'> = {
  ...common,
  eras: [operaEra],
  checks: ['block-hash', 'transactions-root', 'receipts-root', 'logs-bloom'],
}

const sonicDialect: Dialect<'lachesis'> = {
  ...common,
  eras: [unresolvedSonicEra, sonicEra],
  quirks: unproven(
    'sonic',
    ['receipts-root', 'logs-bloom'],
    'no real receipts of Sonic are at hand to prove the recipe',
    'https://github.com/0xsoniclabs/sonic/blob/main/inter/block.go',
  ),
}

/** The chain ids of Fantom Opera and its testnet. */
const OPERA_CHAIN_IDS: ReadonlySet<number | undefined> = new Set([250, 4002])

/** The dialect of a network of Lachesis: Opera, whose hashes come from the consensus, or Sonic. */
export function lachesisDialect(network: L2Network<'lachesis'>): Dialect<'lachesis'> {
  return OPERA_CHAIN_IDS.has(network.evmChainId) ? operaDialect : sonicDialect
}

/** `timestampNano` counts from 1970 and has the part below the second. */
function blockTimeMs(block: RpcObject): number {
  const { timestampNano } = block
  return isPresent(timestampNano)
    ? Number(parseQuantity(timestampNano, 'timestampNano') / 1_000_000n)
    : parseHeight(block['timestamp'], 'timestamp') * 1000
}
