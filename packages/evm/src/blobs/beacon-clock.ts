import type { CallOptions, Session } from '@defimon/core'
import { asObject, malformed } from '../encoding/rpc-object.ts'
import { getFrom } from './get-from.ts'

/** When the slots of a beacon chain are, and how long its nodes keep blobs. */
export interface BeaconClock {
  readonly genesisMs: number
  readonly slotMs: number
  readonly keptMs: number
}

/** MIN_EPOCHS_FOR_BLOB_SIDECARS_REQUESTS of Ethereum: 18 days. */
const KEPT_EPOCHS = 4_096
const EPOCH_SLOTS = 32

/**
 * Reads the clock of a beacon chain from one of its nodes: `/eth/v1/beacon/genesis`, `/eth/v1/config/spec` (SECONDS_PER_SLOT, or the
 * SLOT_DURATION_MS that takes its place; SLOTS_PER_EPOCH; for how many epochs blobs are kept, by the name of each generation). Fails with `MALFORMED`.
 */
export async function readBeaconClock(session: Session, options: CallOptions): Promise<BeaconClock> {
  const genesis = dataOf(await getFrom(session, '/eth/v1/beacon/genesis', options), 'genesis')
  const spec = dataOf(await getFrom(session, '/eth/v1/config/spec', options), 'spec')
  const genesisS = decimal(genesis['genesis_time'])
  const slotMs = decimal(spec['SLOT_DURATION_MS']) ?? 1_000 * (decimal(spec['SECONDS_PER_SLOT']) ?? 0)
  if (genesisS === undefined || slotMs < 1) throw malformed('the genesis or the spec of a beacon node says no time')
  const epochs = Math.max(
    decimal(spec['MIN_EPOCHS_FOR_BLOB_SIDECARS_REQUESTS']) ?? 0,
    decimal(spec['MIN_EPOCHS_FOR_DATA_COLUMN_SIDECARS_REQUESTS']) ?? 0,
  )
  return {
    genesisMs: genesisS * 1_000,
    slotMs,
    keptMs: (epochs || KEPT_EPOCHS) * (decimal(spec['SLOTS_PER_EPOCH']) ?? EPOCH_SLOTS) * slotMs,
  }
}

/** The slot of an instant. Undefined where none begins then: the instant is of another chain. */
export function slotAt({ genesisMs, slotMs }: BeaconClock, timestampMs: number): number | undefined {
  const slot = (timestampMs - genesisMs) / slotMs
  return Number.isSafeInteger(slot) && slot >= 0 ? slot : undefined
}

function dataOf(answer: unknown, what: string): ReturnType<typeof asObject> {
  return asObject(asObject(answer, what)['data'], `data of ${what}`)
}

/** The beacon API writes numbers as decimal texts. */
function decimal(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : undefined
  return number
}
