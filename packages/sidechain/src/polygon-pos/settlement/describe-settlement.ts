import type { L2Network } from '@defimon/core'
import {
  type AbiValue,
  contractsOn,
  type DescribeSettlement,
  decodeAbi,
  parseDeclaration,
  type SettlementStep,
} from '@defimon/evm/parent'
import { newHeaderBlock, submitCheckpoint, submitHeaderBlock } from './root-chain.ts'

/** What the validators sign: `borChainId` tells chains of the same ABI apart. Older data end before it. */
const CHECKPOINT = parseTypes(
  'address proposer, uint256 start, uint256 end, bytes32 rootHash, bytes32 accountRootHash, uint256 borChainId',
)
const OLDER_CHECKPOINT = parseTypes('address proposer, uint256 start, uint256 end, bytes32 rootHash')

/**
 * Reads checkpoints of Polygon PoS and of chains made of its software (Shibarium, BitTorrent Chain) from a transaction or its receipt:
 * which blocks they cover, and whether they are of this chain and its contract.
 */
export const describePolygonSettlement: DescribeSettlement<'polygon-pos'> = async (record, network) => {
  const { transaction, logs, outcome } = record
  const call = transaction && [submitCheckpoint, submitHeaderBlock].find(({ matches }) => matches(transaction.input))
  if (call && transaction && outcome !== 'failed') {
    const data = String(call.decodeInput(transaction.input)[0])
    const words = (data.length - 2) / 64
    const [, start, end, root, , chainId] = decodeAbi(words >= 6 ? CHECKPOINT : OLDER_CHECKPOINT, data)
    return [stepOf(start, end, root, standing(network, transaction.to, chainId))]
  }
  return logs
    .filter(({ topics }) => topics[0] === newHeaderBlock.topic0)
    .map((log) => {
      const [, , , start, end, root] = newHeaderBlock.decode(log)
      return stepOf(start, end, root, standing(network, log.address, undefined))
    })
}

function stepOf(
  start: AbiValue | undefined,
  end: AbiValue | undefined,
  root: AbiValue | undefined,
  rest: Partial<SettlementStep>,
): SettlementStep {
  return {
    stage: 'settled',
    covers: { from: Number(start), to: Number(end), exact: true },
    roots: [String(root)],
    dataAvailability: 'own',
    ...rest,
  }
}

/** The same call goes to the contracts of other chains, so the chain id inside it and the contract both count. */
function standing(
  network: L2Network<'polygon-pos'> | undefined,
  contract: string | undefined,
  chainId: AbiValue | undefined,
): Pick<SettlementStep, 'authorised' | 'note'> {
  const named = chainId === undefined ? undefined : Number(chainId)
  const known = network ? contractsOn(network.contracts.checkpoint, network.parent ?? '') : []
  if (named !== undefined && network?.evmChainId !== undefined && named !== network.evmChainId) {
    return { authorised: false, note: `a checkpoint of chain ${named}, not of ${network.evmChainId}` }
  }
  if (contract !== undefined && known.length > 0 && !known.some(({ address }) => address.toLowerCase() === contract)) {
    return { authorised: false, note: `sent to ${contract}, which is not the root chain contract` }
  }
  return named === undefined || network ? {} : { note: `a checkpoint of chain ${named}` }
}

function parseTypes(list: string): Parameters<typeof decodeAbi>[0] {
  return parseDeclaration(`checkpoint(${list})`).parameters.map(({ type }) => type)
}
