import type { EthereumBlock, EthereumBlockParts } from '../ethereum/block.ts'
import { ethereumFaults } from '../ethereum/ethereum-faults.ts'
import { ethereumVariantModel, unseenFaults, type VariantModelOptions } from '../ethereum/ethereum-variant.ts'
import { concatBytes, fixedBytes, integerBytes, toHex, toQuantity } from '../ethereum/hex.ts'
import { keccak, keccakHex } from '../ethereum/keccak.ts'
import { makeReceipt } from '../ethereum/receipt.ts'
import { rlpEncode } from '../ethereum/rlp.ts'
import type { EthereumTransaction } from '../ethereum/transaction.ts'
import type { SeededRandom } from '../runtime/seeded-random.ts'
import type { Fault } from '../simulation/fault.ts'
import { RpcFailure } from '../simulation/rpc-failure.ts'
import type { RpcCall, StackModel } from '../simulation/stack-model.ts'

/** What a simulated Rootstock is. */
export interface RootstockModelOptions extends VariantModelOptions {
  /** Version of the header (RSKIP-351). Default 1. */
  readonly headerVersion?: 0 | 1 | 2
}

const UNITRIE = 'the tries of Rootstock are of a kind of their own, which is not recomputed'
const REMASC_ADDRESS = '0x0000000000000000000000000000000001000008'
const ZERO_ADDRESS = `0x${'00'.repeat(20)}`

const rootstockFaults: Readonly<Record<string, Fault>> = {
  ...ethereumFaults,
  ...unseenFaults(
    ethereumFaults,
    [
      'transactions-emptied',
      'receipt-status-flipped',
      'log-omitted',
      'log-data-changed',
      'log-topic-changed',
      'log-address-changed',
      // These change the last transaction, and that is REMASC, which nobody signed.
      'transaction-value-changed',
      'transaction-hash-changed',
      'transaction-recipient-changed',
      'transactions-reordered',
    ],
    UNITRIE,
  ),
}

/** The last transaction of a block, made by the protocol. */
function remasc(number: number): EthereumTransaction {
  const hash = keccakHex(concatBytes(new TextEncoder().encode('remasc'), fixedBytes(number, 8)))
  const zeros = { nonce: toQuantity(number - 1), gas: '0x0', gasPrice: '0x0', value: '0x0', v: '0x0', r: '0x0', s: '0x0' }
  return {
    type: 0,
    hash,
    from: ZERO_ADDRESS,
    to: REMASC_ADDRESS,
    nonce: BigInt(number - 1),
    gasLimit: 0n,
    effectiveGasPriceWei: 0n,
    encoded: new Uint8Array(),
    blobCount: 0,
    json: { type: '0x0', hash, from: ZERO_ADDRESS, to: REMASC_ADDRESS, input: '0x', ...zeros },
  }
}

/** What stands in the place of the bloom: `rlp([version, keccak(rlp([keccak(bloom), base event?, edges]))])`. */
function extension(version: 1 | 2, bloom: Uint8Array, edges: Uint8Array, baseEvent: Uint8Array): Uint8Array {
  const fields = [keccak(bloom), ...(version === 2 ? [baseEvent] : []), edges]
  return rlpEncode([integerBytes(version), keccak(rlpEncode(fields))])
}

function rootstockParts(parts: EthereumBlockParts, random: SeededRandom, version: 0 | 1 | 2): EthereumBlockParts {
  const paidFeesWei = BigInt(random.integer(0, 2 ** 40))
  // The highest bit of the first byte is set in half of these, and then a zero byte stands in front.
  const minimumGasPriceWei = BigInt(random.integer(0, 2 ** 32))
  const bitcoinHeader = random.bytes(80)
  const edges = [random.integer(0, 3), random.integer(4, 300)]
  const edgeBytes = Uint8Array.from(edges.flatMap((edge) => [edge & 0xff, edge >> 8]))
  const baseEvent = random.bytes(random.integer(0, 60))
  const price = integerBytes(minimumGasPriceWei)
  const signedPrice =
    minimumGasPriceWei === 0n ? new Uint8Array(1) : price[0]! >= 0x80 ? concatBytes(new Uint8Array(1), price) : price
  const gasBefore = parts.receipts.at(-1)?.cumulativeGasUsed ?? 0n
  return {
    ...parts,
    gasLimit: 6_800_000n,
    transactions: [...parts.transactions, remasc(parts.number)],
    receipts: [...parts.receipts, makeReceipt({ type: 0, statusOrRoot: 1, gasUsed: 0n, cumulativeGasUsed: gasBefore, logs: [] })],
    json: {
      paidFees: toQuantity(paidFeesWei),
      minimumGasPrice: toQuantity(minimumGasPriceWei),
      bitcoinMergedMiningHeader: toHex(bitcoinHeader),
      bitcoinMergedMiningCoinbaseTransaction: '0x',
      bitcoinMergedMiningMerkleProof: '0x',
      hashForMergedMining: random.hex(32),
      cumulativeDifficulty: toQuantity(parts.difficulty),
      rskPteEdges: version === 0 ? null : edges,
      ...(version === 2 && { baseEvent: toHex(baseEvent) }),
    },
    seal: {
      roots: { transactions: random.hex(32), receipts: random.hex(32) },
      header: (items, bloom) => [
        ...items.slice(0, 6),
        version === 0 ? bloom : extension(version, bloom, edgeBytes, baseEvent),
        ...items.slice(7, 9),
        integerBytes(6_800_000),
        ...items.slice(10, 13),
        integerBytes(paidFeesWei),
        signedPrice,
        integerBytes(0),
        // The root of united merged mining, which is empty.
        new Uint8Array(),
        bitcoinHeader,
      ],
    },
  }
}

function answerRootstock(call: RpcCall, ethereum: (call: RpcCall) => unknown): unknown {
  const [id] = Array.isArray(call.params) ? (call.params as unknown[]) : []
  if (id === 'safe' || id === 'finalized') throw new RpcFailure(-32602, `invalid block tag ${id}`)
  return ethereum(call)
}

/** Blocks and answers of Rootstock: Bitcoin's header in each, fees and uncles in the hash, and REMASC at the end. */
export function rootstockModel(options: RootstockModelOptions = {}): StackModel<EthereumBlock> {
  const { headerVersion = 1 } = options
  return ethereumVariantModel(
    {
      stack: 'rootstock',
      id: 'simulated_rootstock',
      chainId: 1_337_029,
      fork: 'byzantium',
      shape: (parts, _plan, random) => rootstockParts(parts, random, headerVersion),
      answer: (call, _view, ethereum) => answerRootstock(call, ethereum),
      faults: rootstockFaults,
      foreign: (chainId) => rootstockModel({ ...options, chainId }),
    },
    options,
  )
}
