import { RpcFailure } from '@defimon/core/testing'
import { AbiCoder, concat, id, toBeHex } from 'ethers'
import { encodeCall, encodeLog, type Happening } from '../../test/settlement/event-encoders.ts'

/** The contracts of the rollup. */
export const FACTORY: string = `0x${'fa'.repeat(20)}`
export const PORTAL: string = `0x${'50'.repeat(20)}`
export const REGISTRY: string = `0x${'a5'.repeat(20)}`
const PROPOSER = `0x${'9a'.repeat(20)}`

/** A dispute game, as it is made. */
export interface Game {
  readonly name: string
  readonly type: number
  /** The last block that it is about. */
  readonly block: number
  readonly root: string
  /** Base's is made with a proof of a TEE. */
  readonly isProven: boolean
}

/** A game is made. Named `game <name>`. */
export function makeGame({ name, type, block, root, isProven }: Game, at: number): Happening {
  const extraData = toBeHex(block, 32)
  const created = 'DisputeGameCreated(address indexed disputeProxy, uint32 indexed gameType, bytes32 indexed rootClaim)'
  const proved = 'Proved(address indexed proposer, uint8 indexed proofType)'
  return {
    name: `game ${name}`,
    at,
    purpose: 'claim',
    transaction: () => ({
      from: PROPOSER,
      to: FACTORY,
      input: isProven
        ? encodeCall('createWithInitData(uint32,bytes32,bytes,bytes)', type, root, concat([extraData, '0x00000001']), '0x01')
        : encodeCall('create(uint32,bytes32,bytes)', type, root, extraData),
      logs: [
        ...(isProven ? [encodeLog(addressOf(name), proved, PROPOSER, 0)] : []),
        encodeLog(FACTORY, created, addressOf(name), type, root),
      ],
    }),
  }
}

/** A game ends for its root. Base's says so in the data. Named `resolution <name>`. */
export function resolveGame({ name, isProven }: Game, at: number): Happening {
  const declaration = isProven ? 'Resolved(uint8 status)' : 'Resolved(uint8 indexed status)'
  const logs = [encodeLog(addressOf(name), declaration, 2)]
  const transaction = () => ({ from: PROPOSER, to: addressOf(name), input: encodeCall('resolve()'), logs })
  return { name: `resolution ${name}`, at, purpose: 'execute', transaction }
}

/** What the contracts answer: games of one type count, an air gap, and every game holds. Other calls revert. */
export function contractAnswers(gameType: number, airGapS: number): (request: { to: string; data: string }) => string {
  const answers = [
    { to: PORTAL, declaration: 'anchorStateRegistry()', type: 'address', value: REGISTRY },
    { to: REGISTRY, declaration: 'respectedGameType()', type: 'uint32', value: gameType },
    { to: REGISTRY, declaration: 'disputeGameFinalityDelaySeconds()', type: 'uint256', value: airGapS },
    { to: REGISTRY, declaration: 'isGameClaimValid(address)', type: 'bool', value: true },
  ]
  return ({ to, data }) => {
    const found = answers.find((each) => each.to === to && id(each.declaration).slice(0, 10) === data.slice(0, 10))
    if (!found) throw new RpcFailure(3, 'execution reverted')
    return AbiCoder.defaultAbiCoder().encode([found.type], [found.value])
  }
}

function addressOf(name: string): string {
  return `0x${id(`game ${name}`).slice(26)}`
}
