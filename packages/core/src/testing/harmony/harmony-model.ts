import type { EthereumBlock } from '../ethereum/block.ts'
import { ethereumFaults } from '../ethereum/ethereum-faults.ts'
import { ethereumVariantModel, unseenFaults, type VariantModelOptions } from '../ethereum/ethereum-variant.ts'
import { integerBytes, toHex } from '../ethereum/hex.ts'
import type { Fault } from '../simulation/fault.ts'
import { RpcFailure } from '../simulation/rpc-failure.ts'
import type { ChainView, RpcCall, StackModel } from '../simulation/stack-model.ts'

/** What a simulated Harmony is. */
export interface HarmonyModelOptions extends VariantModelOptions {
  /** Version of the header: 3 has roots of cross-shard receipts and a tag, 0 has neither. Default 3. */
  readonly headerVersion?: 0 | 3
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

const harmonyFaults: Readonly<Record<string, Fault>> = {
  ...ethereumFaults,
  ...unseenFaults(ethereumFaults, ['miner-changed'], 'a node shows who led, where the header holds something else'),
  ...unseenFaults(
    ethereumFaults,
    ['transactions-emptied'],
    'the transactions root stands over staking transactions too, so a block may have none to show under it',
  ),
}

/** Tags of Ethereum's proof of stake are unknown here, and two questions are its own. */
function answerHarmony(call: RpcCall, view: ChainView<EthereumBlock>, ethereum: (call: RpcCall) => unknown): unknown {
  const [id] = Array.isArray(call.params) ? (call.params as unknown[]) : []
  if (id === 'safe' || id === 'finalized') throw new RpcFailure(-32602, `invalid block tag ${id}`)
  if (call.method === 'eth_getBlockReceipts') throw new RpcFailure(-32602, 'invalid argument 0: want a hash')
  const own = call.method.startsWith('hmyv2_')
  if (!own) return ethereum(call)
  const block = typeof id === 'number' ? view.block(id) : undefined
  if (block === undefined) throw new RpcFailure(-32000, 'requested block number greater than current block number')
  if (call.method === 'hmyv2_getHeaderByNumberRLPHex') return toHex(view.content(block).encodedHeader!).slice(2)
  if (call.method === 'hmyv2_getBlockStakingTransactionCountByNumber') return 0
  throw new RpcFailure(-32601, `the method ${call.method} does not exist/is not available`)
}

/** Blocks and answers of Harmony: legacy transactions, and a header that `eth_*` shows in part (harmony block/v0, v3). */
export function harmonyModel(options: HarmonyModelOptions = {}): StackModel<EthereumBlock> {
  const version = options.headerVersion ?? 3
  return ethereumVariantModel(
    {
      stack: 'harmony',
      id: 'simulated_harmony',
      chainId: 1_337_026,
      fork: 'byzantium',
      shape: (parts, _plan, random) => {
        const crossShard = [random.bytes(32), random.bytes(32)]
        const behind = [
          integerBytes(parts.number + random.integer(0, 300)),
          integerBytes(Math.floor(parts.number / 16)),
          integerBytes(0),
          random.bytes(96),
          random.bytes(32),
        ]
        return {
          ...parts,
          difficulty: 0n,
          nonce: '0x0000000000000000',
          mixHash: `0x${'00'.repeat(32)}`,
          seal: {
            // Staking transactions and shard numbers are under the root too, and eth_* shows neither.
            roots: { transactions: random.hex(32) },
            header: ([parent, , miner, state, transactions, receipts, bloom, , ...rest]) => {
              const front = [parent!, miner!, state!, transactions!, receipts!]
              const shared = [bloom!, ...rest.slice(0, 6), ...behind]
              if (version === 0) return [...front, ...shared, random.bytes(32), new Uint8Array()]
              const fields = [...front, ...crossShard, ...shared, ...Array.from({ length: 5 }, () => new Uint8Array())]
              return [utf8('HmnyTgd'), utf8('v3'), fields]
            },
          },
        }
      },
      answer: answerHarmony,
      faults: harmonyFaults,
      foreign: (chainId) => harmonyModel({ ...options, chainId }),
    },
    options,
  )
}
