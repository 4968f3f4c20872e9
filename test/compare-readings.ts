import { isDeepStrictEqual } from 'node:util'
import { DefimonError, type Detail, type Stack } from '@defimon/core'
import type { BlockDriver, DriverCall } from '@defimon/core/adapter'
import type { SimulatedNetwork } from '@defimon/core/testing'
import { mutateText } from './mutation/text-mutations.ts'
import type { RecordedNetwork } from './recorded-networks.ts'

/** What became of one body of two answers, read from its bytes and read as JSON. */
export interface Readings {
  /** Whether it was read from its bytes, and not left to JSON. */
  readonly isRead: boolean
  readonly fromBytes: unknown
  readonly fromJson: unknown
}

/** A batch of the block's answer, with id 1, and that of its receipts, with id 2, as nodes write it. */
export function bodyOf(block: unknown, receipts: unknown): string {
  return `[{"jsonrpc":"2.0","id":1,"result":${JSON.stringify(block)}},{"jsonrpc":"2.0","id":2,"result":${JSON.stringify(receipts)}}]`
}

/** Waits until a driver reads a body from its bytes that is known to be read so. Modules are compiled on the way. */
export async function whenReady<S extends Stack, Raw>(driver: BlockDriver<S, Raw>, body: string): Promise<boolean> {
  for (let tried = 0; tried < 1_000; tried++) {
    if (readBytes(driver, body, true)) return true
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return false
}

/** Reads a body both ways. What an endpoint would make of it counts: the block with its results, or the failure. */
export async function compareReadings<S extends Stack, Raw>(
  driver: BlockDriver<S, Raw>,
  body: string,
  id: number,
  verify: boolean,
): Promise<Readings> {
  const fromJson = await jsonOutcome(driver, body, id, verify)
  const values = readBytes(driver, body, verify)
  if (!values) return { isRead: false, fromBytes: fromJson, fromJson }
  // What is asked for without a reader is given as JSON, as a transport does.
  const answers = (isReading: boolean): readonly unknown[] => (isReading ? values : parsed(body))
  return { isRead: true, fromBytes: await outcomeOf(driver, id, verify, answers), fromJson }
}

async function jsonOutcome<S extends Stack, Raw>(
  driver: BlockDriver<S, Raw>,
  body: string,
  id: number,
  verify: boolean,
): Promise<unknown> {
  try {
    const values = parsed(body)
    return await outcomeOf(driver, id, verify, () => values)
  } catch {
    return 'not JSON'
  }
}

function readBytes<S extends Stack, Raw>(
  driver: BlockDriver<S, Raw>,
  body: string,
  verify: boolean,
): readonly unknown[] | undefined {
  const bytes = new TextEncoder().encode(body)
  // In pieces, as they come from a socket.
  const middle = bytes.length >> 1
  return driver.answerReader?.(verify)?.readAnswers([bytes.subarray(0, middle), bytes.subarray(middle)], bytes.length, 1, 2)
}

/** The results of ids 1 and 2. */
function parsed(body: string): readonly unknown[] {
  const answers = JSON.parse(body) as { id: number; result: unknown }[]
  return [1, 2].map((id) => answers.find((answer) => answer.id === id)?.result)
}

async function outcomeOf<S extends Stack, Raw>(
  driver: BlockDriver<S, Raw>,
  id: number,
  verify: boolean,
  answers: (isReading: boolean) => readonly unknown[],
): Promise<unknown> {
  try {
    const call: DriverCall = {
      endpoint: 'recording',
      async request(method, _params, options) {
        const [block, receipts] = answers(options?.reader !== undefined)
        if (/BlockReceipts$/.test(method)) return receipts
        if (/BlockBy/.test(method)) return block
        throw new DefimonError('NOT_FOUND', 'not at hand')
      },
      get: () => Promise.reject(new DefimonError('NOT_FOUND', 'not at hand')),
    }
    const detail: Detail = 'receipts'
    const raw = await driver.fetchBlock(call, id, detail, driver.answerReader?.(verify))
    if (raw === undefined) return undefined
    const decoded = driver.decode(raw, detail)
    return { decoded, results: verify ? await driver.verify(raw, decoded, detail) : [] }
  } catch (error) {
    if (DefimonError.isInstance(error)) return { code: error.code, message: error.message }
    return { failed: error instanceof Error ? error.name : String(error) }
  }
}

/** A body, and the height that was asked for. */
export interface Body {
  readonly name: string
  readonly text: string
  readonly id: number
}

/** The bodies of all recorded blocks of a network that came with their receipts. */
export function recordedBodies<S extends Stack>(
  driver: BlockDriver<S, { readonly block: Readonly<Record<string, unknown>>; readonly receipts?: readonly unknown[] }>,
  network: RecordedNetwork,
): Body[] {
  const found: Body[] = []
  for (const { raw, detail, exchange } of driver.recordedBlocks(network.exchanges)) {
    if (detail !== 'receipts') continue
    found.push({
      name: `${network.id} ${JSON.stringify(exchange.params)}`,
      text: bodyOf(raw.block, raw.receipts),
      id: Number(raw.block['number']),
    })
  }
  return found
}

/** The bodies of the newest blocks of a simulated network. */
export async function simulatedBodies({ fetch, network }: SimulatedNetwork, count: number): Promise<Body[]> {
  const [endpoint] = network.endpoints
  const url = typeof endpoint === 'string' ? endpoint : String(endpoint?.url)
  const ask = async (...calls: readonly [method: string, params: readonly unknown[]][]): Promise<string> => {
    const body = calls.map(([method, params], index) => ({ jsonrpc: '2.0', id: index + 1, method, params }))
    return (await fetch(url, { method: 'POST', body: JSON.stringify(body) })).text()
  }
  const [{ result: head }] = JSON.parse(await ask(['eth_blockNumber', []])) as [{ result: string }]
  const bodies: Body[] = []
  for (let id = Number(head) - count + 1; id <= Number(head); id++) {
    const key = `0x${id.toString(16)}`
    const text = await ask(['eth_getBlockByNumber', [key, true]], ['eth_getBlockReceipts', [key]])
    bodies.push({ name: `simulated ${id}`, text, id })
  }
  return bodies
}

/** Reads changed texts of bodies both ways, so many for each, and gives those of which two readings differ. */
export async function differingMutations<S extends Stack, Raw>(
  driver: BlockDriver<S, Raw>,
  bodies: readonly Body[],
  count: number,
  random: () => number,
): Promise<{ readonly read: number; readonly differing: readonly string[] }> {
  let read = 0
  const differing: string[] = []
  for (const { name, text, id } of bodies) {
    for (let index = 0; index < count; index++) {
      const mutation = mutateText(text, random)
      const readings = await compareReadings(driver, mutation.text, id, index % 2 === 0)
      if (readings.isRead) read += 1
      if (!isDeepStrictEqual(readings.fromBytes, readings.fromJson)) differing.push(`${name}: ${mutation.what}`)
    }
  }
  return { read, differing }
}
