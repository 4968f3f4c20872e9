import type { PlannedTransaction, SimulatedNetwork } from '@defimon/core/testing'
import { id } from 'ethers'
import { encodeCall, encodeLog, type Happening } from './simulated-parent.ts'

/** Contracts of the simulated rollup. */
export const INBOX: string = `0x${'1b'.repeat(20)}`
export const OLD_ROLLUP: string = `0x${'0d'.repeat(20)}`
export const ROLLUP: string = `0x${'b0'.repeat(20)}`
export const OUTBOX: string = `0x${'0b'.repeat(20)}`
export const POSTER: string = `0x${'b5'.repeat(20)}`
const VALIDATOR = `0x${'fa'.repeat(20)}`
const NOBODY = `0x${'00'.repeat(20)}`
const hash = (text: string): string => id(text)

const DELIVERED =
  'SequencerBatchDelivered(uint256 indexed a, bytes32 indexed b, bytes32 indexed c, bytes32 d, uint256 e, (uint64,uint64,uint64,uint64) f, uint8 g)'
const DELAY_PROOF = '(bytes32,(uint8,address,uint64,uint64,uint256,uint256,bytes32))'
const GLOBAL = '(bytes32[2],uint64[2])'
const STATE = `(${GLOBAL},uint8,bytes32)`
const INPUTS = `((bytes32,bytes32,(bytes32,uint256,address,uint64,uint64)),${STATE},${STATE})`

/** How a batch is sent. */
export type Carrier = 'calldata' | 'committee' | 'blobs' | 'blobs-with-proof' | 'old-call' | 'forced' | 'event'

const BLOB = `0x01${'ab'.repeat(31)}`
const CERTIFICATE = `0x88${'cd'.repeat(40)}`

/** A batch of the messages from `before` to below `after`. */
export function batch(
  number: number,
  at: number,
  [before, after]: readonly [number, number],
  carrier: Carrier,
  delayed = 1,
): Happening {
  const location = { forced: 2, blobs: 3, 'blobs-with-proof': 3, event: 1 }[carrier as string] ?? 0
  const transaction = (): PlannedTransaction => {
    const delivered = encodeLog(INBOX, DELIVERED, number, hash('b'), hash('a'), hash('d'), delayed, [1, 2, 3, 4], location)
    const data = carrier === 'committee' ? CERTIFICATE : '0x00'
    const logs =
      carrier === 'event'
        ? [delivered, encodeLog(INBOX, 'SequencerBatchData(uint256 indexed n, bytes data)', number, '0x00')]
        : [delivered]
    return {
      from: POSTER,
      to: INBOX,
      logs,
      gasUsed: 90_000n + BigInt(number),
      input: callOf(carrier, number, data, delayed, before, after),
      ...(location === 3 && { blobVersionedHashes: [BLOB] }),
    }
  }
  return { name: `batch ${number}`, at, purpose: 'data', transaction }
}

function callOf(carrier: Carrier, number: number, data: string, delayed: number, before: number, after: number): string {
  const blobs = [number, delayed, NOBODY, before, after]
  switch (carrier) {
    case 'blobs':
      return encodeCall('addSequencerL2BatchFromBlobs(uint256,uint256,address,uint256,uint256)', ...blobs)
    case 'blobs-with-proof': {
      const proof = [hash('p'), [3, NOBODY, 1, 2, 3, 4, hash('m')]]
      const declaration = `addSequencerL2BatchFromBlobsDelayProof(uint256,uint256,address,uint256,uint256,${DELAY_PROOF})`
      return encodeCall(declaration, ...blobs, proof)
    }
    case 'old-call':
      return encodeCall('addSequencerL2BatchFromOrigin(uint256,bytes,uint256,address)', number, data, delayed, NOBODY)
    case 'forced': {
      const declaration = 'forceInclusion(uint256,uint8,uint64[2],uint256,address,bytes32)'
      return encodeCall(declaration, delayed, 3, [1, 2], 4, NOBODY, hash('m'))
    }
    default: {
      const name = carrier === 'event' ? 'addSequencerL2Batch' : 'addSequencerL2BatchFromOrigin'
      return encodeCall(`${name}(uint256,bytes,uint256,address,uint256,uint256)`, number, data, delayed, NOBODY, before, after)
    }
  }
}

/** A state: the block that is last in it, by its height on the L2 or by a made-up hash, and its place in the inbox. */
export interface ClaimedState {
  readonly block: number | string
  readonly batches: number
  readonly messages?: number
}

function globalState(l2: SimulatedNetwork, { block, batches, messages = 0 }: ClaimedState): readonly unknown[] {
  return [
    [blockHash(l2, block), hash(`send ${block}`)],
    [batches, messages],
  ]
}

function blockHash(l2: SimulatedNetwork, block: number | string): string {
  if (block === 'none') return `0x${'00'.repeat(32)}`
  return typeof block === 'string' ? hash(block) : (l2.chain.block(block)?.hash ?? '')
}

/** A claim of BoLD, named by its name. */
export function assertion(l2: SimulatedNetwork, name: string, at: number, before: ClaimedState, after: ClaimedState): Happening {
  const state = (of: ClaimedState): readonly unknown[] => [globalState(l2, of), 1, hash('history')]
  const declaration = `AssertionCreated(bytes32 indexed a, bytes32 indexed b, ${INPUTS} c, bytes32 d, uint256 e, bytes32 f, uint256 g, address h, uint64 i)`
  return {
    name,
    at,
    purpose: 'claim',
    transaction: () => {
      const inputs = [[hash('p'), hash('acc'), [hash('wasm'), 1, NOBODY, 100, 0]], state(before), state(after)]
      const log = encodeLog(
        ROLLUP,
        declaration,
        hash(name),
        hash('parent'),
        inputs,
        hash('acc'),
        after.batches,
        hash('wasm'),
        1,
        NOBODY,
        100,
      )
      const input = encodeCall(`stakeOnNewAssertion(${INPUTS},bytes32)`, inputs, hash(name))
      return { from: VALIDATOR, to: ROLLUP, input, logs: [log], gasUsed: 200_000n }
    },
  }
}

/** The confirmation of a claim of BoLD. */
export function confirmation(l2: SimulatedNetwork, of: string, at: number, block: number | string): Happening {
  return {
    name: `confirmed ${of}`,
    at,
    purpose: 'execute',
    transaction: () => {
      const [last, send] = [blockHash(l2, block), hash(`send ${block}`)]
      return {
        from: VALIDATOR,
        to: ROLLUP,
        gasUsed: 300_000n,
        logs: [
          encodeLog(OUTBOX, 'SendRootUpdated(bytes32 indexed a, bytes32 indexed b)', send, last),
          encodeLog(ROLLUP, 'AssertionConfirmed(bytes32 indexed a, bytes32 b, bytes32 c)', hash(of), last, send),
        ],
      }
    },
  }
}

/** A claim from before BoLD. */
export function node(l2: SimulatedNetwork, number: number, at: number, before: ClaimedState, after: ClaimedState): Happening {
  const declaration = `NodeCreated(uint64 indexed a, bytes32 indexed b, bytes32 indexed c, bytes32 d, ((${GLOBAL},uint8),(${GLOBAL},uint8),uint64) e, bytes32 f, bytes32 g, uint256 h)`
  return {
    name: `node ${number}`,
    at,
    purpose: 'claim',
    transaction: () => {
      const claimed = [[globalState(l2, before), 1], [globalState(l2, after), 1], 5]
      const log = encodeLog(
        OLD_ROLLUP,
        declaration,
        number,
        hash('p'),
        hash('n'),
        hash('x'),
        claimed,
        hash('acc'),
        hash('wasm'),
        1,
      )
      return { from: VALIDATOR, to: OLD_ROLLUP, logs: [log], gasUsed: 150_000n }
    },
  }
}

/** The confirmation of a claim from before BoLD. */
export function nodeConfirmation(l2: SimulatedNetwork, number: number, at: number, block: number): Happening {
  return {
    name: `confirmed node ${number}`,
    at,
    purpose: 'execute',
    transaction: () => {
      const [last, send] = [blockHash(l2, block), hash(`send ${block}`)]
      return {
        from: VALIDATOR,
        to: OLD_ROLLUP,
        gasUsed: 250_000n,
        logs: [
          encodeLog(OUTBOX, 'SendRootUpdated(bytes32 indexed a, bytes32 indexed b)', send, last),
          encodeLog(OLD_ROLLUP, 'NodeConfirmed(uint64 indexed a, bytes32 b, bytes32 c)', number, last, send),
        ],
      }
    },
  }
}

/** The rejection of a claim from before BoLD. */
export function nodeRejection(number: number, at: number): Happening {
  const logs = [encodeLog(OLD_ROLLUP, 'NodeRejected(uint64 indexed a)', number)]
  return { name: `rejected ${number}`, at, purpose: 'execute', transaction: () => ({ from: VALIDATOR, to: OLD_ROLLUP, logs }) }
}
