import type { Detail, L2Block, L2Network, Stack } from '@defimon/core'
import type { BlockDriver, CheckResult, DriverCall } from '@defimon/core/adapter'
import { type SimulatedNetwork, type SimulatedStack, simulateNetwork } from '@defimon/core/testing'
import type { EvmRaw } from '@defimon/evm'

/** A driver of whichever stack: what all have in common. */
export type AnyDriver = BlockDriver<'evm', EvmRaw>

/** A simulated network, read by its driver without a transport. */
export interface DrivenNetwork {
  readonly simulated: SimulatedNetwork
  readonly driver: AnyDriver
  readonly call: DriverCall
  /** The newest block whose number divides by two: Polygon's state sync comes in those. */
  readonly number: number
  read(detail?: Detail): Promise<EvmRaw>
}

/** Simulates a stack and makes its driver. `network` overrides what the simulation calls itself. */
export function driven<S extends Stack & SimulatedStack>(
  stack: S,
  driverOf: (network: L2Network<S>) => BlockDriver<S, EvmRaw>,
  options: object = {},
): DrivenNetwork {
  const simulated = simulateNetwork({ stack, blocks: 8, ...options } as never) as unknown as SimulatedNetwork
  const driver = driverOf(simulated.network as L2Network<S>) as unknown as AnyDriver
  const [endpoint] = simulated.endpoints
  const call: DriverCall = {
    endpoint: endpoint!.host,
    async request(method, params) {
      const answer = await endpoint!.call({ method, params })
      if (answer.error) throw Object.assign(new Error(answer.error.message), { rpcCode: answer.error.code })
      return JSON.parse(JSON.stringify(answer.result))
    },
    get: () => Promise.reject(new Error('no REST')),
  }
  const { number: head } = simulated.chain.head
  const number = head - (head % 2)
  return {
    simulated,
    driver,
    call,
    number,
    async read(detail = 'receipts') {
      const raw = await driver.fetchBlock(call, number, detail)
      if (!raw) throw new Error(`no block ${number}`)
      return raw
    },
  }
}

/** The verdict on a block, check by check. */
export async function verdict(driver: AnyDriver, raw: EvmRaw, detail: Detail = 'receipts'): Promise<Record<string, CheckResult>> {
  const block = driver.decode(raw, detail)
  const results = await driver.verify(raw, block, detail)
  return Object.fromEntries(results.map((result) => [result.check, result]))
}

/** The outcomes alone. */
export async function outcomes(driver: AnyDriver, raw: EvmRaw, detail: Detail = 'receipts'): Promise<Record<string, string>> {
  return Object.fromEntries(Object.entries(await verdict(driver, raw, detail)).map(([check, { outcome }]) => [check, outcome]))
}

/** The kinds of a block's transactions, in order. */
export function kindsOf(driver: AnyDriver, raw: EvmRaw): string[] {
  const block = driver.decode(raw, 'transactions') as unknown as Pick<L2Block, 'transactions'>
  return (block.transactions ?? []).map(({ kind, type }) => `${kind} ${type}`)
}
