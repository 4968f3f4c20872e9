import type { EthereumBlock, EthereumBlockParts } from '../ethereum/block.ts'
import { ethereumFaults, inBlock, inReceipts } from '../ethereum/ethereum-faults.ts'
import { ethereumNewHead } from '../ethereum/ethereum-node.ts'
import { ethereumVariantModel, type VariantModelOptions } from '../ethereum/ethereum-variant.ts'
import { concatBytes, integerBytes, toBytes, toHex, toQuantity } from '../ethereum/hex.ts'
import { keccak, keccakHex } from '../ethereum/keccak.ts'
import type { EthereumReceipt } from '../ethereum/receipt.ts'
import { rlpEncode } from '../ethereum/rlp.ts'
import type { EthereumTransaction } from '../ethereum/transaction.ts'
import { listRoot } from '../ethereum/trie.ts'
import type { SeededRandom } from '../runtime/seeded-random.ts'
import type { Fault } from '../simulation/fault.ts'
import { RpcFailure } from '../simulation/rpc-failure.ts'
import type { BlockPlan, ChainView, RpcCall, StackModel } from '../simulation/stack-model.ts'
import { enveloped, KAIA_NATIVE_TYPES, makeNativeTransaction } from './kaia-transaction.ts'

/** What a simulated Kaia is. */
export interface KaiaModelOptions extends VariantModelOptions {
  /** Which of three ways to make roots governance has chosen (`DeriveShaImpl`). Default `concatenation`. */
  readonly roots?: 'concatenation' | 'pairs' | 'trie'
}

/** A binary tree of hashes, in which the last of an odd number is its own neighbour. */
function pairsRoot(encoded: readonly Uint8Array[]): string {
  let level = encoded.map(keccak)
  if (level.length === 0) return keccakHex(new Uint8Array())
  while (level.length > 1) {
    const next: Uint8Array[] = []
    for (let index = 0; index < level.length; index += 2) {
      next.push(keccak(concatBytes(level[index]!, level[index + 1] ?? level[index]!)))
    }
    level = next
  }
  return toHex(level[0]!)
}

const ROOTS = {
  concatenation: (encoded: readonly Uint8Array[]): string => keccakHex(concatBytes(...encoded)),
  pairs: pairsRoot,
  trie: listRoot,
}

/** A status that is neither success nor a plain failure: the execution was reverted. */
const REVERTED = 9

/** `rlp([status, gas used, bloom, logs])`, whatever the type. */
function kaiaReceipt(receipt: EthereumReceipt, transaction: EthereumTransaction): EthereumReceipt {
  const succeeded = receipt.statusOrRoot === 1
  const logs = receipt.logs.map((log) => [toBytes(log.address), log.topics.map(toBytes), toBytes(log.data)])
  return {
    ...receipt,
    encoded: rlpEncode([integerBytes(succeeded ? 1 : REVERTED), integerBytes(receipt.gasUsed), receipt.bloom, logs]),
    json: {
      type: transaction.json['type'],
      typeInt: transaction.json['typeInt'],
      cumulativeGasUsed: undefined,
      ...(!succeeded && { status: '0x0', txError: toQuantity(REVERTED) }),
    },
  }
}

/** The rest of a header, with and without what is not hashed: the round in the vanity and the committed seals. */
function extraDataOf(random: SeededRandom): { readonly shown: string; readonly hashed: Uint8Array } {
  const vanity = random.bytes(32)
  const validators = Array.from({ length: 4 }, () => random.bytes(20))
  const seal = random.bytes(65)
  const committed = Array.from({ length: 3 }, () => random.bytes(65))
  vanity[31] = 1
  const shown = toHex(concatBytes(vanity, rlpEncode([validators, seal, committed])))
  vanity[31] = 0
  return { shown, hashed: concatBytes(vanity, rlpEncode([validators, seal, []])) }
}

/** Natives first, then Ethereum's, so that the last one has a value and a recipient. */
function mixedTransactions(parts: EthereumBlockParts, random: SeededRandom, chainId: number): EthereumTransaction[] {
  return parts.transactions.map((transaction, index) =>
    index === parts.transactions.length - 1
      ? makeNativeTransaction(random, 9, { chainId, nonce: transaction.nonce, gasPriceWei: 25_000_000_000n })
      : random.chance(0.5)
        ? enveloped(transaction)
        : makeNativeTransaction(random, random.pick(KAIA_NATIVE_TYPES), {
            chainId,
            nonce: transaction.nonce,
            gasPriceWei: 25_000_000_000n,
          }),
  )
}

function kaiaParts(
  parts: EthereumBlockParts,
  plan: BlockPlan,
  random: SeededRandom,
  chainId: number,
  roots: NonNullable<KaiaModelOptions['roots']>,
): EthereumBlockParts {
  const transactions = mixedTransactions(parts, random, chainId)
  const receipts = parts.receipts.map((receipt, index) => kaiaReceipt(receipt, transactions[index]!))
  const hundredths = Math.floor((plan.timestampMs % 1000) / 10)
  const extra = extraDataOf(random)
  const randomReveal = random.bytes(96)
  const mixHash = random.bytes(32)
  const reward = random.hex(20)
  return {
    ...parts,
    transactions,
    receipts,
    extraData: extra.shown,
    json: {
      reward,
      blockScore: '0x1',
      totalBlockScore: toQuantity(parts.number + 1),
      timestampFoS: toQuantity(hundredths),
      governanceData: '0x',
      voteData: '0x',
      randomReveal: toHex(randomReveal),
      mixhash: toHex(mixHash),
      ...Object.fromEntries(
        ['miner', 'sha3Uncles', 'uncles', 'difficulty', 'gasLimit', 'mixHash', 'nonce'].map((name) => [name, undefined]),
      ),
    },
    seal: {
      header: ([parent, , , state, transactionsRoot, receiptsRoot, bloom, , number, , gasUsed, time, , , , baseFee]) => [
        ...[parent!, toBytes(reward), state!, transactionsRoot!, receiptsRoot!, bloom!, integerBytes(1), number!, gasUsed!],
        ...[time!, integerBytes(hundredths), extra.hashed, new Uint8Array(), new Uint8Array(), baseFee!, randomReveal, mixHash],
      ],
      listRoot: ROOTS[roots],
    },
  }
}

const asEthereum = (method: string): string => method.replace(/^kaia_/, 'eth_')

function answerKaia(call: RpcCall, _view: ChainView<EthereumBlock>, ethereum: (call: RpcCall) => unknown): unknown {
  if (!call.method.startsWith('kaia_')) return ethereum(call)
  const answer = ethereum({ ...call, method: asEthereum(call.method) })
  if (answer === null && call.method.startsWith('kaia_getBlockBy')) {
    throw new RpcFailure(-32000, `the block does not exist (${String((call.params as unknown[])[0])})`)
  }
  return answer
}

/** A fault of an Ethereum node, in a node whose methods have another name. */
function renamed(fault: Fault): Fault {
  const { answer } = fault
  return answer
    ? { ...fault, answer: (call, was, context) => answer({ ...call, method: asEthereum(call.method) }, was, context) }
    : fault
}

const changed: Readonly<Record<string, Fault>> = {
  ...ethereumFaults,
  'miner-changed': inBlock({ description: 'another reward address', verdict: 'rejected', check: 'block-hash' }, (block) => {
    block['reward'] = `0x${'11'.repeat(20)}`
  }),
  'hex-in-capitals': inBlock({ description: 'hashes and addresses in capital letters', verdict: 'tolerated' }, (block) => {
    for (const name of ['hash', 'parentHash', 'stateRoot', 'reward'])
      block[name] = `0x${String(block[name]).slice(2).toUpperCase()}`
  }),
  'receipt-gas-changed': inReceipts('more gas than was used', (receipts) => {
    const last = receipts.at(-1)
    if (last) last['gasUsed'] = toQuantity(BigInt(String(last['gasUsed'])) + 1n)
  }),
  'block-receipts-unsupported': {
    ...ethereumFaults['block-receipts-unsupported']!,
    description: 'does not know kaia_getBlockReceipts',
  },
}

const kaiaFaults: Readonly<Record<string, Fault>> = Object.fromEntries(
  Object.entries(changed).map(([name, fault]) => [name, renamed(fault)]),
)

/** Blocks and answers of Kaia since Randao: all families of types, receipts with gas of their own, a seal that is not hashed. */
export function kaiaModel(options: KaiaModelOptions = {}): StackModel<EthereumBlock> {
  const { chainId = 1_337_027, roots = 'concatenation' } = options
  return ethereumVariantModel(
    {
      stack: 'kaia',
      id: 'simulated_kaia',
      chainId,
      fork: 'london',
      shape: (parts, plan, random) => kaiaParts(parts, plan, random, chainId, roots),
      timestampMs: (plan) => Math.floor(plan.timestampMs / 10) * 10,
      answer: answerKaia,
      newHead: ethereumNewHead,
      faults: kaiaFaults,
      foreign: (other) => kaiaModel({ ...options, chainId: other }),
    },
    options,
  )
}
