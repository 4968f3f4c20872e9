import type { L2Network } from '@defimon/core'
import type { Happening } from '../../test/settlement/event-encoders.ts'
import { isthmusHeader, outputRootOf } from './made-headers.ts'
import { makeNode } from './made-node.ts'
import { contractAnswers, FACTORY, type Game, makeGame, PORTAL, resolveGame } from './optimism-rollup.ts'
import { parentBlockAt, type Rollup, type Shape, START_MS } from './shape.ts'

/** What makes one chain of the OP Stack differ from another here. */
export interface OptimismProportions {
  readonly blocks: number
  readonly blockTimeMs: number
  /** Blocks that a dispute game is about. */
  readonly inGame: number
  /** How long a game takes that nobody disputes, and the air gap after it, in blocks of the parent. */
  readonly gameBlocks: number
  readonly airGapBlocks: number
  /** Base's game, which is made with a proof. */
  readonly isAggregate: boolean
}

const CHAIN_ID = 1_337_010
/** A game is about a block that is safe: some minutes after it. */
const CLAIMED_AFTER = 50
const MARGIN = 150

/** A chain of the OP Stack with dispute games. */
export function optimismShape(name: string, proportions: OptimismProportions, rest: Partial<Shape> = {}): Shape {
  return { name, blocks: proportions.blocks, make: () => makeRollup(proportions), ...rest }
}

function makeRollup(proportions: OptimismProportions): Rollup {
  const { blocks, blockTimeMs, inGame, gameBlocks, airGapBlocks, isAggregate } = proportions
  const games = Math.ceil(blocks / inGame)
  const lastOf = (game: number): number => Math.min(blocks, (game + 1) * inGame) - 1
  const header = (number: number) => isthmusHeader(number, (START_MS + number * blockTimeMs) / 1_000)
  const node = makeNode({
    chainId: CHAIN_ID,
    head: blocks - 1,
    header,
    methods: {
      eth_getTransactionByBlockHashAndIndex: ([hash], numberOf) =>
        attributes(parentBlockAt(numberOf(String(hash)) * blockTimeMs)),
    },
  })
  const type = isAggregate ? 621 : 0
  const happenings: Happening[] = []
  for (let index = 0; index < games; index += 1) {
    const last = lastOf(index)
    const at = parentBlockAt((last + 1) * blockTimeMs) + CLAIMED_AFTER
    const root = outputRootOf(header(last))
    const game: Game = { name: `${index}`, type, block: last, root, isProven: isAggregate }
    happenings.push(makeGame(game, at), resolveGame(game, at + gameBlocks))
  }
  const network: L2Network<'op-stack'> = {
    ...{ id: 'measured', name: 'Measured', stack: 'op-stack', chainId: `eip155:${CHAIN_ID}`, evmChainId: CHAIN_ID, blockTimeMs },
    endpoints: [{ url: node.url }],
    contracts: {
      disputeGameFactory: [{ address: FACTORY, chain: 'ethereum' }],
      optimismPortal: [{ address: PORTAL, chain: 'ethereum' }],
    },
  }
  return {
    network,
    node,
    happenings,
    parentBlocks: Math.max(...happenings.map(({ at }) => at)) + airGapBlocks + MARGIN,
    call: contractAnswers(type, airGapBlocks * 12),
    stepsOf(number) {
      const index = Math.floor(number / inGame)
      const anchor = node.ref(lastOf(index))
      // What was there before the first game that was read, is not told.
      const covers = { from: index * inGame, to: lastOf(index), exact: true }
      return [
        { step: 'claimed', happening: `game ${index}`, parts: { kind: 'state-claim', covers, anchor } },
        { step: 'settled', happening: `resolution ${index}`, parts: { kind: 'settlement', covers, anchor } },
      ]
    },
  }
}

/** The first transaction of a block: the deposit with the L1 attributes of Isthmus (specs.optimism.io, isthmus/l1-attributes). */
function attributes(l1Block: number): unknown {
  const word = (value: number, bytes: number): string => value.toString(16).padStart(2 * bytes, '0')
  const parts = [
    [0, 4],
    [0, 4],
    [0, 8],
    [0, 8],
    [l1Block, 8],
    [1, 32],
    [1, 32],
    [0, 32],
    [0, 32],
    [0, 4],
    [0, 8],
  ] as const
  const input = `0x098999be${parts.map(([value, bytes]) => word(value, bytes)).join('')}`
  return { type: '0x7e', from: '0xdeaddeaddeaddeaddeaddeaddeaddeaddead0001', input }
}
