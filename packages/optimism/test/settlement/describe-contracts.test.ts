import type { L2Network } from '@defimon/core'
import { readParentRecord, type SettlementStep } from '@defimon/evm/parent'
import { base, kroma, mantle, metis, optimism } from '@defimon/networks'
import { describeOptimismSettlement } from '@defimon/optimism'
import { concat, id, toBeHex } from 'ethers'
import { describe, expect, it } from 'vitest'
import { encodeCall, encodeLog } from './simulated-parent.ts'

// No real record of any of these was at hand: they are built by ethers from the contracts' declarations.

const ROOT = id('root')
const GAME = `0x${'9a'.repeat(20)}`
const PROPOSER = `0x${'77'.repeat(20)}`

function addressOf(contracts: readonly { readonly address: string }[] | undefined): string {
  return contracts?.[0]?.address.toLowerCase() ?? ''
}

async function describeRecord(result: object, network: L2Network<'op-stack'> | undefined): Promise<readonly SettlementStep[]> {
  const record = await readParentRecord({ network: 'any', method: 'any', params: [], result })
  return describeOptimismSettlement(record, network)
}

const call = (to: string, input: string, logs?: readonly object[]): object => ({
  from: PROPOSER,
  to,
  input,
  ...(logs && { logs }),
})

describe('dispute games', () => {
  const factory = addressOf(optimism.contracts.disputeGameFactory)
  const created = (type: number): object =>
    encodeLog(
      factory,
      'DisputeGameCreated(address indexed disputeProxy, uint32 indexed gameType, bytes32 indexed rootClaim)',
      GAME,
      type,
      ROOT,
    )
  const create = (type: number, sequenceNumber: number): string =>
    encodeCall('create(uint32,bytes32,bytes)', type, ROOT, toBeHex(sequenceNumber, 32))

  it('the call names the block, the event the game', async () => {
    expect(await describeRecord(call(factory, create(0, 120_000_000)), optimism)).toEqual([
      { stage: 'claimed', covers: { to: 120_000_000, exact: true }, roots: [ROOT], note: 'dispute game of type 0' },
    ])
    expect(await describeRecord(call(factory, create(0, 120_000_000), [created(0)]), optimism)).toEqual([
      {
        stage: 'claimed',
        covers: { to: 120_000_000, exact: true },
        roots: [ROOT],
        note: `dispute game ${GAME} of type 0`,
      },
    ])
    expect(await describeRecord({ logs: [created(0)] }, optimism)).toMatchObject([{ stage: 'claimed', covers: { exact: false } }])
  })

  it('Base makes them with a proof, and two words before the block are not taken for it', async () => {
    const input = encodeCall(
      'createWithInitData(uint32,bytes32,bytes,bytes)',
      621,
      ROOT,
      concat([toBeHex(46_000_000, 32), '0x00000007']),
      '0x01',
    )
    expect(await describeRecord(call(addressOf(base.contracts.disputeGameFactory), input), base)).toMatchObject([
      { stage: 'claimed', covers: { to: 46_000_000, exact: true }, roots: [ROOT] },
    ])
  })

  it('a game about several chains counts seconds, not blocks', async () => {
    expect(await describeRecord(call(factory, create(9, 1_780_000_000)), optimism)).toMatchObject([
      { stage: 'claimed', covers: { exact: false }, note: 'dispute game of type 9' },
    ])
  })

  it('won, lost, proven; whether the status is indexed or not', async () => {
    const logs = (declaration: string, ...values: readonly unknown[]): object => ({
      logs: [encodeLog(GAME, declaration, ...values)],
    })
    expect(await describeRecord(logs('Resolved(uint8 indexed status)', 2), optimism)).toMatchObject([{ stage: 'settled' }])
    expect(await describeRecord(logs('Resolved(uint8 indexed status)', 1), optimism)).toMatchObject([{ stage: 'reverted' }])
    expect(await describeRecord(logs('Resolved(uint8 status)', 2), base)).toMatchObject([{ stage: 'settled' }])
    expect(await describeRecord(logs('Resolved(uint8 status)', 1), base)).toMatchObject([{ stage: 'reverted' }])
    const proved = logs('Proved(address indexed proposer, uint8 indexed proofType)', PROPOSER, 1)
    expect(await describeRecord(proved, base)).toMatchObject([{ stage: 'proven', note: expect.stringContaining('ZK') }])
  })

  it('what another contract says is read, and said to be of another', async () => {
    const log = { ...created(0), address: PROPOSER }
    const [step] = await describeRecord({ logs: [log] }, optimism)
    expect(step?.note).toContain(`by ${PROPOSER}, which the registry does not name`)
  })

  it('a transaction that failed did nothing', async () => {
    expect(await describeRecord({ ...call(factory, create(0, 1)), logs: [], status: '0x0' }, optimism)).toEqual([])
  })
})

describe('outputs', () => {
  it.each([
    ['proposeL2Output(bytes32,uint256,bytes32,uint256)', [ROOT, 900, id('l1'), 7], optimism],
    ['submitL2Output(bytes32,uint256,bytes32,uint256)', [ROOT, 900, id('l1'), 7], kroma],
    ['proposeL2Output(bytes32,uint256,uint256,bytes)', [ROOT, 900, 7, '0x1234'], mantle],
    ['proposeL2Output(bytes32,uint256,uint256,bytes,address)', [ROOT, 900, 7, '0x1234', PROPOSER], mantle],
  ] as const)('by %s', async (declaration, values, network) => {
    const oracle = addressOf(network.contracts.l2OutputOracle)
    expect(await describeRecord(call(oracle, encodeCall(declaration, ...values)), network)).toEqual([
      { stage: 'claimed', covers: { to: 900, exact: true }, roots: [ROOT] },
    ])
  })

  it('are deleted from an index on', async () => {
    const oracle = addressOf(optimism.contracts.l2OutputOracle)
    const log = encodeLog(
      oracle,
      'OutputsDeleted(uint256 indexed prevNextOutputIndex, uint256 indexed newNextOutputIndex)',
      12,
      7,
    )
    expect(await describeRecord(call(oracle, encodeCall('deleteL2Outputs(uint256)', 7), [log]), optimism)).toMatchObject([
      { stage: 'reverted', batches: { from: 7, to: 11 } },
    ])
    expect(await describeRecord(call(oracle, encodeCall('deleteL2Outputs(uint256)', 7)), optimism)).toMatchObject([
      { stage: 'reverted', covers: { exact: false } },
    ])
  })
})

describe('state roots of the OVM and of Metis', () => {
  const roots = [id('a'), id('b'), id('c')]

  it('by the calldata: element and block are one apart', async () => {
    const chain = addressOf(optimism.contracts.stateCommitmentChain)
    const input = encodeCall('appendStateBatch(bytes32[],uint256)', roots, 100)
    expect(await describeRecord(call(chain, input), optimism)).toEqual([
      { stage: 'claimed', covers: { from: 101, to: 103, exact: true }, roots },
    ])
  })

  it.each([
    ['appendStateBatchByChainId(uint256,bytes32[],uint256,string)', ['p']],
    ['appendStateBatchByChainId(uint256,bytes32[],uint256,string,bytes32,uint256)', ['p', id('block'), 103]],
  ] as const)('Metis, by %s: of its own chain only', async (declaration, rest) => {
    const chain = addressOf(metis.contracts.stateCommitmentChain)
    const of = (chainId: number): Promise<readonly SettlementStep[]> =>
      describeRecord(call(chain, encodeCall(declaration, chainId, roots, 100, ...rest)), metis)
    expect(await of(1088)).toEqual([{ stage: 'claimed', covers: { from: 101, to: 103, exact: true }, roots }])
    expect(await of(1089)).toEqual([])
  })

  it('are deleted by batch', async () => {
    const log = encodeLog(
      addressOf(metis.contracts.stateCommitmentChain),
      'StateBatchDeleted(uint256 _chainId, uint256 indexed _batchIndex, bytes32 _batchRoot)',
      1088,
      31,
      ROOT,
    )
    expect(await describeRecord({ logs: [log] }, metis)).toMatchObject([{ stage: 'reverted', batches: { from: 31, to: 31 } }])
  })
})

it('calldata of something else say nothing', async () => {
  const input = encodeCall('transfer(address,uint256)', PROPOSER, 5)
  expect(await describeRecord(call(PROPOSER, input), optimism)).toEqual([])
  expect(await describeRecord(call(PROPOSER, input), undefined)).toEqual([])
})
