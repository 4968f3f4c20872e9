import type { L2Network } from '@defimon/core'
import {
  type PlannedTransaction,
  type SimulatedNetwork,
  simulateNetwork,
  type VirtualRuntime,
  virtualRuntime,
} from '@defimon/core/testing'
import { getNetwork } from '@defimon/networks'
import { describe, expect, test } from 'vitest'
import { encodeCall, encodeLog } from '../../../test/settlement/rollups.ts'
import { jsonLines, runCommand } from './run-command.ts'

const START_MS = Date.UTC(2026, 5, 1)
const PARENT_START = 25_000_000

/** StarkNet and Ethereum, simulated, as the registry knows them: every tenth block of the one has a state update on the other. */
function simulatedStarknet(): { runtime: VirtualRuntime; l2: SimulatedNetwork; endpoints: string[] } {
  const runtime = virtualRuntime({ startMs: START_MS + 600_000 })
  const { contracts } = getNetwork('starknet') as { contracts: { core: readonly { address: string }[] } }
  const core = contracts.core.at(-1)!.address.toLowerCase()
  const l2 = simulateNetwork({
    ...{
      stack: 'starknet',
      network: { id: 'starknet' },
      chainName: 'SN_MAIN',
      commitments: false,
      transactionsPerBlock: 0,
      mining: 'manual',
    },
    ...{ startBlock: 100, blocks: 40, blockTimeMs: 6_000, startMs: START_MS, seed: 'l2', runtime },
  })
  const l1 = simulateNetwork({
    ...{
      stack: 'evm',
      network: { id: 'ethereum', evmChainId: 1, chainId: 'eip155:1' },
      mining: 'manual',
      transactionsPerBlock: 0,
    },
    ...{ startBlock: PARENT_START, blocks: 41, blockTimeMs: 12_000, startMs: START_MS, seed: 'l1', runtime },
    ...{ safeDepth: 5, finalizedDepth: 10 },
    planned: ({ number }) => {
      const block = 109 + ({ 20: 0, 36: 10 }[number - PARENT_START] ?? Number.NaN)
      if (!Number.isFinite(block)) return []
      const event = 'LogStateUpdate(uint256 globalRoot, int256 blockNumber, uint256 blockHash)'
      return [{ from: `0x${'5e'.repeat(20)}`, to: core, logs: [encodeLog(core, event, 7, block, l2.chain.block(block)!.hash)] }]
    },
  })
  runtime.connect(l2, l1)
  const [a, b] = [l2, l1].map(({ endpoints }) => endpoints[0]!.endpoint.url)
  return { runtime, l2, endpoints: ['--endpoint', a!, '--parent-endpoint', b!] }
}

/** An Ethereum of 41 blocks, and no endpoint of anything that settled on it. */
function deadNetworkOn({
  planned,
  call,
}: {
  readonly planned: (number: number) => readonly PlannedTransaction[]
  readonly call?: (request: { readonly to: string; readonly data: string }, number: number) => string
}): { runtime: VirtualRuntime; endpoints: string[] } {
  const runtime = virtualRuntime({ startMs: START_MS + 600_000 })
  const l1 = simulateNetwork({
    stack: 'evm',
    network: { id: 'ethereum', evmChainId: 1, chainId: 'eip155:1' },
    mining: 'manual',
    transactionsPerBlock: 0,
    ...{
      startBlock: 0,
      blocks: 41,
      blockTimeMs: 12_000,
      startMs: START_MS,
      seed: 'l1',
      runtime,
      safeDepth: 5,
      finalizedDepth: 10,
    },
    planned: ({ number }) => [...planned(number)],
    ...(call && { call: (request, { number }) => call(request, number) }),
  })
  runtime.connect(l1)
  return { runtime, endpoints: ['--parent-endpoint', l1.endpoints[0]!.endpoint.url] }
}

/** What a command needs is loaded when it is first run, which takes real time. */
const LOADING = { outsideMs: 15_000 }

const run = async (argv: readonly string[], runtime: VirtualRuntime) => runtime.runUntil(runCommand(argv, { runtime }), LOADING)

describe('settlement', () => {
  test('for a person: the steps with their transactions, times and costs, and two questions answered', async () => {
    const { runtime, endpoints } = simulatedStarknet()
    const { exitCode, stdout, stderr } = await run(['settlement', 'starknet', '105', ...endpoints], runtime)
    expect(stderr).toBe('')
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^starknet block 105\n/)
    expect(stdout).toMatch(/^stage +settled$/m)
    expect(stdout).toMatch(
      new RegExp(
        `^settled +settlement on ethereum in block ${PARENT_START + 20} \\(finalized\\), transaction 0x[0-9a-f]{64}$`,
        'm',
      ),
    )
    expect(stdout).toMatch(/2026-06-01T00:04:00\.000Z, 3m 30s after the block/)
    expect(stdout).toMatch(/cost 0\.\d+ for execute: \d+ gas/)
    expect(stdout).toMatch(/anchors block 109 0x/)
    expect(stdout).toMatch(/^ordering +final: /m)
    expect(stdout).toMatch(/^withdrawals +can run: /m)
  })

  test('as JSON, and of a block whose parent block can still go', async () => {
    const { runtime, endpoints, l2 } = simulatedStarknet()
    const { stdout } = await run(['settlement', 'starknet', '115', '--json', ...endpoints], runtime)
    const [settlement] = jsonLines(stdout)
    expect(settlement).toMatchObject({
      ...{ network: 'starknet', block: { number: 115, hash: l2.chain.block(115)!.hash }, state: { stage: 'settled' } },
      ...{ isOrderingFinal: false, isWithdrawable: false, withdrawableBecause: expect.stringMatching(/only included/) },
      steps: [
        { step: 'posted', kind: 'batch' },
        { step: 'settled', anchor: { number: 119 } },
      ],
      costs: [{ network: 'ethereum', purpose: 'execute', feeWei: expect.stringMatching(/^\d+$/) }],
    })
  })

  test('of a block that stands nowhere yet', async () => {
    const { runtime, endpoints } = simulatedStarknet()
    const { exitCode, stdout } = await run(['settlement', 'starknet', '130', ...endpoints], runtime)
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^stage +sequenced$/m)
    expect(stdout).toMatch(/^ordering +not final: no data were found/m)
    expect(stdout).toMatch(/^withdrawals +cannot run: it is sequenced/m)
  })

  test('of a network above another rollup, through that rollup', async () => {
    const runtime = virtualRuntime({ startMs: START_MS + 150_000 })
    const asked = new Set<string>()
    for (const id of ['rari', 'arbitrum_one']) {
      const { evmChainId, endpoints } = getNetwork(id)
      const simulated = simulateNetwork({
        ...{
          stack: 'arbitrum',
          network: { id, ...(evmChainId && { evmChainId }) },
          mining: 'manual',
          transactionsPerBlock: 0,
          runtime,
        },
        ...{ startBlock: 0, blocks: 60, blockTimeMs: 2_000, startMs: START_MS, seed: id },
      })
      const url = simulated.endpoints[0]!.endpoint.url
      runtime.connect({
        hosts: endpoints.map((each) => new URL(each.url).host),
        fetch: (_, init) => {
          asked.add(id)
          return simulated.fetch(url, init)
        },
      })
    }
    const { exitCode, stdout, stderr } = await run(['settlement', 'rari', '20'], runtime)
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toMatch(/^stage +sequenced$/m)
    expect([...asked]).toEqual(['rari', 'arbitrum_one'])
    expect(runtime.pendingTimers).toBe(0)
  })

  test('of a network that was shut down, from its parent alone: the height is enough', async () => {
    const { bridge, sequencerInbox } = (getNetwork('kinto') as L2Network<'arbitrum'>).contracts
    const inbox = sequencerInbox![0]!.address.toLowerCase()
    const delivered =
      'SequencerBatchDelivered(uint256 indexed a, bytes32 indexed b, bytes32 indexed c, bytes32 d, uint256 e, (uint64,uint64,uint64,uint64) f, uint8 g)'
    const hash = `0x${'aa'.repeat(32)}`
    const call = 'addSequencerL2BatchFromOrigin(uint256,bytes,uint256,address,uint256,uint256)'
    const batch = (number: number, before: number, after: number): PlannedTransaction => ({
      from: `0x${'5e'.repeat(20)}`,
      to: inbox,
      input: encodeCall(call, number, '0x00', 1, `0x${'00'.repeat(20)}`, before, after),
      logs: [encodeLog(inbox, delivered, number, hash, hash, hash, 1, [0, 0, 0, 0], 0)],
    })
    const { runtime, endpoints } = deadNetworkOn({
      planned: (number) => (number === 5 ? [batch(0, 0, 1)] : number === 9 ? [batch(1, 1, 40)] : []),
      call: ({ to }, number) => {
        if (to !== bridge![0]!.address.toLowerCase()) return '0x'
        return `0x${(number < 5 ? 0 : number < 9 ? 1 : 40).toString(16).padStart(64, '0')}`
      },
    })
    const { exitCode, stdout, stderr } = await run(['settlement', 'kinto', '25', ...endpoints], runtime)
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toMatch(/^kinto block 25\nhash +not known: no endpoint of it answers any more\nstage +posted\n/)
    expect(stdout).toMatch(/blocks 1 to 39, data in ethereum-calldata/)
    expect(stdout).toMatch(/^ordering +final: /m)
    const missing = await run(['settlement', 'kinto', '40', ...endpoints], runtime)
    expect(missing.exitCode).not.toBe(0)
  })

  test('of a batch, by the parent alone', async () => {
    const { diamondProxy } = (getNetwork('zero_network') as L2Network<'zksync'>).contracts
    const proxy = diamondProxy![0]!.address.toLowerCase()
    const root = `0x${'ab'.repeat(32)}`
    const step = (name: string): PlannedTransaction => ({
      from: `0x${'5e'.repeat(20)}`,
      to: proxy,
      logs: [encodeLog(proxy, `${name}(uint256 indexed a, bytes32 indexed b, bytes32 indexed c)`, 7, root, root)],
    })
    const { runtime, endpoints } = deadNetworkOn({
      planned: (number) => (number === 6 ? [step('BlockCommit')] : number === 12 ? [step('BlockExecution')] : []),
    })
    const { exitCode, stdout, stderr } = await run(['settlement', 'zero_network', '7', '--batch', ...endpoints], runtime)
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toMatch(new RegExp(`^zero_network batch 7\nstate root +${root}\nstage +settled\n`))
    expect(stdout).toMatch(/^withdrawals +can run: /m)
    const json = await run(['settlement', 'zero_network', '7', '--batch', '--json', ...endpoints], runtime)
    expect(jsonLines(json.stdout)).toMatchObject([
      {
        network: 'zero_network',
        batch: 7,
        stateRoot: root,
        steps: [{ step: 'posted' }, { step: 'settled' }],
        isWithdrawable: true,
      },
    ])
    const other = await run(['settlement', 'base', '7', '--batch', ...endpoints], runtime)
    expect(other.stderr).toMatch(/batches of stack op-stack are not read by their number/)
  })
})
