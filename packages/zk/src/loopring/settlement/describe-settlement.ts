import type { DescribeSettlement, SettlementStep } from '@defimon/evm/parent'
import { countOf, hexOf, isContractOf, logsWith } from '../../settlement/abi-values.ts'
import { blockSubmitted, submitBlocks, submitBlocksWithCallbacks } from './exchange-contract.ts'

const BLOCK_NOTE = 'committed and proven in one transaction; the number of a block stands in the event alone'

/**
 * What a transaction did for Loopring: `BlockSubmitted` posts, proves and settles a block at once. Calldata alone tell that blocks were
 * submitted and not which.
 */
export const describeLoopringSettlement: DescribeSettlement<'loopring'> = async (record, network) => {
  if (record.outcome === 'failed') return []
  const submitted = logsWith(record, [blockSubmitted.topic0])
    .filter(({ address }) => isContractOf(network, ['exchange'], address))
    .map((log) => {
      const [index, merkleRoot] = blockSubmitted.decode(log)
      return { number: countOf(index, 'blockIdx'), merkleRoot: hexOf(merkleRoot, 'merkleRoot') }
    })
  const first = submitted[0]
  const last = submitted.at(-1)
  if (first && last) {
    return [
      {
        stage: 'settled',
        // `blockIdx` counts by one, so what one transaction submits is consecutive.
        covers: { from: first.number, to: last.number, exact: true },
        roots: submitted.map(({ merkleRoot }) => merkleRoot),
        dataAvailability: 'ethereum-calldata',
      },
    ]
  }
  const { transaction } = record
  if (!transaction || !isContractOf(network, ['exchange', 'exchangeOwner'], transaction.to)) return []
  const { input } = transaction
  if (!submitBlocks.matches(input) && !submitBlocksWithCallbacks.matches(input)) return []
  const step: SettlementStep = { stage: 'settled', dataAvailability: 'ethereum-calldata', note: BLOCK_NOTE }
  return [step]
}
