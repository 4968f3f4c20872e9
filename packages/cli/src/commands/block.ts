import type { BlockId, Detail, Endpoint } from '@defimon/core'
import { getNetwork } from '@defimon/networks'
import { type Command, Option } from 'commander'
import { sourceFor } from '../adapters.ts'
import type { CommandContext } from '../run.ts'
import { jsonLine } from '../terminal/escape-text.ts'
import { formatBlock } from '../terminal/format-block.ts'
import { createPainter } from '../terminal/painter.ts'
import { parseBlockId } from './parse-arguments.ts'

interface BlockCommandOptions {
  readonly detail: Detail
  readonly endpoint?: readonly NonNullable<Endpoint['url']>[]
  readonly json?: true
}

/** `defimon block <network> <id>`: one block, what was checked of it and what was not, and what anchors it. */
export function addBlockCommand(program: Command, { environment }: CommandContext): void {
  program
    .command('block')
    .description('read one block, check it, and say what was checked')
    .argument('<network>', 'network id, such as base')
    .argument('<id>', 'height, latest, safe, finalized, or a block hash', parseBlockId)
    .addOption(
      new Option('-d, --detail <detail>', 'how much to read').choices(['header', 'transactions', 'receipts']).default('receipts'),
    )
    .option('-e, --endpoint <url...>', "endpoints to ask instead of the registry's")
    .option('--json', 'print the block as one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  $ defimon block base latest
  $ defimon block ethereum 22431080 --json
  $ defimon block optimism finalized --detail header --endpoint https://mainnet.optimism.io`,
    )
    .action(async (name: string, id: BlockId, options: BlockCommandOptions) => {
      const { runtime, signal, stdout, variables } = environment
      const network = getNetwork(name)
      await using source = await sourceFor(network, { runtime, ...(options.endpoint && { endpoints: options.endpoint }) })
      const block = await source.getBlock(id, { detail: options.detail, signal })
      if (options.json) stdout.write(jsonLine(block))
      else for (const line of formatBlock(block, createPainter(stdout, variables), runtime.now())) stdout.write(`${line}\n`)
    })
}
