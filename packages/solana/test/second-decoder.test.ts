import { createRequire } from 'node:module'
import { simulateNetwork } from '@defimon/core/testing'
import { solanaDriver } from '@defimon/solana'
import { base64 } from '@scure/base'
import * as web3 from '@solana/web3.js'
import { describe, expect, it } from 'vitest'
import { recordedNetworks } from '../../../test/recorded-networks.ts'
import { type SolanaRpcInput, toSolanaRpc, toSolanaRpcTransport } from '../src/web3/index.ts'
import { recordedDriver, recordedNetwork } from './recorded-driver.ts'

const networks = recordedNetworks(/^solana/)
const VOTE_PROGRAM = 'Vote111111111111111111111111111111111111111'

interface Entry {
  readonly transaction: readonly [string, string] | { readonly signatures: readonly string[]; readonly message: Message }
  readonly meta: { readonly err: unknown; readonly fee: bigint; readonly computeUnitsConsumed?: bigint } | null
}

interface Message {
  readonly accountKeys: readonly (string | { readonly pubkey: string })[]
  readonly recentBlockhash: string
  readonly instructions: readonly { readonly programIdIndex?: number; readonly programId?: string }[]
}

interface Read {
  readonly signatures: readonly string[]
  readonly accounts: readonly string[]
  readonly programs: readonly string[]
  readonly recentBlockhash: string
}

/** The message by the SDK's own codecs, or as the SDK passes it on where it came in JSON. */
function readByWeb3(transaction: Entry['transaction']): Read {
  if (Array.isArray(transaction)) {
    const bytes = web3.getBase64Encoder().encode(transaction[0])
    const { signatures, messageBytes } = web3.getTransactionDecoder().decode(bytes)
    const message = web3.getCompiledTransactionMessageDecoder().decode(messageBytes)
    const decoder = web3.getBase58Decoder()
    return {
      signatures: Object.values(signatures).map((signature) => decoder.decode(signature as Uint8Array)),
      accounts: message.staticAccounts,
      programs: message.instructions.map(({ programAddressIndex }) => message.staticAccounts[programAddressIndex] ?? ''),
      recentBlockhash: message.lifetimeToken,
    }
  }
  const { signatures, message } = transaction as Exclude<Entry['transaction'], readonly unknown[]>
  const accounts = message.accountKeys.map((key) => (typeof key === 'string' ? key : key.pubkey))
  return {
    signatures,
    accounts,
    programs: message.instructions.map(({ programId, programIdIndex }) => programId ?? accounts[Number(programIdIndex)] ?? ''),
    recentBlockhash: message.recentBlockhash,
  }
}

const SDKS: readonly (readonly [string, (input: SolanaRpcInput) => unknown])[] = [
  ['@solana/rpc', toSolanaRpc],
  ['web3.js 2', (input) => web3.createSolanaRpcFromTransport(toSolanaRpcTransport(input) as web3.RpcTransport)],
]

describe.each(networks)('on the recordings of $id', (recorded) => {
  it.each(SDKS)('%s reads the same block, transactions, fees and outcomes', async (_name, rpcOf) => {
    const driver = recordedDriver(recorded)
    let transactions = 0
    for (const { raw, exchange, detail } of driver.recordedBlocks(recorded.exchanges)) {
      const [slot, config] = exchange.params as [number, { encoding: 'base64' }]
      const rpc = rpcOf({ network: recordedNetwork(recorded), transport: { request: async () => raw.block } }) as ReturnType<
        typeof toSolanaRpc
      >
      const theirs = (await rpc.getBlock(BigInt(slot), { ...config, maxSupportedTransactionVersion: 0 }).send()) as unknown as {
        blockhash: string
        parentSlot: bigint
        previousBlockhash: string
        blockTime: bigint | null
        blockHeight: bigint | null
        transactions: readonly Entry[]
      }
      const ours = driver.decode(raw, detail)
      expect({
        hash: theirs.blockhash,
        parent: { number: Number(theirs.parentSlot), hash: theirs.previousBlockhash },
        timestampMs: Number(theirs.blockTime) * 1000,
        height: Number(theirs.blockHeight),
      }).toEqual({
        hash: ours.hash,
        parent: ours.parent,
        timestampMs: ours.timestampMs,
        height: ours.fields.blockHeight,
      })
      expect(theirs.transactions.length).toBe(ours.transactionCount)
      for (const [index, { transaction, meta }] of theirs.transactions.entries()) {
        const mine = ours.transactions?.[index]
        const read = readByWeb3(transaction)
        expect({
          hash: mine?.hash,
          payer: mine?.from,
          signatures: mine?.fields.signatures,
          accounts: mine?.fields.accounts.slice(0, read.accounts.length),
          recentBlockhash: mine?.fields.recentBlockhash,
          isVote: mine?.kind === 'vote',
          failed: mine?.status === 'failed',
          fee: mine?.fee?.totalWei,
          units: mine?.gasUsed,
        }).toEqual({
          hash: read.signatures[0],
          payer: read.accounts[0],
          signatures: read.signatures,
          accounts: read.accounts,
          recentBlockhash: read.recentBlockhash,
          isVote: read.programs.length > 0 && read.programs.every((program) => program === VOTE_PROGRAM),
          failed: meta?.err !== null,
          fee: meta?.fee,
          units: meta?.computeUnitsConsumed,
        })
        transactions += 1
      }
    }
    expect(transactions).toBeGreaterThan(10)
  })
})

it.runIf(networks.length === 0)('leaves out the real recordings, for there are none here', () => {
  expect(networks).toEqual([])
})

describe('bytes of version 1', () => {
  interface KitMessage {
    readonly version: unknown
    readonly staticAccounts: readonly string[]
    readonly lifetimeToken: string
    readonly configMask: number
    readonly instructionHeaders: readonly { readonly programAccountIndex: number }[]
  }

  /** The codecs of kit, which `@solana/rpc` brings along. */
  async function codecsOfKit(): Promise<{ getCompiledTransactionMessageDecoder(): { decode(bytes: Uint8Array): KitMessage } }> {
    let require = createRequire(import.meta.url)
    for (const name of ['@solana/rpc', '@solana/rpc-api']) require = createRequire(require.resolve(name))
    return import(require.resolve('@solana/transaction-messages'))
  }

  it('are taken apart by kit as by us', async () => {
    const { getCompiledTransactionMessageDecoder } = await codecsOfKit()
    const simulated = simulateNetwork({ stack: 'solana', transactionsPerBlock: 30, transactionVersions: [1] })
    const slot = simulated.chain.head.number
    const config = { commitment: 'confirmed', encoding: 'base64', maxSupportedTransactionVersion: 1 }
    const block = simulated.model.answer({ method: 'getBlock', params: [slot, config] }, simulated.chain.view()) as {
      transactions: { transaction: [string, string] }[]
    }
    const decoded = solanaDriver(simulated.network).decode({ slot, block }, 'receipts')
    expect(decoded.transactions).toHaveLength(30)
    for (const [index, { transaction }] of block.transactions.entries()) {
      const ours = decoded.transactions?.[index]
      // Kit's decoder stops where the message ends; the one signature follows.
      const theirs = getCompiledTransactionMessageDecoder().decode(base64.decode(transaction[0]).slice(0, -64))
      expect(theirs.version).toBe(1)
      expect(ours?.fields.accounts).toEqual(theirs.staticAccounts)
      expect(ours?.fields.programs).toEqual(
        theirs.instructionHeaders.map(({ programAccountIndex }) => theirs.staticAccounts[programAccountIndex]),
      )
      expect(ours?.fields.recentBlockhash).toBe(theirs.lifetimeToken)
    }
  })
})
