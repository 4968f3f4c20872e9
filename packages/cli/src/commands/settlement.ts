import { type BlockId, evidenceOf, type Settlement } from '@defimon/core'
import { costOf } from '@defimon/core/economics'
import { getNetwork } from '@defimon/networks'
import { type Command, InvalidArgumentError } from 'commander'
import { readBatch } from '../batch-settlements.ts'
import { openBeacon } from '../open-beacon.ts'
import type { CommandContext } from '../run.ts'
import { NO_HASH, readSettledBlock } from '../settled-block.ts'
import { parentSource, settlingSource } from '../settling-source.ts'
import { jsonLine } from '../terminal/escape-text.ts'
import { answerSettlement, formatSettlement, type ShownBlock } from '../terminal/format-settlement.ts'
import { createPainter } from '../terminal/painter.ts'
import { parseBlockId } from './parse-arguments.ts'

interface SettlementCommandOptions {
  readonly endpoint?: readonly string[]
  readonly parentEndpoint?: readonly string[]
  readonly beacon?: readonly string[]
  readonly batch?: true
  readonly json?: true
}

/** `defimon settlement <network> <block>`: the steps of a block on its parent chain, and what they mean to a user. */
export function addSettlementCommand(program: Command, { environment }: CommandContext): void {
  program
    .command('settlement')
    .description('show how far a block has settled on its parent chain, with the transactions behind it')
    .argument('<network>', 'network id, such as base')
    .argument('<block>', 'height, latest, safe, finalized, or a block hash', parseBlockId)
    .option('-e, --endpoint <url...>', "endpoints of the network to ask instead of the registry's")
    .option('--parent-endpoint <url...>', "endpoints of the parent chain to ask instead of the registry's")
    .option('--beacon <url...>', 'beacon nodes of Ethereum, for what batches in blobs hold; every blob is proven')
    .option('--batch', 'the number is that of a batch (ZK Stack, Polygon zkEVM): its parent alone is asked')
    .option('--json', 'print the settlement as one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  $ defimon settlement base finalized
  $ defimon settlement arbitrum_one 400000000 --json
  $ defimon settlement optimism latest --beacon https://beacon.example
  $ defimon settlement kinto 1000
  $ defimon settlement zero_network 1000 --batch

It answers two questions: is the ordering final, and can withdrawals of the block run.
Amounts are in the currency of the parent chain. Of networks that were shut down the parent chain
alone is asked where no endpoint of theirs answers; docs/settlement.md says what it still tells.`,
    )
    .action(async (name: string, id: BlockId, options: SettlementCommandOptions) => {
      const { endpoint, parentEndpoint, json } = options
      const { runtime, signal, stdout, variables } = environment
      const network = getNetwork(name)
      const print = (shown: ShownBlock, settlement: Settlement, beside: object): void => {
        if (json) {
          const { lines } = costOf([settlement])
          const steps = evidenceOf(settlement.state).map(({ step, evidence }) => ({ step, ...evidence }))
          stdout.write(jsonLine({ ...beside, steps, ...answerSettlement(settlement), costs: lines }))
          return
        }
        for (const line of formatSettlement(shown, settlement, createPainter(stdout, variables))) stdout.write(`${line}\n`)
      }
      if (options.batch) {
        if (typeof id !== 'number') throw new InvalidArgumentError('A batch has a number.')
        await using parent = await parentSource(network, { runtime, ...(parentEndpoint && { parentEndpoints: parentEndpoint }) })
        const settlement = await readBatch(network, id, { parent, runtime, signal })
        const { stateRoot, blocks } = settlement
        const known = {
          ...(stateRoot !== undefined && { 'state root': stateRoot }),
          ...(blocks && { blocks: `${blocks.from} to ${blocks.to}` }),
        }
        const ofBatch = { ...settlement, block: { number: id, hash: NO_HASH } }
        print({ network: network.id, number: id, what: 'batch', known }, ofBatch, settlement)
        return
      }
      await using beacon = await openBeacon(options.beacon, runtime)
      await using source = await settlingSource(network, {
        runtime,
        ...(endpoint && { endpoints: endpoint }),
        ...(parentEndpoint && { parentEndpoints: parentEndpoint }),
        ...(beacon && { blobs: beacon }),
      })
      const { number, hash, timestampMs } = await readSettledBlock(source, id, { signal })
      const settlement = await source.getSettlement({ number, hash }, { signal })
      const { block } = settlement
      const known = { hash: block.hash === NO_HASH ? 'not known: no endpoint of it answers any more' : block.hash }
      const time = timestampMs === undefined ? {} : { timestampMs }
      print({ network: network.id, number, known, ...time }, settlement, { ...settlement, ...time })
    })
}
