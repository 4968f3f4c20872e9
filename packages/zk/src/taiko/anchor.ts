import type { L1Ref, NetworkFacts } from '@defimon/core'
import { asObject, type RpcObject, sameHex } from '@defimon/evm'

/** Signs the first transaction of every block, with a key that everybody knows (taikoxyz/taiko-mono layer2/core/Anchor.sol). */
const GOLDEN_TOUCH = '0x0000777735367b36bc9b61c50022d9d0700db4ec'

/** Which words of an anchor's calldata name the L1 block. */
interface AnchorForm {
  /** In words after the selector. */
  readonly number: number
  /** Absent: this form tells no hash. */
  readonly hash?: number
}

/** The anchors by selector, oldest first. Those of Ontake and Pacaya name the L1 block by number and state root, and not by its hash. */
const ANCHORS: Readonly<Record<string, AnchorForm>> = {
  // anchor(bytes32 l1Hash, bytes32 l1StateRoot, uint64 l1BlockId, uint32 parentGasUsed)
  '0xda69d3db': { number: 2, hash: 0 },
  // anchorV2(uint64 anchorBlockId, bytes32 anchorStateRoot, uint32 parentGasUsed, (uint8,uint8,uint32,uint64,uint32) baseFeeConfig)
  '0xfd85eb2d': { number: 0 },
  // anchorV3(…as anchorV2, bytes32[] signalSlots)
  '0x48080a45': { number: 0 },
  // anchorV4((uint48 blockNumber, bytes32 blockHash, bytes32 stateRoot) checkpoint)
  '0x523e6854': { number: 0, hash: 1 },
}

/** Whether a transaction is the anchor of its block: the first, by the account whose key is known to all. */
export function isAnchor(transaction: RpcObject): boolean {
  return sameHex(transaction['from'], GOLDEN_TOUCH) && (transaction['transactionIndex'] ?? '0x0') === '0x0'
}

/** The L1 block that a block was derived up to, from the calldata of its anchor. Undefined where the form is unknown. */
export function anchoredL1Block(block: RpcObject, network: NetworkFacts): L1Ref | undefined {
  const [first] = Array.isArray(block['transactions']) ? (block['transactions'] as readonly unknown[]) : []
  if (network.parent === undefined || typeof first !== 'object' || first === null) return undefined
  const anchor = asObject(first, 'transaction')
  const { input } = anchor
  if (!isAnchor(anchor) || typeof input !== 'string') return undefined
  const form = ANCHORS[input.slice(0, 10).toLowerCase()]
  if (!form || input.length < 10 + 3 * 64) return undefined
  const word = (index: number): string => input.slice(10 + index * 64, 74 + index * 64)
  const number = Number(`0x${word(form.number)}`)
  if (!Number.isSafeInteger(number)) return undefined
  return { network: network.parent, number, ...(form.hash !== undefined && { hash: `0x${word(form.hash).toLowerCase()}` }) }
}
