import type { BesideBody, EthereumBlock, EthereumBlockParts } from '../ethereum/block.ts'
import { ethereumFaults, inReceipts, inTransactions } from '../ethereum/ethereum-faults.ts'
import { ethereumVariantModel, unseenFaults, type VariantModelOptions } from '../ethereum/ethereum-variant.ts'
import { concatBytes, fixedBytes, integerBytes, toBytes, toHex, toQuantity } from '../ethereum/hex.ts'
import { keccakHex } from '../ethereum/keccak.ts'
import { type EthereumReceipt, makeLogs, makeReceipt } from '../ethereum/receipt.ts'
import { rlpEncode } from '../ethereum/rlp.ts'
import type { EthereumTransaction } from '../ethereum/transaction.ts'
import type { SeededRandom } from '../runtime/seeded-random.ts'
import type { Fault } from '../simulation/fault.ts'
import type { StackModel } from '../simulation/stack-model.ts'

/** What a simulated chain of Polygon PoS is. */
export interface PolygonModelOptions extends VariantModelOptions {
  /** How state sync is listed: beside the body, or since Madhugiri in it (PIP-74). Default `bor`. */
  readonly era?: 'bor' | 'madhugiri'
}

const ZERO_ADDRESS = `0x${'00'.repeat(20)}`
const STATE_SYNC_TYPE = 0x7f
const ZEROS = { gas: '0x0', gasPrice: '0x0', nonce: '0x0', value: '0x0', v: '0x0', r: '0x0', s: '0x0' }

function stateSync(type: number, hash: string, encoded: Uint8Array): EthereumTransaction {
  return {
    type,
    hash,
    from: ZERO_ADDRESS,
    to: ZERO_ADDRESS,
    nonce: 0n,
    gasLimit: 0n,
    effectiveGasPriceWei: 0n,
    encoded,
    blobCount: 0,
    json: { type: toQuantity(type), hash, from: ZERO_ADDRESS, to: ZERO_ADDRESS, input: '0x', ...ZEROS },
  }
}

function stateSyncReceipt(type: number, random: SeededRandom, gasBefore: bigint): EthereumReceipt {
  const logs = makeLogs(random, 2)
  return makeReceipt({ type, statusOrRoot: 1, gasUsed: 0n, cumulativeGasUsed: gasBefore, logs })
}

/** Before Madhugiri: `keccak("matic-bor-receipt-" ‖ number ‖ block hash)`, known when the block is sealed. */
function besideBody(number: number, random: SeededRandom): (hash: string) => BesideBody {
  const receipt = stateSyncReceipt(0, random, 0n)
  return (blockHash) => {
    const prefix = new TextEncoder().encode('matic-bor-receipt-')
    const hash = keccakHex(concatBytes(prefix, fixedBytes(number, 8), toBytes(blockHash)))
    return { transaction: stateSync(0, hash, new Uint8Array()), receipt }
  }
}

/** Since Madhugiri: `0x7f ‖ rlp([[id, contract, data, L1 transaction], …])`. JSON does not show the events. */
function inBody(random: SeededRandom, gasBefore: bigint): BesideBody {
  const event = [integerBytes(random.integer(1, 4_000_000)), random.bytes(20), random.bytes(64), random.bytes(32)]
  const encoded = concatBytes(Uint8Array.of(STATE_SYNC_TYPE), rlpEncode([event]))
  return {
    transaction: stateSync(STATE_SYNC_TYPE, keccakHex(encoded), encoded),
    receipt: stateSyncReceipt(STATE_SYNC_TYPE, random, gasBefore),
  }
}

/** State sync comes at the end of every sixteenth block; here of every other, so that few blocks show it. */
function withStateSync(parts: EthereumBlockParts, random: SeededRandom, era: 'bor' | 'madhugiri'): EthereumBlockParts {
  if (parts.number % 2 === 1) return parts
  if (era === 'bor') return { ...parts, seal: { beside: besideBody(parts.number, random) } }
  const { transaction, receipt } = inBody(random, parts.receipts.at(-1)?.cumulativeGasUsed ?? 0n)
  return { ...parts, transactions: [...parts.transactions, transaction], receipts: [...parts.receipts, receipt] }
}

const lastSigned = <T>(transactions: T[]): number => Math.max(0, transactions.length - 2)

/** The state sync, which stands last, is under no root; these aim at what is. */
const polygonFaults: Readonly<Record<string, Fault>> = {
  ...ethereumFaults,
  ...unseenFaults(
    ethereumFaults,
    ['miner-changed'],
    'the header holds zero; nodes that show the signer there are believed, for the seal alone could tell',
  ),
  'transaction-omitted': inTransactions('leaves a signed transaction out', (transactions) => {
    transactions.splice(lastSigned(transactions), 1)
  }),
  'receipt-omitted': inReceipts('leaves the first receipt out', (receipts) => void receipts.shift()),
  'receipt-status-flipped': inReceipts('a failed transaction that succeeded, or the other way round', (receipts) => {
    const [first] = receipts
    if (first) first['status'] = first['status'] === '0x1' ? '0x0' : '0x1'
  }),
  'receipt-gas-changed': inReceipts('another sum of gas', (receipts) => {
    const [first] = receipts
    if (first) first['cumulativeGasUsed'] = toQuantity(BigInt(String(first['cumulativeGasUsed'])) + 1n)
  }),
  'state-sync-hash-changed': inTransactions('another hash of the state sync', (transactions) => {
    const last = transactions.at(-1)
    if (last) last['hash'] = `0x${'22'.repeat(32)}`
  }),
  'state-sync-value-changed': inTransactions('a state sync that carries value', (transactions) => {
    const last = transactions.at(-1)
    if (last?.['from'] === ZERO_ADDRESS) last['value'] = '0x1'
    else if (last) last['value'] = toQuantity(BigInt(String(last['value'])) + 1n)
  }),
}

/** Blocks and answers of Polygon PoS: Ethereum's with a seal in the extra data, a zero miner and state sync (bor core/types). */
export function polygonModel(options: PolygonModelOptions = {}): StackModel<EthereumBlock> {
  const { era = 'bor' } = options
  return ethereumVariantModel(
    {
      stack: 'polygon-pos',
      id: 'simulated_polygon_pos',
      chainId: 1_337_020,
      fork: 'london',
      shape: (parts, _plan, random) =>
        withStateSync(
          {
            ...parts,
            miner: ZERO_ADDRESS,
            difficulty: BigInt(random.integer(1, 21)),
            // 32 bytes of vanity and the 65 of the seal.
            extraData: toHex(random.bytes(97)),
            mixHash: `0x${'00'.repeat(32)}`,
            nonce: '0x0000000000000000',
          },
          random,
          era,
        ),
      faults: polygonFaults,
      foreign: (chainId) => polygonModel({ ...options, chainId }),
    },
    options,
  )
}
