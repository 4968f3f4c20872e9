import type { L2Network } from '@defimon/core'
import type { RecordedNetwork } from '../../../test/recorded-networks.ts'
import { lineaDriver } from '../src/linea/index.ts'
import { scrollDriver } from '../src/scroll/index.ts'
import { zksyncDriver } from '../src/zksync/index.ts'

function facts<S extends 'linea' | 'scroll' | 'zksync'>(stack: S, { id, chainId }: RecordedNetwork) {
  const common = { id, name: id, contracts: {}, endpoints: [], parent: 'ethereum' } as const
  return { ...common, stack, ...(chainId !== undefined && { evmChainId: chainId }) }
}

/** The driver for a recording of Linea or its testnet. */
export function recordedLinea(recorded: RecordedNetwork): ReturnType<typeof lineaDriver> {
  return lineaDriver(facts('linea', recorded) satisfies L2Network<'linea'>)
}

/** The driver for a recording of Scroll. */
export function recordedScroll(recorded: RecordedNetwork): ReturnType<typeof scrollDriver> {
  return scrollDriver(facts('scroll', recorded) satisfies L2Network<'scroll'>)
}

/** The driver for a recording of zkSync Era. */
export function recordedZksync(recorded: RecordedNetwork): ReturnType<typeof zksyncDriver> {
  return zksyncDriver(facts('zksync', recorded) satisfies L2Network<'zksync'>)
}
