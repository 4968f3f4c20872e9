import type { Stack } from '@defimon/core'
import type { BlockDriver } from '@defimon/core/adapter'
import type { SettlementReader } from './settlement-reader.ts'

/**
 * A driver that reads settlement too, by a reader that is loaded when the first settlement is asked for: most who read blocks ask for none.
 */
export function withSettlement<S extends Stack, Raw>(
  driver: BlockDriver<S, Raw>,
  load: () => Promise<SettlementReader>,
): BlockDriver<S, Raw> {
  let reader: Promise<SettlementReader> | undefined
  const readSettlement: NonNullable<BlockDriver['readSettlement']> = async (call, block) => {
    reader ??= load().catch((error: unknown) => {
      reader = undefined
      throw error
    })
    return (await reader).readSettlement(call, block)
  }
  return { ...driver, readSettlement }
}
