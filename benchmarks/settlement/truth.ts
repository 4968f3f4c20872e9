import type { Evidence } from '@defimon/core'
import type { SimulatedNetwork } from '@defimon/core/testing'
import { byParentBlock, type Rollup, type Step } from './shape.ts'

type Json = Readonly<Record<string, unknown>>

/**
 * The evidence that a step must have, worked out from what was put on the parent and what its node answers: place, time, firmness, and
 * cost to the wei of the receipt.
 */
export function createTruth(
  { happenings }: Rollup,
  parent: SimulatedNetwork,
  hasCosts: boolean,
): (step: Step) => Promise<Evidence> {
  const byName = new Map(happenings.map((happening) => [happening.name, happening]))
  const byBlock = byParentBlock(happenings)
  const known = new Map<string, Promise<Omit<Evidence, 'kind'>>>()

  const read = async (name: string): Promise<Omit<Evidence, 'kind'>> => {
    const happening = byName.get(name)
    if (!happening) throw new RangeError(`nothing named ${name} happens`)
    const { at, purpose } = happening
    const index = byBlock.get(at)?.indexOf(happening) ?? -1
    const block = (await ask(parent, 'eth_getBlockByNumber', `0x${at.toString(16)}`, true)) as Json
    const transaction = (block['transactions'] as readonly Json[])[index] as Json
    const receipt = (await ask(parent, 'eth_getTransactionReceipt', transaction['hash'])) as Json
    const [gasUsed, gasPriceWei] = [BigInt(String(receipt['gasUsed'])), BigInt(String(receipt['effectiveGasPrice']))]
    const hasBlobs = receipt['blobGasUsed'] !== undefined
    const [blobGasUsed, blobGasPriceWei] = [receipt['blobGasUsed'] ?? 0, receipt['blobGasPrice'] ?? 0].map((each) =>
      BigInt(String(each)),
    )
    const blobs = (blobGasUsed ?? 0n) * (blobGasPriceWei ?? 0n)
    return {
      network: parent.network.id,
      number: at,
      hash: String(block['hash']),
      timestampMs: Number(block['timestamp']) * 1000,
      transactionHash: String(transaction['hash']),
      parentStatus: at <= (parent.chain.finalized?.number ?? -1) ? 'finalized' : 'included',
      ...(hasCosts && {
        cost: {
          purpose,
          feeWei: gasUsed * gasPriceWei + blobs,
          gasUsed,
          gasPriceWei,
          ...(hasBlobs && { blobGasUsed: blobGasUsed ?? 0n, blobGasPriceWei: blobGasPriceWei ?? 0n }),
          dataBytes: String(transaction['input']).length / 2 - 1 + Number(blobGasUsed),
        },
      }),
    }
  }

  return async ({ happening, parts }) => {
    const reading = known.get(happening) ?? read(happening)
    known.set(happening, reading)
    return { ...parts, ...(await reading) }
  }
}

async function ask(network: SimulatedNetwork, method: string, ...params: readonly unknown[]): Promise<unknown> {
  const response = await network.fetch(network.network.endpoints[0]?.url ?? '', {
    method: 'POST',
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
  return ((await response.json()) as { result: unknown }).result
}
