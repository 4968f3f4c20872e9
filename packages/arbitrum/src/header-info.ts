import { type Contradiction, isPresent, parseHash, parseHeight, type RpcObject, sameHex, sameQuantity } from '@defimon/evm'

/** What Nitro packs into `mixHash` and `extraData` (OffchainLabs/go-ethereum core/types/block.go, `HeaderInfo`). */
export interface HeaderInfo {
  /** Messages to the parent chain that were ever sent. */
  readonly sendCount: number
  /** The L1 block that the sequencer saw. On an L3 over an Arbitrum chain this is Ethereum's number, not the parent's. */
  readonly l1BlockNumber: number
  readonly arbosVersion: number
  readonly collectsTips: boolean
  /** Root of the tree of messages to the parent chain. */
  readonly sendRoot: string
}

/** Reads the packed fields; undefined in blocks that do not have them: genesis, and those from before Nitro. */
export function headerInfo(block: RpcObject): HeaderInfo | undefined {
  const { mixHash, extraData, baseFeePerGas, difficulty } = block
  if (!isPresent(baseFeePerGas) || !sameQuantity(difficulty, '0x1')) return undefined
  if (typeof extraData !== 'string' || extraData.length !== 66) return undefined
  const packed = parseHash(mixHash, 'mixHash').slice(2)
  return {
    sendCount: packedNumber(packed, 0),
    l1BlockNumber: packedNumber(packed, 16),
    arbosVersion: packedNumber(packed, 32),
    collectsTips: packed.slice(50, 52) === '01',
    sendRoot: extraData,
  }
}

/** Eight bytes as a number. Fails with `MALFORMED` beyond what a number can hold. */
function packedNumber(packed: string, from: number): number {
  return parseHeight(`0x${packed.slice(from, from + 16).replace(/^0+(?=.)/, '')}`, 'mixHash')
}

/** Whether senders pay their tips here. ArbOS 9 always collected them. */
export function collectsTips(block: RpcObject): boolean {
  const info = headerInfo(block)
  return info !== undefined && (info.collectsTips || info.arbosVersion === 9)
}

/** The JSON repeats what the hashed fields hold; both must say the same. */
export function checkHeaderInfo(block: RpcObject): Contradiction | undefined {
  const info = headerInfo(block)
  if (!info) return undefined
  for (const name of ['sendCount', 'l1BlockNumber'] as const) {
    const claimed = block[name]
    const computed = `0x${info[name].toString(16)}`
    if (isPresent(claimed) && !sameQuantity(claimed, computed)) {
      return { claimed: String(claimed), computed, detail: `${name} against mixHash` }
    }
  }
  const { sendRoot } = block
  if (isPresent(sendRoot) && !sameHex(sendRoot, info.sendRoot)) {
    return { claimed: String(sendRoot), computed: info.sendRoot, detail: 'sendRoot against extraData' }
  }
  return undefined
}
