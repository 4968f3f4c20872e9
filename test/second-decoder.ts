import { DefimonError, type Detail, type L2Transaction, type NetworkFacts, type Stack } from '@defimon/core'
import type { BlockDriver } from '@defimon/core/adapter'
import { describe, expect, it } from 'vitest'
import {
  blockInEthersTerms,
  type EthersBlock,
  type EthersReceipt,
  ofEthersBlock,
  ofEthersReceipt,
  ofEthersTransaction,
  receiptInEthersTerms,
  transactionInEthersTerms,
} from './compare-with-ethers.ts'
import type { RecordedNetwork } from './recorded-networks.ts'

/** An ethers provider, as far as it is used. */
export interface EthersProvider {
  getBlock(id: string | number, prefetch: boolean): Promise<EthersBlock | null>
  getTransactionReceipt(hash: string): Promise<EthersReceipt | null>
  destroy(): void
}

/** What a provider rides on. */
export interface ProviderInput {
  readonly network: NetworkFacts
  readonly transport: { request(method: string, params: unknown): Promise<unknown> }
}

interface Raw {
  readonly block: Readonly<Record<string, unknown>>
  readonly receipts?: readonly Readonly<Record<string, unknown>>[]
  readonly someReceipts?: readonly Readonly<Record<string, unknown>>[]
}

/** ethers decodes the same recordings to the same values. `rejected` names what it refuses, with the reason. */
export function describeSecondDecoder<S extends Stack, R extends Raw>(
  networks: readonly RecordedNetwork[],
  driverOf: (network: RecordedNetwork) => BlockDriver<S, R>,
  providerOf: (input: ProviderInput) => EthersProvider,
  rejected: Readonly<Record<string, string>>,
): void {
  describe.each(networks)('ethers on the recordings of $id', (recorded) => {
    it('decodes to the same values', async () => {
      const driver = driverOf(recorded)
      const refused: string[] = []
      for (const { raw, exchange, detail } of driver.recordedBlocks(recorded.exchanges)) {
        const file = exchange.file ?? ''
        if (detail === 'header') continue
        if (!(await isWhole(driver, raw, detail))) continue
        const receipts = raw.receipts ?? raw.someReceipts ?? []
        const byHash = new Map(receipts.map((receipt) => [receipt['transactionHash'], withoutMadeUpStatus(receipt)]))
        const provider = providerOf({
          network: driver.network,
          transport: {
            request: async (method, params) =>
              method === 'eth_getTransactionReceipt' ? byHash.get((params as readonly unknown[])[0]) : withoutIndex(raw.block),
          },
        })
        try {
          const theirs = await provider.getBlock(Number(raw.block['number']), true)
          const ours = driver.decode(raw, 'receipts')
          if (!theirs) throw new Error('ethers found no block')
          expect(ofEthersBlock(theirs), file).toEqual(blockInEthersTerms(ours))
          const transactions = (ours.transactions ?? []) as readonly L2Transaction[]
          expect(theirs.prefetchedTransactions.map(ofEthersTransaction), file).toEqual(transactions.map(transactionInEthersTerms))
          for (const transaction of transactions) {
            if (!byHash.has(transaction.hash)) continue
            const receipt = await provider.getTransactionReceipt(transaction.hash)
            if (!receipt) throw new Error('ethers found no receipt')
            expect(ofEthersReceipt(receipt), file).toEqual(receiptInEthersTerms(transaction, ours.logs ?? []))
          }
        } catch (error) {
          const refusal = error as { code?: unknown; shortMessage?: unknown }
          if (!DefimonError.isInstance(error) && typeof refusal.shortMessage !== 'string') throw error
          refused.push(`${file}: ${DefimonError.isInstance(error) ? error.code : String(refusal.shortMessage)}`)
        } finally {
          provider.destroy()
        }
      }
      expect(refused.sort()).toEqual(
        Object.entries(rejected)
          .filter(([file]) => file.startsWith(`${recorded.id}/`))
          .map(([file, reason]) => `${file}: ${reason}`)
          .sort(),
      )
    }, 60_000)
  })

  if (networks.length === 0) {
    it('leaves out the real recordings, for there are none here', () => {
      expect(networks).toEqual([])
    })
  }
}

/** Before Bedrock a transaction had an `index` of its own, which ethers takes for its place in the block. */
function withoutIndex(block: Raw['block']): object {
  const transactions = block['transactions'] as readonly Readonly<Record<string, unknown>>[]
  return { ...block, transactions: transactions.map(({ index: _, ...transaction }) => transaction) }
}

/** What was cut at its source reads one way or another. */
async function isWhole<S extends Stack, R>(driver: BlockDriver<S, R>, raw: R, detail: Detail): Promise<boolean> {
  try {
    const results = await driver.verify(raw, driver.decode(raw, detail), detail)
    return results.every(({ outcome }) => outcome !== 'mismatch')
  } catch (error) {
    if (DefimonError.isInstance(error)) return false
    throw error
  }
}

/** Before Byzantium a receipt has a state root and no status; a recorder wrote one all the same. */
function withoutMadeUpStatus(receipt: Readonly<Record<string, unknown>>): object {
  const { status, ...rest } = receipt
  return typeof rest['root'] === 'string' && rest['root'] !== '0x' ? rest : { ...rest, status }
}
