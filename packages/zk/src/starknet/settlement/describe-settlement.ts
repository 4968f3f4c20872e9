import type { DescribeSettlement, ParentTransaction, SettlementStep } from '@defimon/evm/parent'
import { countOf, isContractOf, logsWith } from '../../settlement/abi-values.ts'
import {
  logMemoryPageFactContinuous,
  logStateUpdate,
  logStateUpdateWithoutHash,
  registerContinuousMemoryPage,
  updateState,
  updateStateKzgDa,
  updateStateKzgDaSingle,
} from './core-contract.ts'
import { readProgramOutput, toFeltHex } from './program-output.ts'

const MEMORY_PAGE =
  'a memory page of the shared prover: data of a StarkNet or StarkEx job from before blobs; nothing in it names the chain or the block'

/**
 * What a transaction did for StarkNet or an appchain of its stack: `updateState` and `updateStateKzgDA` post, prove and settle in one, in the
 * three layouts that the program's output had; `LogStateUpdate` in its two forms; memory pages, which no chain can claim.
 */
export const describeStarknetSettlement: DescribeSettlement<'starknet'> = async (record, network) => {
  if (record.outcome === 'failed') return []
  const { transaction } = record
  if (transaction && registerContinuousMemoryPage.matches(transaction.input)) return [memoryPage()]
  if (transaction) return isContractOf(network, ['core'], transaction.to) ? describeUpdate(transaction) : []
  const updates = logsWith(record, [logStateUpdate.topic0, logStateUpdateWithoutHash.topic0])
    .filter(({ address }) => isContractOf(network, ['core'], address))
    .map((log): SettlementStep => {
      const hasHash = log.topics[0] === logStateUpdate.topic0
      const [root, number] = (hasHash ? logStateUpdate : logStateUpdateWithoutHash).decode(log)
      const to = countOf(number, 'blockNumber')
      return {
        stage: 'settled',
        // As long as updates named no hash, each was of one block. Later ones may hold several, and the log names the last.
        covers: hasHash ? { to, exact: false } : { from: to, to, exact: true },
        roots: [toFeltHex(root as bigint)],
        ...(hasHash && { note: 'the log names the last block of the update; the calldata tell how many there are' }),
      }
    })
  if (updates.length > 0) return updates
  return logsWith(record, [logMemoryPageFactContinuous.topic0]).map(memoryPage)
}

function memoryPage(): SettlementStep {
  return { stage: 'posted', dataAvailability: 'ethereum-calldata', note: MEMORY_PAGE }
}

function describeUpdate({ input }: ParentTransaction): readonly SettlementStep[] {
  const update = [updateState, updateStateKzgDaSingle, updateStateKzgDa].find((one) => one.matches(input))
  if (!update) return []
  const { from, to, previousRoot, newRoot, inBlobs } = readProgramOutput(update.decodeInput(input)[0])
  const blobs = inBlobs || update !== updateState
  return [
    {
      stage: 'settled',
      covers: { from, to, exact: true },
      roots: [previousRoot, newRoot],
      dataAvailability: blobs ? 'ethereum-blobs' : 'ethereum-calldata',
      ...(!blobs && { note: 'the state differences were registered as memory pages before' }),
    },
  ]
}
