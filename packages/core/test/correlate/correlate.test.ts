import type { Evidence, L2Block, L2Log, L2Network, L2Transaction, Settlement } from '@defimon/core'
import {
  blocksAt,
  byL1Origin,
  byParentTransaction,
  correlateMessages,
  findBlockAt,
  findIncidents,
  type MessageKey,
  messageKeysOf,
  silencesOf,
} from '@defimon/core/correlate'
import { AbiCoder, concat, Interface, id, keccak256, toBeHex, zeroPadValue } from 'ethers'
import { describe, expect, it } from 'vitest'
import { MESSAGE_EVENTS } from '../../src/correlate/message-keys.ts'

const ADDRESS = '0x00000000000000000000000000000000000000aa'
const OTHER = '0x00000000000000000000000000000000000000bb'
const hashOf = (text: string): string => id(text)
const coder = AbiCoder.defaultAbiCoder()

function block(network: string, stack: string, rest: Partial<L2Block> = {}): L2Block {
  return {
    ...{
      network,
      stack,
      number: 7,
      hash: hashOf(`${network} 7`),
      timestampMs: 1_000,
      transactionCount: 0,
      transactions: [],
      logs: [],
    },
    ...{ verification: { passed: [], skipped: [], anchoredBy: 'none' }, fields: {}, ...rest },
  } as L2Block
}

/** A log as ethers encodes it. */
function log(event: string, values: readonly unknown[], address = ADDRESS, logIndex = 0): L2Log {
  const contract = new Interface([`event ${event}`])
  const { data, topics } = contract.encodeEventLog(contract.fragments[0] as never, values)
  return { transactionHash: hashOf('transaction'), transactionIndex: 0, logIndex, address, topics, data }
}

function transaction(type: string, fields: object, hash = hashOf('l2 transaction')): L2Transaction {
  return { hash, index: 0, kind: 'deposit', type, fields } as unknown as L2Transaction
}

const keys = (of: L2Block): string[] => messageKeysOf(of).map(({ kind, end, key }) => `${kind} ${end} ${key}`)

describe('the keys of messages', () => {
  it('are read by the topics of the contracts', () => {
    for (const [topic0, { declaration }] of Object.entries(MESSAGE_EVENTS))
      expect([declaration, topic0]).toEqual([declaration, id(declaration)])
  })

  it('OP Stack: a deposit has the source hash that its log on L1 gives, a withdrawal its hash', () => {
    const l1 = block('ethereum', 'evm', {
      hash: hashOf('l1'),
      logs: [
        log(
          'TransactionDeposited(address indexed from, address indexed to, uint256 indexed version, bytes opaqueData)',
          [ADDRESS, OTHER, 0, '0x1234'],
          ADDRESS,
          41,
        ),
      ],
    })
    const depositId = keccak256(coder.encode(['bytes32', 'uint256'], [hashOf('l1'), 41]))
    const sourceHash = keccak256(coder.encode(['uint256', 'bytes32'], [0, depositId]))
    expect(keys(l1)).toEqual([`op-deposit sent ${sourceHash}`])
    expect(keys(block('base', 'op-stack', { transactions: [transaction('0x7e', { sourceHash })] }))).toEqual([
      `op-deposit arrived ${sourceHash}`,
    ])
    const withdrawal = hashOf('withdrawal')
    const passed = log(
      'MessagePassed(uint256 indexed nonce, address indexed sender, address indexed target, uint256 value, uint256 gasLimit, bytes data, bytes32 withdrawalHash)',
      [1, ADDRESS, OTHER, 5, 6, '0xabcdef', withdrawal],
    )
    const proven = log('WithdrawalProven(bytes32 indexed withdrawalHash, address indexed from, address indexed to)', [
      withdrawal,
      ADDRESS,
      OTHER,
    ])
    const finalized = log('WithdrawalFinalized(bytes32 indexed withdrawalHash, bool success)', [withdrawal, true])
    expect(keys(block('base', 'op-stack', { logs: [passed] }))).toEqual([`op-withdrawal sent ${withdrawal}`])
    expect(keys(block('ethereum', 'evm', { logs: [proven, finalized] }))).toEqual([
      `op-withdrawal proven ${withdrawal}`,
      `op-withdrawal arrived ${withdrawal}`,
    ])
  })

  it('Scroll: the hash of the call that relays the message, both ways', () => {
    const message = '0xdeadbeef01'
    const relay = new Interface(['function relayMessage(address from, address to, uint256 value, uint256 nonce, bytes message)'])
    const key = keccak256(relay.encodeFunctionData('relayMessage', [ADDRESS, OTHER, 9, 1234, message]))
    const sent = log(
      'SentMessage(address indexed sender, address indexed target, uint256 value, uint256 messageNonce, uint256 gasLimit, bytes message)',
      [ADDRESS, OTHER, 9, 1234, 77, message],
    )
    expect(keys(block('ethereum', 'evm', { logs: [sent] }))).toEqual([`scroll-message sent ${key}`])
    expect(keys(block('scroll', 'scroll', { logs: [log('RelayedMessage(bytes32 indexed messageHash)', [key])] }))).toEqual([
      `scroll-message arrived ${key}`,
    ])
  })

  it('StarkNet: both chains hash a message alike, whatever its payload', () => {
    const payload = [1n, 2n ** 250n, 0n]
    const [from, to, selector, nonce] = [ADDRESS, 0x5ec0en, 0x2d757n, 88n]
    const hash = keccak256(
      coder.encode(
        ['uint256', 'uint256', 'uint256', 'uint256', 'uint256', 'uint256[3]'],
        [from, to, nonce, selector, 3, payload],
      ),
    )
    const sent = log(
      'LogMessageToL2(address indexed fromAddress, uint256 indexed toAddress, uint256 indexed selector, uint256[] payload, uint256 nonce, uint256 fee)',
      [from, to, selector, payload, nonce, 1],
    )
    expect(keys(block('ethereum', 'evm', { logs: [sent] }))).toEqual([`starknet-message sent ${hash}`])
    expect(keys(block('starknet', 'starknet', { transactions: [transaction('L1_HANDLER', { messageHash: hash })] }))).toEqual([
      `starknet-message arrived ${hash}`,
    ])
    const back = { fromAddress: '0x5ec0e', toAddress: ADDRESS, payload: ['0x1', '0x7'] }
    const consumed = log('ConsumedMessageToL1(uint256 indexed fromAddress, address indexed toAddress, uint256[] payload)', [
      0x5ec0en,
      ADDRESS,
      [1, 7],
    ])
    const [outgoing] = keys(block('starknet', 'starknet', { transactions: [transaction('INVOKE', { messagesToL1: [back] })] }))
    expect(keys(block('ethereum', 'evm', { logs: [consumed] }))).toEqual([outgoing!.replace('sent', 'arrived')])
    expect(outgoing).toBe(
      `starknet-withdrawal sent ${keccak256(coder.encode(['uint256', 'uint256', 'uint256', 'uint256[2]'], [0x5ec0en, ADDRESS, 2, [1, 7]]))}`,
    )
  })

  it('zkSync, Linea and Arbitrum name their messages by hash or number', () => {
    const hash = hashOf('priority')
    const zeros = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, [0, 0, 0, 0], '0x', '0x', [], '0x', '0x']
    const request = log(
      'NewPriorityRequest(uint256 txId, bytes32 txHash, uint64 expirationTimestamp, (uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256[4],bytes,bytes,uint256[],bytes,bytes) transaction, bytes[] factoryDeps)',
      [3, hash, 1, zeros, []],
    )
    expect(keys(block('ethereum', 'evm', { logs: [request] }))).toEqual([`zksync-priority-operation sent ${hash}`])
    expect(
      keys(block('zksync_era', 'zksync', { transactions: [transaction('0xff', {}, hash), transaction('0x2', {})] })),
    ).toEqual([`zksync-priority-operation arrived ${hash}`])
    const linea = [
      log(
        'MessageSent(address indexed _from, address indexed _to, uint256 _fee, uint256 _value, uint256 _nonce, bytes _calldata, bytes32 indexed _messageHash)',
        [ADDRESS, OTHER, 1, 2, 3, '0x', hash],
      ),
      log('MessageClaimed(bytes32 indexed _messageHash)', [hash]),
    ]
    expect(keys(block('linea', 'linea', { logs: linea }))).toEqual([
      `linea-message sent ${hash}`,
      `linea-message arrived ${hash}`,
    ])
    const delivered = log(
      'MessageDelivered(uint256 indexed messageIndex, bytes32 indexed beforeInboxAcc, address inbox, uint8 kind, address sender, bytes32 messageDataHash, uint256 baseFeeL1, uint64 timestamp)',
      [1_000_001, hash, ADDRESS, 9, OTHER, hash, 1, 2],
    )
    expect(keys(block('ethereum', 'evm', { logs: [delivered] }))).toEqual(['arbitrum-message sent 1000001'])
    const submission = transaction('0x69', { requestId: zeroPadValue(toBeHex(1_000_001), 32) })
    expect(keys(block('arbitrum_one', 'arbitrum', { transactions: [submission] }))).toEqual(['arbitrum-message arrived 1000001'])
  })

  it('zkSync: a withdrawal is known by the hash of its message, which L1 tells in parts', () => {
    const [receiver, token, chainId] = [OTHER, ADDRESS, 324]
    const data = coder.encode(['address', 'address', 'address', 'uint256', 'bytes'], [ADDRESS, receiver, token, 7, '0x0102'])
    const asset = hashOf('asset')
    // As the contracts pack them: AssetRouterBase's `finalizeDeposit`, IMailbox's `finalizeEthWithdrawal`.
    const ofToken = concat([id('finalizeDeposit(uint256,bytes32,bytes)').slice(0, 10), toBeHex(chainId, 32), asset, data])
    const selector = id('finalizeEthWithdrawal(uint256,uint256,uint16,bytes,bytes32[])').slice(0, 10)
    const ofBaseToken = concat([selector, receiver, toBeHex(9, 32)])
    const sent = (message: string): L2Log =>
      log(
        'L1MessageSent(address indexed _sender, bytes32 indexed _hash, bytes _message)',
        [token, keccak256(message), message],
        '0x0000000000000000000000000000000000008008',
      )
    const finalized = (transferData: string, router = '0x8829AD80E425C646DAB305381ff105169FeEcE56'): L2Log =>
      log(
        'DepositFinalizedAssetRouter(uint256 indexed chainId, bytes32 indexed assetId, bytes assetData)',
        [chainId, asset, transferData],
        router,
      )
    const none = `0x${'00'.repeat(20)}`
    const baseData = coder.encode(['address', 'address', 'address', 'uint256', 'bytes'], [none, receiver, none, 9, '0x'])
    const l2 = block('zksync_era', 'zksync', { logs: [sent(ofToken), sent(ofBaseToken), sent('0x1234')] })
    const l1 = block('ethereum', 'evm', { logs: [finalized(data), finalized(baseData)] })
    expect(keys(l2)).toEqual([ofToken, ofBaseToken].map((message) => `zksync-withdrawal sent ${keccak256(message)}`))
    expect(keys(l1)).toEqual([ofToken, ofBaseToken].map((message) => `zksync-withdrawal arrived ${keccak256(message)}`))
    // On L2 the event is of deposits; on L1 anybody can log it.
    expect(keys(block('zksync_era', 'zksync', { logs: [finalized(data)] }))).toEqual([])
    const stranger = block('ethereum', 'evm', { logs: [finalized(data, OTHER)] })
    expect(correlateMessages([l2, l1, stranger], []).map(({ key, ends }) => [key, ends.map(({ end }) => end)])).toEqual(
      [ofToken, ofBaseToken].map((message) => [keccak256(message), ['sent', 'arrived']]),
    )
    expect(keys(block('ethereum', 'evm', { logs: [{ ...finalized(data), data: '0x' }] }))).toEqual([])
  })

  it('are not found in logs that end too early or point outside of themselves', () => {
    const sent = log(
      'SentMessage(address indexed sender, address indexed target, uint256 value, uint256 messageNonce, uint256 gasLimit, bytes message)',
      [ADDRESS, OTHER, 9, 1, 7, '0x01'],
    )
    for (const data of ['0x', sent.data.slice(0, 200), `${sent.data.slice(0, 194)}${'f'.repeat(64)}`]) {
      expect(keys(block('ethereum', 'evm', { logs: [{ ...sent, data }] }))).toEqual([])
    }
    expect(
      keys(
        block('ethereum', 'evm', {
          logs: [
            { ...sent, topics: [] },
            { ...sent, topics: sent.topics.slice(0, 1) },
          ],
        }),
      ),
    ).toEqual([])
  })
})

describe('messages between networks', () => {
  const bridge = '0x8315177ab297ba92a06054ce80a67ed4dbd7ed3a'
  const nova = '0xc1ebd02f738644983b6c4b2d440b8e77dde276bd'
  const networks = [
    { id: 'arbitrum_one', contracts: { bridge: [{ address: bridge, chain: 'ethereum' }] } },
    { id: 'arbitrum_nova', contracts: { bridge: [{ address: nova, chain: 'ethereum' }] } },
  ] as unknown as L2Network[]
  const delivered = (address: string, index: number): L2Log =>
    log(
      'MessageDelivered(uint256 indexed messageIndex, bytes32 indexed beforeInboxAcc, address inbox, uint8 kind, address sender, bytes32 messageDataHash, uint256 baseFeeL1, uint64 timestamp)',
      [index, hashOf('x'), ADDRESS, 9, OTHER, hashOf('y'), 1, 2],
      address,
    )
  const arrived = (network: string, index: number): L2Block =>
    block(network, 'arbitrum', { transactions: [transaction('0x69', { requestId: zeroPadValue(toBeHex(index), 32) })] })

  it('are kept apart where chains only count them, and not believed from a contract of somebody else', () => {
    const l1 = block('ethereum', 'evm', { logs: [delivered(bridge, 5), delivered(nova, 5), delivered(OTHER, 5)] })
    const messages = correlateMessages([arrived('arbitrum_one', 5), l1, arrived('arbitrum_nova', 5)], networks)
    const shown = messages.map(({ key, ends }) => [key, ends.map(({ end, network }: MessageKey) => `${end} ${network}`)])
    expect(Object.fromEntries(shown as [string, string[]][])).toEqual({
      'arbitrum_one 5': ['sent ethereum', 'arrived arbitrum_one'],
      'arbitrum_nova 5': ['sent ethereum', 'arrived arbitrum_nova'],
    })
  })
})

describe('correlation of blocks', () => {
  const origin = (network: string, number: number, l1: number, hash = `0xl1${l1}`): L2Block =>
    block(network, 'op-stack', { number, hash: `0x${network}${number}`, l1Origin: { network: 'ethereum', number: l1, hash } })

  it('by the L1 block that they share', () => {
    const groups = byL1Origin([
      origin('base', 11, 100),
      origin('optimism', 5, 100),
      origin('base', 10, 100, '0xreorged'),
      origin('base', 12, 101),
      block('solana', 'solana'),
    ])
    expect(
      groups.map(({ l1, hashes, blocks }) => [l1.number, hashes, blocks.map(({ network, number }) => `${network} ${number}`)]),
    ).toEqual([
      [100, ['0xl1100', '0xreorged'], ['base 10', 'base 11', 'optimism 5']],
      [101, ['0xl1101'], ['base 12']],
    ])
  })

  it('by the parent transaction that settled them, of one network or of several', () => {
    const evidence = (from: number, to: number): Evidence => ({
      ...{ kind: 'batch', network: 'ethereum', number: 900, transactionHash: '0xshared', parentStatus: 'safe' },
      covers: { from, to, exact: true },
    })
    const settlement = (network: string, number: number, from: number, to: number): Settlement => ({
      ...{ network, block: { number, hash: '0x' } },
      state: { stage: 'posted', posted: [evidence(from, to)] },
    })
    expect(byParentTransaction([settlement('a', 3, 0, 9), settlement('a', 4, 0, 9), settlement('b', 70, 70, 99)])).toEqual([
      {
        ...{ network: 'ethereum', transactionHash: '0xshared', number: 900, parentStatus: 'safe' },
        steps: [
          { network: 'a', step: 'posted', covers: { from: 0, to: 9, exact: true } },
          { network: 'b', step: 'posted', covers: { from: 70, to: 99, exact: true } },
        ],
      },
    ])
  })

  it('by instant, from blocks at hand or by halving, where heights may be missing', async () => {
    const at = (network: string, number: number, timestampMs: number): L2Block => block(network, 'evm', { number, timestampMs })
    expect(
      blocksAt([at('a', 1, 100), at('a', 2, 200), at('a', 3, 300), at('b', 9, 250), at('c', 1, 251)], 250).map(
        ({ network, number, ageMs }) => [network, number, ageMs],
      ),
    ).toEqual([
      ['a', 2, 50],
      ['b', 9, 0],
    ])
    for (const missing of [
      new Set<number>(),
      new Set([0, 40, 41, 42, 60, 99]),
      new Set(Array.from({ length: 50 }, (_, index) => 2 * index)),
    ]) {
      const read = async (number: number) =>
        missing.has(number) ? undefined : { number, hash: '0x', timestampMs: 1_000 + number * 10 }
      for (const timeMs of [999, 1_000, 1_009, 1_420, 1_995, 5_000]) {
        const expected = Array.from({ length: 100 }, (_, number) => number)
          .filter((number) => !missing.has(number) && 1_000 + number * 10 <= timeMs)
          .at(-1)
        expect((await findBlockAt(timeMs, { from: 0, to: 99, read }))?.number).toBe(expected)
      }
    }
  })
})

describe('incidents', () => {
  const minute = 60_000
  const quiet = (network: string, from: number, to: number, rest: object = {}) => ({
    network,
    kind: 'stall' as const,
    fromMs: from * minute,
    toMs: to * minute,
    ...rest,
  })

  it('begin where blocks or batches stay away for long', () => {
    const times = [0, 2, 4, 60, 62].map((second) => second * 1_000)
    const found = silencesOf(times, { network: 'base', kind: 'stall', usualMs: 2_000, untilMs: 100_000, parent: 'ethereum' })
    expect(found).toEqual([
      { network: 'base', kind: 'stall', parent: 'ethereum', fromMs: 4_000, toMs: 60_000 },
      { network: 'base', kind: 'stall', parent: 'ethereum', fromMs: 62_000, toMs: 100_000 },
    ])
  })

  it('are one where several networks are silent at once, and none where one is', () => {
    const incidents = findIncidents([quiet('a', 0, 10), quiet('b', 9, 20), quiet('c', 19, 21), quiet('d', 50, 60)])
    expect(
      incidents.map(({ networks, fromMs, toMs, likelyCause }) => [networks, fromMs / minute, toMs / minute, likelyCause.kind]),
    ).toEqual([[['a', 'b', 'c'], 0, 21, 'unknown']])
  })

  it('are told by what the silent ones share and the others do not', () => {
    const of = (network: string, dataAvailability: string, hosts: string[]) => ({
      network,
      parent: 'ethereum',
      dataAvailability,
      hosts,
    })
    const watched = [
      of('a', 'celestia', ['x']),
      of('b', 'celestia', ['y']),
      of('c', 'ethereum-blobs', ['x']),
      of('d', 'ethereum-blobs', ['z']),
    ]
    const cause = (...networks: string[]) => {
      const silent = watched.filter(({ network }) => networks.includes(network))
      return findIncidents(
        silent.map((dependencies) => quiet(dependencies.network, 0, 10, dependencies)),
        watched,
      )[0]!.likelyCause
    }
    expect(cause('a', 'b')).toMatchObject({ kind: 'data-availability', name: 'celestia' })
    expect(cause('a', 'c')).toMatchObject({ kind: 'endpoint-host', name: 'x' })
    expect(cause('a', 'b', 'c', 'd')).toMatchObject({ kind: 'parent-chain', name: 'ethereum' })
    const parent = findIncidents([quiet('ethereum', 0, 9), quiet('a', 1, 10, watched[0]), quiet('b', 1, 10, watched[1])], watched)
    expect(parent[0]!.likelyCause).toMatchObject({
      kind: 'parent-chain',
      name: 'ethereum',
      because: expect.stringMatching(/silent itself/),
    })
  })
})
