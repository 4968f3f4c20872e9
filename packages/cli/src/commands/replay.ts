import { type Exchange, type NetworkId, replayFetch } from '@defimon/core'
import { replayFetchOf } from '@defimon/core/adapter'
import { readRecordings, serveFetch } from '@defimon/core/node'
import type { Command } from 'commander'
import { loadAdapter } from '../adapters.ts'
import { groupByNetwork } from '../recordings/group-by-network.ts'
import { networkOfRecording } from '../recordings/network-of-recording.ts'
import { routeByPath } from '../recordings/route-by-path.ts'
import type { CommandContext } from '../run.ts'
import { escapeText, jsonLine } from '../terminal/escape-text.ts'
import { UsageError } from '../terminal/report-error.ts'
import { parseNumber } from './parse-arguments.ts'

interface ReplayCommandOptions {
  readonly port: number
  readonly json?: true
}

const HIGHEST_PORT = 65_535

/** With an adapter the replay also answers what bare blocks imply: chain id, head and tags. */
async function replayOf(id: NetworkId, exchanges: readonly Exchange[]): Promise<typeof globalThis.fetch> {
  const network = networkOfRecording(id)
  const adapter = network && (await loadAdapter(network.stack))
  return adapter ? replayFetchOf(adapter.driverFor(network), exchanges) : replayFetch(exchanges, { network: id })
}

/** `defimon replay`: serves recordings over loopback, one path per network, until it is interrupted. */
export function addReplayCommand(program: Command, { environment }: CommandContext): void {
  program
    .command('replay')
    .description('serve recordings over loopback HTTP, one path per network')
    .argument('<dir>', 'folder of recordings')
    .option('-p, --port <port>', 'port; 0 takes a free one', parseNumber, 0)
    .option('--json', 'print the URLs as JSON lines')
    .addHelpText(
      'after',
      `
Examples:
  $ defimon replay recordings/ --port 8545
  $ defimon block base 1 --endpoint http://127.0.0.1:8545/base

It ends on Ctrl-C. A question that was not recorded is answered with an error that names it.`,
    )
    .action(async (folder: string, { port, json }: ReplayCommandOptions) => {
      const { stdout, signal } = environment
      if (port > HIGHEST_PORT) throw new UsageError(`a port is at most ${HIGHEST_PORT}`)
      const { exchanges, broken } = await readRecordings([folder])
      for (const { file } of broken) environment.stderr.write(`defimon: left out, not JSON: ${escapeText(file)}\n`)
      const routes = new Map<NetworkId, typeof globalThis.fetch>()
      for (const [id, ofNetwork] of groupByNetwork(exchanges)) routes.set(id, await replayOf(id, ofNetwork))
      if (routes.size === 0) throw new UsageError(`no recordings in ${folder}`)
      await using server = await serveFetch(routeByPath(routes), { port })
      for (const id of routes.keys()) {
        const url = `${server.url}/${encodeURIComponent(id)}`
        stdout.write(json ? jsonLine({ network: id, url }) : `${escapeText(id)}  ${url}\n`)
      }
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve()
        else signal.addEventListener('abort', () => resolve(), { once: true })
      })
    })
}
