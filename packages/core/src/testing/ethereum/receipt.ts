import type { SeededRandom } from '../runtime/seeded-random.ts'
import { type BloomedLog, logsBloom } from './bloom.ts'
import { concatBytes, integerBytes, toBytes } from './hex.ts'
import { type RlpItem, rlpEncode } from './rlp.ts'
import { SIMULATED_ACCOUNTS } from './signature.ts'

/** A log without its place in the block. */
export interface EthereumLog extends BloomedLog {
  readonly data: string
}

/** What happened to a transaction, without its place in the block. */
export interface EthereumReceipt {
  readonly type: number
  /** 0 or 1, or the 32-byte state root that stood here before Byzantium. */
  readonly statusOrRoot: 0 | 1 | Uint8Array
  readonly gasUsed: bigint
  readonly cumulativeGasUsed: bigint
  readonly logs: readonly EthereumLog[]
  readonly bloom: Uint8Array
  readonly encoded: Uint8Array
  /** What the stack adds to the JSON. */
  readonly json: Readonly<Record<string, unknown>>
}

/** `Transfer(address,address,uint256)`. */
const TRANSFER_TOPIC = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'
/** `Approval(address,address,uint256)`. */
const APPROVAL_TOPIC = '0x8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925'
const TOKENS = Array.from({ length: 8 }, (_, index) => `0x${(index + 1).toString(16).padStart(2, '0').repeat(20)}`)

function asTopic(address: string): string {
  return `0x${address.slice(2).padStart(64, '0')}`
}

/** Token events of a few contracts and accounts, so that filters find something. */
export function makeLogs(random: SeededRandom, most: number): readonly EthereumLog[] {
  return Array.from({ length: random.integer(0, most) }, () => {
    const topics = [
      random.pick([TRANSFER_TOPIC, APPROVAL_TOPIC]),
      asTopic(random.pick(SIMULATED_ACCOUNTS).address),
      asTopic(random.pick(SIMULATED_ACCOUNTS).address),
    ]
    return {
      address: random.pick(TOKENS),
      topics: topics.slice(0, random.integer(1, 3)),
      data: random.hex(random.pick([0, 32, 32, 64])),
    }
  })
}

/**
 * A receipt with its encoding: `[type ||] rlp([status or root, cumulative gas, bloom, logs, …tail])` (EIP-2718, yellow paper 4.3.1).
 *
 * @param tail what the stack adds to the list, such as the deposit nonce of the OP Stack
 */
export function makeReceipt(
  parts: Omit<EthereumReceipt, 'bloom' | 'encoded' | 'json'> & { readonly json?: EthereumReceipt['json'] },
  tail: readonly RlpItem[] = [],
): EthereumReceipt {
  const bloom = logsBloom(parts.logs)
  const { statusOrRoot, type } = parts
  const list = rlpEncode([
    typeof statusOrRoot === 'number' ? integerBytes(statusOrRoot) : statusOrRoot,
    integerBytes(parts.cumulativeGasUsed),
    bloom,
    parts.logs.map((log) => [toBytes(log.address), log.topics.map(toBytes), toBytes(log.data)]),
    ...tail,
  ])
  return { json: {}, ...parts, bloom, encoded: type === 0 ? list : concatBytes(Uint8Array.of(type), list) }
}
