import type { L2Network } from '@defimon/core'
import { findNetworks, getNetwork, type NetworkFilter } from '@defimon/networks'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { hasAdapter } from '../adapters.ts'
import type { CommandContext } from '../run.ts'
import { jsonLine } from '../terminal/escape-text.ts'
import { formatTable } from '../terminal/format-table.ts'
import { createPainter } from '../terminal/painter.ts'

interface NetworksCommandOptions extends NetworkFilter {
  readonly json?: true
}

function rowOf(network: L2Network): string[] {
  return [
    network.id,
    network.name,
    network.stack,
    network.category ?? '-',
    network.parent ?? '-',
    network.status?.state ?? '-',
    String(network.endpoints.length),
    hasAdapter(network.stack) ? 'yes' : 'not yet',
  ]
}

/** What the networks of the registry have there, each once. */
function known(key: 'stack' | 'category'): string[] {
  return [...new Set(findNetworks().flatMap((network) => network[key] ?? []))].sort()
}

function parsePhase(text: string): number {
  if (!/^[123]$/.test(text)) throw new InvalidArgumentError('Allowed choices are 1, 2, 3.')
  return Number(text)
}

/** `defimon networks`: what the registry knows, as a table or as JSON. */
export function addNetworksCommand(program: Command, { environment }: CommandContext): void {
  program
    .command('networks')
    .description('list the networks that the registry knows')
    .addOption(new Option('--stack <stack>', 'of this stack').choices(known('stack')))
    .addOption(new Option('--category <category>', 'of this category').choices(known('category')))
    .option('--phase <phase>', 'of this phase of the seed document: 1, 2 or 3', parsePhase)
    .addOption(new Option('--status <state>', 'in this state').choices(['active', 'sunset', 'renamed', 'unclear']))
    .option('--parent <network>', 'that settle on this network', (name: string) => getNetwork(name).id)
    .option('--json', 'print one JSON object per network')
    .addHelpText(
      'after',
      `
Examples:
  $ defimon networks --category zk_rollup --status active
  $ defimon networks --stack op-stack --json`,
    )
    .action(({ json, ...filter }: NetworksCommandOptions) => {
      const { stdout, stderr, variables } = environment
      const networks = findNetworks(filter)
      if (json) {
        for (const network of networks) stdout.write(jsonLine({ ...network, adapter: hasAdapter(network.stack) }))
        return
      }
      if (networks.length === 0) {
        stderr.write('defimon: no network of the registry fits these filters\n')
        return
      }
      const columns = ['network', 'name', 'stack', 'category', 'parent', 'status', 'endpoints', 'adapter'].map((heading) => ({
        heading,
      }))
      for (const line of formatTable(columns, networks.map(rowOf), { paint: createPainter(stdout, variables) }))
        stdout.write(`${line}\n`)
      stdout.write(`\n${networks.length} networks\n`)
    })
}
