import { keccak_256 } from '@noble/hashes/sha3.js'
import { FIRST_BLOCK, type GeneratedBlock, generateBlock } from '../chain/block.ts'
import { hexBytes, hexQuantity } from '../chain/hex.ts'
import { type RlpItem, rlp } from '../chain/rlp.ts'

/** A chain that moves by the clock, with blocks of 150 transactions and three logs each, as Base has them. */
export interface MovingChain {
  /** What a node answers; undefined for methods that it does not know. */
  answer(method: string, params: readonly unknown[]): Buffer | string | undefined
}

/** Bodies that all chains share: what differs between their blocks is the header and what repeats it. */
const BODIES = 12
/** Heights that are still answered for. */
const KEPT_BLOCKS = 4_096
const FINALIZED_DEPTH = 32
const HASH_LENGTH = 66
/** In the order of the header's list (execution-specs, prague). Hashes and bytes are strings of hex, amounts quantities. */
const HEADER: readonly (readonly [name: string, isAmount: boolean])[] = [
  ...(['parentHash', 'sha3Uncles', 'miner', 'stateRoot', 'transactionsRoot', 'receiptsRoot', 'logsBloom'] as const).map(
    (name) => [name, false] as const,
  ),
  ...(['difficulty', 'number', 'gasLimit', 'gasUsed', 'timestamp'] as const).map((name) => [name, true] as const),
  ...(['extraData', 'mixHash', 'nonce'] as const).map((name) => [name, false] as const),
  ['baseFeePerGas', true],
  ['withdrawalsRoot', false],
  ['blobGasUsed', true],
  ['excessBlobGas', true],
  ['parentBeaconBlockRoot', false],
  ['requestsHash', false],
]

/** A text with places for what differs. */
interface Template {
  readonly bytes: Buffer
  readonly places: readonly { readonly offset: number; readonly of: 'hash' | 'parentHash' | 'number' | 'timestamp' }[]
}

interface Body {
  readonly header: Readonly<Record<string, string>>
  readonly block: Template
  readonly receipts: Template
  readonly light: Template
}

interface Sealed {
  readonly body: Body
  readonly hash: string
  readonly parentHash: string
  readonly number: string
  readonly timestamp: string
}

let shared: readonly Body[] | undefined

/** Such a chain, with its first block `blocks` block times ago. */
export function createMovingChain(options: {
  readonly blockTimeMs: number
  readonly blocks: number
  readonly evmChainId: number
}): MovingChain {
  shared ??= Array.from({ length: BODIES }, (_, index) => bodyOf(generateBlock(index, new Uint8Array(32)), FIRST_BLOCK + index))
  const bodies = shared
  const { blockTimeMs, blocks, evmChainId } = options
  const beganMs = Date.now() - blocks * blockTimeMs
  const byNumber = new Map<number, Sealed>()
  const byHash = new Map<string, number>()
  let head = FIRST_BLOCK - 1

  const catchUp = (): void => {
    const due = FIRST_BLOCK + Math.floor((Date.now() - beganMs) / blockTimeMs)
    for (let number = head + 1; number <= due; number++) {
      const seconds = Math.floor((beganMs + (number - FIRST_BLOCK) * blockTimeMs) / 1000)
      const sealed = seal(
        bodies[number % BODIES] as Body,
        byNumber.get(number - 1)?.hash ?? `0x${'00'.repeat(32)}`,
        number,
        seconds,
      )
      byNumber.set(number, sealed)
      byHash.set(sealed.hash, number)
      const old = byNumber.get(number - KEPT_BLOCKS)
      if (old) byHash.delete(old.hash)
      byNumber.delete(number - KEPT_BLOCKS)
      head = number
    }
  }
  const find = (id: unknown): Sealed | undefined => {
    if (typeof id !== 'string') return undefined
    if (id.length === HASH_LENGTH) return byNumber.get(byHash.get(id) ?? -1)
    if (id === 'finalized' || id === 'safe') return byNumber.get(Math.max(FIRST_BLOCK, head - FINALIZED_DEPTH))
    return byNumber.get(id.startsWith('0x') ? Number(id) : head)
  }

  return {
    answer(method, params) {
      catchUp()
      if (method === 'eth_chainId') return `"${hexQuantity(evmChainId)}"`
      if (method === 'eth_blockNumber') return `"${hexQuantity(head)}"`
      if (method === 'eth_syncing') return 'false'
      const sealed = find(params[0])
      if (method === 'eth_getBlockReceipts') return sealed ? fill(sealed.body.receipts, sealed) : 'null'
      if (method !== 'eth_getBlockByNumber' && method !== 'eth_getBlockByHash') return undefined
      if (!sealed) return 'null'
      return fill(params[1] === true ? sealed.body.block : sealed.body.light, sealed)
    },
  }
}

function seal(body: Body, parentHash: string, number: number, seconds: number): Sealed {
  const own = { parentHash, number: hexQuantity(number), timestamp: hexQuantity(seconds) }
  const fields: Readonly<Record<string, string>> = { ...body.header, ...own }
  const items: RlpItem[] = HEADER.map(([name, isAmount]) => {
    const value = fields[name] ?? ''
    return isAmount ? BigInt(value) : Uint8Array.from(Buffer.from(value.slice(2), 'hex'))
  })
  return { body, ...own, hash: hexBytes(keccak_256(rlp(items))) }
}

/** A copy of the template with the block's own values in their places. */
function fill({ bytes, places }: Template, sealed: Sealed): Buffer {
  const copy = Buffer.from(bytes)
  for (const { offset, of } of places) copy.write(sealed[of], offset, 'latin1')
  return copy
}

function bodyOf({ block, receipts }: GeneratedBlock, number: number): Body {
  const { transactions, ...header } = JSON.parse(block) as Record<string, string> & { transactions: { hash: string }[] }
  const light = JSON.stringify({ ...header, transactions: transactions.map(({ hash }) => hash) })
  const template = (text: string): Template => {
    const bytes = Buffer.from(text)
    const values = [
      ['hash', `"hash":"${header['hash']}"`],
      ['hash', `"blockHash":"${header['hash']}"`],
      ['parentHash', `"parentHash":"${header['parentHash']}"`],
      ['number', `"number":"${hexQuantity(number)}"`],
      ['number', `"blockNumber":"${hexQuantity(number)}"`],
      ['timestamp', `"timestamp":"${header['timestamp']}"`],
    ] as const
    const places = values.flatMap(([of, member]) => {
      const skip = member.indexOf(':"') + 2
      const found: { offset: number; of: typeof of }[] = []
      for (let start = bytes.indexOf(member); start >= 0; start = bytes.indexOf(member, start + 1))
        found.push({ offset: start + skip, of })
      return found
    })
    return { bytes, places }
  }
  return { header, block: template(block), receipts: template(receipts), light: template(light) }
}
