import { type BlockId, evidenceOf } from '@defimon/core'
import { costOf } from '@defimon/core/economics'
import { getNetwork } from '@defimon/networks'
import type { Command } from 'commander'
import { openBeacon } from '../open-beacon.ts'
import type { CommandContext } from '../run.ts'
import { settlingSource } from '../settling-source.ts'
import { jsonLine } from '../terminal/escape-text.ts'
import { answerSettlement, formatSettlement } from '../terminal/format-settlement.ts'
import { createPainter } from '../terminal/painter.ts'
import { parseBlockId } from './parse-arguments.ts'

interface SettlementCommandOptions {
  readonly endpoint?: readonly string[]
  readonly parentEndpoint?: readonly string[]
  readonly beacon?: readonly string[]
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
    .option('--json', 'print the settlement as one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  $ defimon settlement base finalized
  $ defimon settlement arbitrum_one 400000000 --json
  $ defimon settlement optimism latest --beacon https://beacon.example

It answers two questions: is the ordering final, and can withdrawals of the block run.
Amounts are in the currency of the parent chain.`,
    )
    .action(async (name: string, id: BlockId, options: SettlementCommandOptions) => {
      const { endpoint, parentEndpoint, json } = options
      const { runtime, signal, stdout, variables } = environment
      await using beacon = await openBeacon(options.beacon, runtime)
      await using source = await settlingSource(getNetwork(name), {
        runtime,
        ...(endpoint && { endpoints: endpoint }),
        ...(parentEndpoint && { parentEndpoints: parentEndpoint }),
        ...(beacon && { blobs: beacon }),
      })
      const block = await source.getBlock(id, { detail: 'header', signal })
      const settlement = await source.getSettlement({ number: block.number, hash: block.hash }, { signal })
      if (json) {
        const { lines } = costOf([settlement])
        const steps = evidenceOf(settlement.state).map(({ step, evidence }) => ({ step, ...evidence }))
        const { timestampMs } = block
        stdout.write(jsonLine({ ...settlement, timestampMs, steps, ...answerSettlement(settlement), costs: lines }))
        return
      }
      for (const line of formatSettlement(block, settlement, createPainter(stdout, variables))) stdout.write(`${line}\n`)
    })
}
