import { concatBytes, fixedBytes } from '../ethereum/hex.ts'
import { keccakHex } from '../ethereum/keccak.ts'
import type { SeededRandom } from '../runtime/seeded-random.ts'
import { drawFelt, drawFelts, toFelt } from './felt.ts'

/** An event of a receipt, as the RPC writes it. */
export interface StarknetEvent {
  readonly from_address: string
  readonly keys: readonly string[]
  readonly data: readonly string[]
}

/** A receipt, as the RPC writes it. */
export interface StarknetReceipt {
  readonly transaction_hash: string
  readonly type: string
  readonly actual_fee: { readonly amount: string; readonly unit: 'FRI' | 'WEI' }
  readonly execution_status: 'SUCCEEDED' | 'REVERTED'
  readonly revert_reason?: string
  readonly messages_sent: readonly {
    readonly from_address: string
    readonly to_address: string
    readonly payload: readonly string[]
  }[]
  readonly events: readonly StarknetEvent[]
  readonly execution_resources: { readonly l1_gas: number; readonly l1_data_gas: number; readonly l2_gas: number }
  readonly contract_address?: string
  readonly message_hash?: string
}

/** A transaction with its receipt. */
export interface StarknetTransaction {
  readonly hash: string
  readonly signature: readonly string[]
  /** As the RPC writes it, without its hash. */
  readonly json: Readonly<Record<string, unknown>>
  readonly receipt: StarknetReceipt
}

const FEE_TOKEN = '0x4718f5a0fc34cc1af16a1cdee98ffb20c31f5cd61d6ab07201858f4287c938d'
const KINDS = ['INVOKE 3', 'INVOKE 3', 'INVOKE 3', 'INVOKE 1', 'DECLARE 3', 'DECLARE 2', 'DEPLOY_ACCOUNT 3', 'L1_HANDLER 0']

function word(felt: string | number): Uint8Array {
  return fixedBytes(BigInt(felt), 32)
}

/** The hash of an L1→L2 message: words of 32 bytes, nonce before selector. */
function messageHash(from: string, to: string, nonce: string, selector: string, payload: readonly string[]): string {
  return keccakHex(concatBytes(...[from, to, nonce, selector, payload.length, ...payload].map(word)))
}

function resourceBounds(random: SeededRandom): Readonly<Record<string, unknown>> {
  const bound = (): object => ({
    max_amount: toFelt(random.integer(0, 2_000_000)),
    max_price_per_unit: toFelt(random.integer(1, 2 ** 45)),
  })
  return { l1_gas: bound(), l1_data_gas: bound(), l2_gas: bound() }
}

/** What kinds have of their own. */
function kindFields(random: SeededRandom, type: string, version: string, nonce: string): Readonly<Record<string, unknown>> {
  switch (type) {
    case 'DECLARE':
      return { sender_address: drawFelt(random), class_hash: drawFelt(random), compiled_class_hash: drawFelt(random), nonce }
    case 'DEPLOY_ACCOUNT':
      return {
        class_hash: drawFelt(random),
        contract_address_salt: drawFelt(random),
        constructor_calldata: drawFelts(random, 1),
        nonce: '0x0',
      }
    case 'L1_HANDLER':
      return {
        contract_address: drawFelt(random),
        entry_point_selector: drawFelt(random),
        calldata: [random.hex(20).replace(/^0x0+/, '0x'), ...drawFelts(random, 3)],
        nonce,
      }
    default:
      return {
        sender_address: drawFelt(random),
        calldata: drawFelts(random, random.integer(3, 6)),
        nonce,
        ...(version === '0x3' && { account_deployment_data: [] }),
      }
  }
}

/** A transaction of a kind drawn at random, and its receipt. Nonces differ within a chain. */
export function makeTransaction(random: SeededRandom, nonce: number): StarknetTransaction {
  const [type, version] = random.pick(KINDS).split(' ') as [string, string]
  const hash = drawFelt(random)
  const isHandler = type === 'L1_HANDLER'
  const signature = isHandler ? [] : drawFelts(random, 2)
  const own = kindFields(random, type, `0x${version}`, toFelt(nonce))
  const json = {
    type,
    version: `0x${version}`,
    ...own,
    ...(!isHandler && { signature }),
    ...(version === '3'
      ? {
          resource_bounds: resourceBounds(random),
          tip: toFelt(random.integer(0, 1_000_000)),
          paymaster_data: [],
          nonce_data_availability_mode: 'L1',
          fee_data_availability_mode: 'L1',
          ...(type === 'DECLARE' && { account_deployment_data: [] }),
        }
      : !isHandler && { max_fee: toFelt(random.integer(1, 2 ** 50)) }),
  }
  const reverted = !isHandler && random.chance(0.1)
  const amount = toFelt(isHandler ? 0 : random.integer(1, 2 ** 50))
  const events: StarknetEvent[] = Array.from({ length: reverted ? 0 : random.integer(0, 2) }, () => ({
    from_address: drawFelt(random),
    keys: drawFelts(random, random.integer(1, 3)),
    data: drawFelts(random, random.integer(0, 3)),
  }))
  // The fee is paid by a transfer, which a transaction that was reverted pays too.
  if (!isHandler) events.push({ from_address: FEE_TOKEN, keys: [drawFelt(random)], data: [drawFelt(random), amount, '0x0'] })
  const [from, ...payload] = (own['calldata'] ?? []) as readonly string[]
  return {
    hash,
    signature,
    json,
    receipt: {
      transaction_hash: hash,
      type,
      actual_fee: { amount, unit: version === '3' ? 'FRI' : 'WEI' },
      execution_status: reverted ? 'REVERTED' : 'SUCCEEDED',
      ...(reverted && { revert_reason: `Transaction execution has failed: ${random.integer(0, 1_000_000)}` }),
      messages_sent: random.chance(0.2)
        ? [{ from_address: drawFelt(random), to_address: random.hex(20).replace(/^0x0+/, '0x'), payload: drawFelts(random, 2) }]
        : [],
      events,
      execution_resources: {
        l1_gas: random.integer(0, 1000),
        l1_data_gas: random.integer(0, 1000),
        l2_gas: random.integer(100_000, 50_000_000),
      },
      ...(type === 'DEPLOY_ACCOUNT' && { contract_address: drawFelt(random) }),
      ...(isHandler &&
        from !== undefined && {
          message_hash: messageHash(
            from,
            String(own['contract_address']),
            String(own['nonce']),
            String(own['entry_point_selector']),
            payload,
          ),
        }),
    },
  }
}
