import { Command, CommanderError } from 'commander'
import { addBlockCommand } from './commands/block.ts'
import { addCorrelateCommand } from './commands/correlate.ts'
import { addDecodeCommand } from './commands/decode.ts'
import { addMonitorCommand } from './commands/monitor.ts'
import { addNetworksCommand } from './commands/networks.ts'
import { addPlanCommand } from './commands/plan.ts'
import { addRecordCommand } from './commands/record.ts'
import { addReplayCommand } from './commands/replay.ts'
import { addSettlementCommand } from './commands/settlement.ts'
import { addSyncCommand } from './commands/sync.ts'
import { addVerifyCommand } from './commands/verify.ts'
import type { CommandEnvironment } from './environment.ts'
import { exitCodeOf, reportError } from './terminal/report-error.ts'
import { VERSION } from './version.ts'

/** Exit code of a command that was interrupted before it had its answer, as shells have it for SIGINT. */
const INTERRUPTED = 130

/** What a command is given: the outside, and where its exit code goes. */
export interface CommandContext {
  readonly environment: CommandEnvironment
  /** 0 good, 1 found something bad. Default 0. Errors are thrown instead. */
  finish(exitCode: 0 | 1): void
}

function createProgram(context: CommandContext): Command {
  const { stdout, stderr } = context.environment
  const program = new Command('defimon')
    .description('Blocks of 100+ L2 networks through one interface, checked.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      getOutHelpWidth: () => stdout.columns || 100,
      getErrHelpWidth: () => stderr.columns || 100,
      outputError: (text, write) => write(text.replace(/^error: /, 'defimon: ')),
    })
    .addHelpText(
      'after',
      `
Examples:
  $ defimon networks --stack op-stack
  $ defimon block base latest
  $ defimon sync base optimism --to sqlite:blocks.sqlite --blocks 1000
  $ defimon verify recordings/ --json

Exit codes: 0 good, 1 something bad was found or the work failed, 2 wrong use.
Environment: NO_COLOR switches colours off, DEFIMON_DEBUG=1 shows the stack of an error.`,
    )
  addNetworksCommand(program, context)
  addBlockCommand(program, context)
  addSettlementCommand(program, context)
  addCorrelateCommand(program, context)
  addSyncCommand(program, context)
  addPlanCommand(program, context)
  addMonitorCommand(program, context)
  addRecordCommand(program, context)
  addReplayCommand(program, context)
  addVerifyCommand(program, context)
  addDecodeCommand(program, context)
  return program
}

/**
 * Runs one command line and resolves to its exit code: 0 good, 1 found something bad, 2 wrong use, 130 interrupted. Never rejects:
 * an error becomes one line on stderr.
 */
export async function run(argv: readonly string[], environment: CommandEnvironment): Promise<number> {
  let exitCode: number = 0
  const program = createProgram({
    environment,
    finish: (code) => {
      exitCode = code
    },
  })
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return exitCode
  } catch (error) {
    // commander has already printed what it throws
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    if (environment.signal.aborted) return INTERRUPTED
    reportError(error, environment)
    return exitCodeOf(error)
  }
}
