import type { PlannedTransaction, SimulatedNetwork } from '@defimon/core/testing'
import { id } from 'ethers'
import { encodeCall, encodeLog, type Happening } from './simulated-parent.ts'

/** Contracts of the simulated chain. */
export const OLD_PROXY: string = `0x${'0d'.repeat(20)}`
export const PROXY: string = `0x${'d1'.repeat(20)}`
const TIMELOCK = `0x${'71'.repeat(20)}`
const VALIDATOR = `0x${'fa'.repeat(20)}`
const STORED = '(uint64,bytes32,uint64,uint256,bytes32,bytes32,uint256,bytes32)'
const COMMITTED = '(uint64,uint64,uint64,bytes32,uint256,bytes32,bytes32,bytes32,bytes,bytes)'
const BLOB = `0x01${'ab'.repeat(31)}`

/** Blocks of a simulated batch. */
export const IN_BATCH = 4

type Batches = readonly [from: number, to: number]

/** What the batches of a happening are called with. */
export interface Options {
  readonly name?: string
  readonly proxy?: string
  /** The state root of a batch. Default: what the simulated node says of it. */
  readonly rootOf?: (batch: number) => string
  /** ZKsync OS: the blocks that the operator reports. */
  readonly report?: (batch: number) => Batches
}

function batchesOf([from, to]: Batches): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}

/** The simulated node gives the hash of the last block of a batch for its state root. */
function rootBy(l2: SimulatedNetwork): (batch: number) => string {
  return (batch) => l2.chain.block((batch + 1) * IN_BATCH - 1)?.hash ?? id(`root ${batch}`)
}

/** A commit: of the first years with pubdata in calldata, or of today with blobs. */
export function commit(
  l2: SimulatedNetwork,
  at: number,
  batches: Batches,
  data: 'calldata' | 'blobs',
  { name = `commit ${batches[0]}`, proxy = PROXY, rootOf = rootBy(l2), report }: Options = {},
): Happening {
  const stored = [batches[0] - 1, id('s'), 0, 0, id('p'), id('l'), 0, id('c')]
  const info = (batch: number): readonly unknown[] => [
    batch,
    0,
    0,
    rootOf(batch),
    0,
    id('p'),
    id('h'),
    id('e'),
    '0x',
    `0x00${'ab'.repeat(99)}`,
  ]
  const transaction = (): PlannedTransaction => ({
    from: VALIDATOR,
    to: TIMELOCK,
    gasUsed: 500_000n + BigInt(batches[0]),
    input:
      data === 'calldata'
        ? encodeCall(`commitBatches(${STORED},${COMMITTED}[])`, stored, batchesOf(batches).map(info))
        : encodeCall('commitBatchesSharedBridge(address,uint256,uint256,bytes)', proxy, ...batches, '0x00'),
    logs: batchesOf(batches).flatMap((batch) => [
      encodeLog(proxy, 'BlockCommit(uint256 indexed a, bytes32 indexed b, bytes32 indexed c)', batch, rootOf(batch), id('c')),
      ...(report
        ? [
            encodeLog(
              proxy,
              'ReportCommittedBatchRangeZKsyncOS(uint64 indexed a, uint64 indexed b, uint64 indexed c)',
              batch,
              ...report(batch),
            ),
          ]
        : []),
    ]),
    ...(data === 'blobs' && { blobVersionedHashes: [BLOB, BLOB] }),
  })
  return { name, at, purpose: 'data', transaction }
}

/** A proof that was accepted. */
export function prove(at: number, batches: Batches, { name = `prove ${batches[0]}`, proxy = PROXY }: Options = {}): Happening {
  return {
    name,
    at,
    purpose: 'proof',
    transaction: () => ({
      from: VALIDATOR,
      to: TIMELOCK,
      gasUsed: 400_000n,
      input: encodeCall('proveBatchesSharedBridge(address,uint256,uint256,bytes)', proxy, ...batches, '0x00'),
      logs: [encodeLog(proxy, 'BlocksVerification(uint256 indexed a, uint256 indexed b)', batches[0] - 1, batches[1])],
    }),
  }
}

/** An execution. */
export function execute(
  l2: SimulatedNetwork,
  at: number,
  batches: Batches,
  { name = `execute ${batches[0]}`, proxy = PROXY, rootOf = rootBy(l2) }: Options = {},
): Happening {
  return {
    name,
    at,
    purpose: 'execute',
    transaction: () => ({
      from: VALIDATOR,
      to: TIMELOCK,
      gasUsed: 600_000n,
      input: encodeCall('executeBatchesSharedBridge(address,uint256,uint256,bytes)', proxy, ...batches, '0x00'),
      logs: batchesOf(batches).map((batch) =>
        encodeLog(
          proxy,
          'BlockExecution(uint256 indexed a, bytes32 indexed b, bytes32 indexed c)',
          batch,
          rootOf(batch),
          id('c'),
        ),
      ),
    }),
  }
}

/** Takes back what is above these totals. */
export function revert(at: number, committed: number, proven: number, executed: number): Happening {
  return {
    name: `revert to ${committed}`,
    at,
    purpose: 'execute',
    transaction: () => ({
      from: VALIDATOR,
      to: TIMELOCK,
      logs: [encodeLog(PROXY, 'BlocksRevert(uint256 a, uint256 b, uint256 c)', committed, proven, executed)],
    }),
  }
}
