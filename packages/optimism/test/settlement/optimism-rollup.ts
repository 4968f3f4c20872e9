import type { BlockRef } from '@defimon/core'
import { type BeaconBlob, RpcFailure, type SimulatedNetwork } from '@defimon/core/testing'
import type { Kzg } from '@defimon/evm/blobs'
import { AbiCoder, concat, getBytes, hexlify, id, keccak256, toBeHex } from 'ethers'
import { withCommitment } from '../../../../test/settlement/fake-kzg.ts'
import { type EncodedBatch, encodeBlob, encodeChannel, encodeFrames, encodePayload } from './batch-encoder.ts'
import { encodeCall, encodeLog, type Happening } from './simulated-parent.ts'

/** The contracts of the simulated rollup. */
export const INBOX: string = `0xff${'0'.repeat(34)}8453`
export const BATCHER: string = `0x${'ba'.repeat(20)}`
export const ORACLE: string = `0x${'0a'.repeat(20)}`
export const FACTORY: string = `0x${'fa'.repeat(20)}`
export const PORTAL: string = `0x${'50'.repeat(20)}`
export const REGISTRY: string = `0x${'a5'.repeat(20)}`
export const SYSTEM_CONFIG: string = `0x${'5c'.repeat(20)}`
export const PROPOSER: string = `0x${'9a'.repeat(20)}`

/** Genesis of Base, which spans count from (superchain registry). */
const GENESIS_S = 1_686_789_347

type Json = Readonly<Record<string, unknown>>

/** A block of the simulated L2 as its node shows it. */
export async function l2Block(l2: SimulatedNetwork, number: number): Promise<Json> {
  const response = await l2.fetch(l2.network.endpoints[0]?.url ?? '', {
    method: 'POST',
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_getBlockByNumber', params: [`0x${number.toString(16)}`, false] }),
  })
  return ((await response.json()) as { result: Json }).result
}

/** keccak(version 0 ‖ state root ‖ storage root of the message passer ‖ block hash), by ethers. */
export async function outputRoot(l2: SimulatedNetwork, number: number, storageRoot?: string): Promise<string> {
  const { stateRoot, withdrawalsRoot, hash } = await l2Block(l2, number)
  return keccak256(concat([toBeHex(0, 32), String(stateRoot), storageRoot ?? String(withdrawalsRoot), String(hash)]))
}

/** Batches of the blocks `from` to `to`: one span, or one batch a block. */
function batchesOf(
  l2: SimulatedNetwork,
  from: number,
  to: number,
  type: 'span' | 'singular',
  before?: BlockRef,
): readonly EncodedBatch[] {
  const at = (number: number): { hash: string; timestampMs: number } => {
    const block = l2.chain.block(number)
    if (!block) throw new RangeError(`the L2 has no block ${number}`)
    return block
  }
  const origin = { l1Origin: before?.number ?? 1, l1OriginHash: before?.hash }
  if (type === 'span') {
    const sinceGenesisS = at(from).timestampMs / 1000 - GENESIS_S
    return [{ parentHash: at(from - 1).hash, ...origin, sinceGenesisS, blockCount: to - from + 1 }]
  }
  return Array.from({ length: to - from + 1 }, (_, index) => ({
    parentHash: at(from + index - 1).hash,
    ...origin,
    timestampS: at(from + index).timestampMs / 1000,
  }))
}

/** How a batch is posted. */
export interface BatchOptions {
  readonly da?: 'calldata' | 'blobs'
  readonly type?: 'span' | 'singular'
  readonly compression?: 'zlib' | 'brotli'
  readonly sender?: string
  readonly branch?: number
  /** Parent blocks of its frames, where it takes more than one transaction. */
  readonly frames?: readonly number[]
  readonly inbox?: string
  /** What makes the hashes of blobs. Default: what stands in for KZG. */
  readonly kzg?: Kzg
}

/** The blobs that were posted, by versioned hash. */
export const BLOBS: Map<string, BeaconBlob> = new Map()

/** The transactions that post the L2 blocks `from` to `to`. Named `batch <from>`, with a letter where there are several. */
export function batch(
  l2: SimulatedNetwork,
  at: number,
  from: number,
  to: number,
  options: BatchOptions = {},
): readonly Happening[] {
  const { da = 'calldata', type = 'span', compression = 'zlib', sender = BATCHER, branch, frames: places = [at] } = options
  const channel = id(`channel ${from} ${to} ${sender}`).slice(0, 34)
  const base = { from: sender, to: options.inbox ?? INBOX }
  /** The origin is the parent block before that of the first frame; those of later frames do not make the channel another one. */
  let began: BlockRef | undefined
  const payloadOf = (index: number, before: BlockRef | undefined): string => {
    if (index === 0) began = before
    const data = encodeChannel(batchesOf(l2, from, to, type, began), compression)
    return encodePayload([encodeFrames(channel, data, places.length)[index] ?? ''])
  }
  const blobOf = (payload: string): string => {
    const posted = withCommitment(encodeBlob(getBytes(payload)), options.kzg)
    BLOBS.set(posted.versionedHash, posted)
    return posted.versionedHash
  }
  return places.map((place, index) => ({
    name: `batch ${from}${places.length > 1 ? String.fromCharCode(97 + index) : ''}${sender === BATCHER ? '' : ' of a stranger'}`,
    at: place,
    purpose: 'data',
    ...(branch !== undefined && { branch }),
    transaction: (before) => {
      const payload = payloadOf(index, before)
      return da === 'blobs' ? { ...base, blobVersionedHashes: [blobOf(payload)] } : { ...base, input: payload }
    },
  }))
}

/** A proposal to the oracle. */
export function output(index: number, at: number, block: number, root: string): Happening {
  return {
    name: `output ${index} at ${at}`,
    at,
    purpose: 'claim',
    transaction: () => ({
      from: PROPOSER,
      to: ORACLE,
      input: encodeCall('proposeL2Output(bytes32,uint256,bytes32,uint256)', root, block, id('l1'), at),
      logs: [
        encodeLog(
          ORACLE,
          'OutputProposed(bytes32 indexed outputRoot, uint256 indexed l2OutputIndex, uint256 indexed l2BlockNumber, uint256 l1Timestamp)',
          root,
          index,
          block,
          1,
        ),
      ],
    }),
  }
}

/** The challenger deletes outputs. */
export function deletion(at: number, before: number, after: number): Happening {
  return {
    name: `deletion ${at}`,
    at,
    purpose: 'claim',
    transaction: () => ({
      from: PROPOSER,
      to: ORACLE,
      input: encodeCall('deleteL2Outputs(uint256)', after),
      logs: [
        encodeLog(
          ORACLE,
          'OutputsDeleted(uint256 indexed prevNextOutputIndex, uint256 indexed newNextOutputIndex)',
          before,
          after,
        ),
      ],
    }),
  }
}

/** The address of a game, by its name. */
export function gameAddress(name: string): string {
  return `0x${id(`game ${name}`).slice(26)}`
}

/** A dispute game is made. */
export function game(
  name: string,
  at: number,
  block: number,
  root: string,
  options: { readonly type?: number; readonly branch?: number; readonly proof?: 'tee' | 'zk' } = {},
): Happening {
  const { type = 0, branch, proof } = options
  const extraData = toBeHex(block, 32)
  const created = encodeLog(
    FACTORY,
    'DisputeGameCreated(address indexed disputeProxy, uint32 indexed gameType, bytes32 indexed rootClaim)',
    gameAddress(name),
    type,
    root,
  )
  return {
    name: `game ${name}`,
    at,
    purpose: proof === 'zk' ? 'proof' : 'claim',
    ...(branch !== undefined && { branch }),
    transaction: () => ({
      from: PROPOSER,
      to: FACTORY,
      input: proof
        ? encodeCall('createWithInitData(uint32,bytes32,bytes,bytes)', type, root, concat([extraData, '0x00000001']), '0x01')
        : encodeCall('create(uint32,bytes32,bytes)', type, root, extraData),
      logs: [...(proof ? [provedLog(name, proof)] : []), created],
    }),
  }
}

function provedLog(name: string, kind: 'tee' | 'zk'): ReturnType<typeof encodeLog> {
  return encodeLog(
    gameAddress(name),
    'Proved(address indexed proposer, uint8 indexed proofType)',
    PROPOSER,
    kind === 'zk' ? 1 : 0,
  )
}

/** One more proof of a game of Base. */
export function proof(name: string, at: number, kind: 'tee' | 'zk'): Happening {
  return {
    name: `proof ${name}`,
    at,
    purpose: 'proof',
    transaction: () => ({ from: PROPOSER, to: gameAddress(name), input: '0x12345678', logs: [provedLog(name, kind)] }),
  }
}

/** A game of OP Succinct Lite: somebody challenged it, or a validity proof was accepted. */
export function succinct(name: string, at: number, kind: 'challenged' | 'proven'): Happening {
  const declaration = kind === 'proven' ? 'Proved(address indexed prover)' : 'Challenged(address indexed challenger)'
  return {
    name: `${kind} ${name}`,
    at,
    purpose: 'proof',
    transaction: () => ({ from: PROPOSER, to: gameAddress(name), logs: [encodeLog(gameAddress(name), declaration, PROPOSER)] }),
  }
}

/** Two proofs of a game of Base contradict each other. */
export function nullification(name: string, at: number): Happening {
  const declaration = 'Nullified(address indexed nullifier, uint256 intermediateRootIndex, bytes32 intermediateRoot)'
  return {
    name: `nullification ${name}`,
    at,
    purpose: 'proof',
    transaction: () => ({
      from: PROPOSER,
      to: gameAddress(name),
      logs: [encodeLog(gameAddress(name), declaration, PROPOSER, 0, id('another root'))],
    }),
  }
}

/** A game ends: 2 the defender won, 1 the challenger. Base's says it in the data. */
export function resolution(name: string, at: number, status: 1 | 2, options: { readonly inData?: boolean } = {}): Happening {
  const declaration = options.inData ? 'Resolved(uint8 status)' : 'Resolved(uint8 indexed status)'
  return {
    name: `resolution ${name}`,
    at,
    purpose: 'execute',
    transaction: () => ({
      from: PROPOSER,
      to: gameAddress(name),
      input: encodeCall('resolve()'),
      logs: [encodeLog(gameAddress(name), declaration, status)],
    }),
  }
}

/** A view of a contract, and what it answers in a parent block: hex, or the values that ethers encodes. */
export interface Answer {
  readonly to: string
  readonly declaration: string
  readonly types: readonly string[]
  readonly values: (argument: string, number: number) => readonly unknown[]
}

/** Answers `eth_call` of these views, and reverts for all others. */
export function answering(
  answers: readonly Answer[],
): (request: { to: string; data: string }, block: { number: number }) => string {
  return ({ to, data }, { number }) => {
    const answer = answers.find((each) => each.to === to && id(each.declaration).slice(0, 10) === data.slice(0, 10))
    if (!answer) throw new RpcFailure(3, 'execution reverted')
    return AbiCoder.defaultAbiCoder().encode(answer.types, answer.values(data.slice(10), number))
  }
}

/** An argument that is an address, as call data hold it. */
export function isAddress(argument: string, address: string): boolean {
  return hexlify(`0x${argument}`).slice(26) === address.slice(2)
}
