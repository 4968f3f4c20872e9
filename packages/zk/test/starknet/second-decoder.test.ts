import type { Detail, L2Transaction } from '@defimon/core'
import { DefimonError } from '@defimon/core'
import { replaySource } from '@defimon/core/adapter'
import { type GetBlockResponse, num, type RpcProvider } from 'starknet'
import { describe, expect, it } from 'vitest'
import { recordedNetworks } from '../../../../test/recorded-networks.ts'
import { toStarknetProvider } from '../../src/starknet-js/index.ts'
import { recordedDriver } from './recorded-driver.ts'

const networks = recordedNetworks(/^starknet/)
  .map((network) => ({ ...network, exchanges: network.exchanges.filter(({ method }) => method.startsWith('starknet_getBlock')) }))
  .filter(({ exchanges }) => exchanges.length > 0)

type Json = Readonly<Record<string, unknown>>

const felt = (value: unknown): string => num.toHex(value as string)

/** What both decoders say of a block. */
function blockInTheirTerms(block: GetBlockResponse & Json): Json {
  return {
    number: block['block_number'],
    hash: felt(block['block_hash']),
    parent: felt(block['parent_hash']),
    stateRoot: felt(block['new_root']),
    timestampMs: Number(block['timestamp']) * 1000,
    status: block['status'],
    version: block['starknet_version'],
    sequencer: felt(block['sequencer_address']),
    count: (block['transactions'] as readonly unknown[]).length,
  }
}

function transactionInTheirTerms(hash: unknown, transaction: Json): Json {
  const bounds = transaction['resource_bounds'] as Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined
  return {
    hash: felt(hash),
    type: transaction['type'],
    version: Number(transaction['version']),
    nonce: transaction['nonce'] === undefined ? undefined : BigInt(String(transaction['nonce'])),
    from: transaction['sender_address'] === undefined ? undefined : felt(transaction['sender_address']),
    calldata: (transaction['calldata'] as readonly string[] | undefined)?.map(felt),
    signature: (transaction['signature'] as readonly string[] | undefined)?.map(felt),
    l2Gas: bounds?.['l2_gas']?.['max_amount'],
  }
}

function transactionInOurs({ hash, type, nonce, from, fields }: L2Transaction<'starknet'>): Json {
  return {
    hash,
    type,
    version: fields.version,
    nonce,
    from,
    calldata: fields.calldata,
    signature: fields.signature,
    l2Gas: fields.resourceBounds?.l2Gas.maxAmount,
  }
}

function receiptInTheirTerms(receipt: Json): Json {
  const fee = receipt['actual_fee'] as Json
  const events = receipt['events'] as readonly { from_address: string; keys: readonly string[]; data: readonly string[] }[]
  return {
    status: receipt['execution_status'] === 'SUCCEEDED' ? 'succeeded' : 'failed',
    fee: { totalWei: BigInt(String(fee['amount'])), currency: fee['unit'] },
    finality: receipt['finality_status'],
    events: events.map(({ from_address, keys, data }) => [felt(from_address), keys.map(felt), data.map(felt)]),
  }
}

describe.each(networks)('starknet.js on a replay of $id', (network) => {
  const driver = recordedDriver(network)

  async function withProvider(work: (provider: RpcProvider) => Promise<void>): Promise<void> {
    const source = replaySource(driver, network.exchanges)
    await work(toStarknetProvider(source))
    await source.close()
  }

  it('decodes the same blocks, transactions, fees, statuses and events', async () => {
    const compared: Detail[] = []
    await withProvider(async (provider) => {
      for (const { raw, detail } of driver.recordedBlocks(network.exchanges)) {
        const ours = driver.decode(raw, detail)
        const block =
          detail === 'header'
            ? await provider.getBlockWithTxHashes(ours.number)
            : detail === 'transactions'
              ? await provider.getBlockWithTxs(ours.number)
              : await provider.getBlockWithReceipts(ours.number)
        expect(blockInTheirTerms(block as unknown as GetBlockResponse & Json)).toEqual({
          number: ours.number,
          hash: ours.hash,
          parent: ours.parent?.hash,
          stateRoot: ours.stateRoot,
          timestampMs: ours.timestampMs,
          status: ours.fields.status,
          version: ours.fields.starknetVersion,
          sequencer: ours.fields.sequencerAddress,
          count: ours.transactionCount,
        })
        compared.push(detail)
        for (const [index, entry] of (block.transactions as readonly unknown[]).entries()) {
          const transaction = ours.transactions?.[index]
          if (!transaction) continue
          const whole = entry as Json
          const receipt = whole['receipt'] as Json | undefined
          const body = (whole['transaction'] ?? whole) as Json
          expect(transactionInOurs(transaction)).toEqual(
            transactionInTheirTerms(receipt?.['transaction_hash'] ?? body['transaction_hash'], body),
          )
          if (!receipt) continue
          const logs = ours.logs?.filter(({ transactionIndex }) => transactionIndex === index)
          expect({
            status: transaction.status,
            fee: transaction.fee,
            finality: transaction.fields.finalityStatus,
            events: logs?.map(({ address, topics, data }) => [address, topics, data === '' ? [] : data.split(',')]),
          }).toEqual(receiptInTheirTerms(receipt))
        }
      }
    })
    expect(compared).toHaveLength(network.exchanges.length)
  })
})

if (networks.length === 0) {
  it('leaves out the comparison, for there are no real recordings here', () => {
    expect(networks).toEqual([])
  })
}

describe('a starknet.js provider on a source', () => {
  const broken = new DefimonError('UNREACHABLE', 'no endpoint answers')
  const refused = new DefimonError('NOT_FOUND', 'Block not found', { rpcCode: 24, host: 'rpc.example.org' })

  function provider(answers: Readonly<Record<string, unknown>>, asked: unknown[] = []): RpcProvider {
    return toStarknetProvider({
      network: { id: 'a' },
      transport: {
        async request(method, params) {
          asked.push([method, params])
          const answer = answers[method]
          if (answer instanceof Error) throw answer
          return answer
        },
      },
    })
  }

  it('asks the source, and nobody else', async () => {
    const asked: unknown[] = []
    const made = provider({ starknet_blockNumber: 5, starknet_chainId: '0x534e5f4d41494e' }, asked)
    expect(await made.getBlockNumber()).toBe(5)
    expect(await made.getChainId()).toBe('0x534e5f4d41494e')
    expect(asked.map((call) => (call as unknown[])[0])).toEqual(['starknet_blockNumber', 'starknet_chainId'])
  })

  it('makes its own error of what an endpoint refused, and passes on a failure of the transport as it is', async () => {
    const made = provider({ starknet_getBlockWithTxHashes: refused, starknet_blockNumber: broken })
    const error = await made.getBlockWithTxHashes(7).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ name: 'RpcError', code: 24 })
    expect((error as { isType(name: string): boolean }).isType('BLOCK_NOT_FOUND')).toBe(true)
    await expect(made.getBlockNumber()).rejects.toBe(broken)
  })
})
