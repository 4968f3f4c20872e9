import {
  type BlockRef,
  type ContractAt,
  DefimonError,
  type L2Network,
  type Settlement,
  type SettlementState,
  type SourceOptions,
  type Stack,
} from '@defimon/core'
import type { DriverCall } from '@defimon/core/adapter'
import { contractsOn, createParentChain, type ParentView, shieldParent } from '@defimon/evm/parent'
import type { ParentPace } from './cover-time.ts'

/** Reads how far a block has settled. Keeps what it scanned of the parent chain. */
export interface SettlementReader {
  readSettlement(call: DriverCall, block: BlockRef): Promise<Settlement>
}

/** What a system's own part of a reader is given for one question. */
export interface SettlementQuestion {
  readonly view: ParentView
  readonly call: DriverCall
  readonly block: BlockRef
}

/** What a system's own part of a reader answers. */
export interface SettlementAnswer {
  readonly state: SettlementState
  readonly nextExpectedMs?: number | undefined
}

/** What a system's own part of a reader is made with. */
export interface ReaderGround {
  /** Contracts of a role on the parent chain. */
  readonly contracts: readonly ContractAt[]
  readonly pace: ParentPace
}

/** Ethereum's slots. */
const ETHEREUM_BLOCK_MS = 12_000

/**
 * A settlement reader: the parent chain, one question at a time, since they share what was scanned. Fails with `UNSUPPORTED` where the
 * source has no parent, or the network's contracts on it are not known.
 */
export function createSettlementReader(
  network: L2Network<Stack>,
  options: SourceOptions,
  contracts: readonly ContractAt[] | undefined,
  make: (ground: ReaderGround) => (question: SettlementQuestion) => Promise<SettlementAnswer>,
): SettlementReader {
  const { parent } = options
  if (!parent) return refusing(network, `settlement of ${network.id} is read on its parent chain: the source needs \`parent\``)
  const here = contractsOn(contracts, parent.network.id)
  if (here.length === 0) return refusing(network, `no contract of ${network.id} is known on ${parent.network.id}`)
  const chain = shieldParent(createParentChain(parent, options.runtime))
  const pace = {
    blockTimeMs: parent.network.blockTimeMs ?? ETHEREUM_BLOCK_MS,
    lowest: Math.min(...here.map(({ fromBlock }) => fromBlock ?? 0)),
  }
  const answer = make({ contracts: here, pace })
  let turn: Promise<unknown> = Promise.resolve()

  const ask = async (call: DriverCall, block: BlockRef): Promise<Settlement> => {
    const view = await chain.view(call)
    const { state, nextExpectedMs } = await answer({ view, call, block })
    return {
      block: { number: block.number, hash: block.hash },
      network: network.id,
      ...(nextExpectedMs !== undefined && { nextExpectedMs }),
      state,
    }
  }
  return {
    readSettlement(call, block) {
      const mine = turn.then(() => ask(call, block))
      turn = mine.catch(() => undefined)
      return mine
    },
  }
}

function refusing(network: L2Network<Stack>, why: string): SettlementReader {
  return {
    readSettlement: async () => {
      throw new DefimonError('UNSUPPORTED', why, { network: network.id })
    },
  }
}
