import { DefimonError } from '@defimon/core'
import type { CommandEnvironment } from '../environment.ts'
import { escapeText } from './escape-text.ts'

/** Wrong use of the command: ends with exit code 2. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError'
}

const LONGEST_MESSAGE = 600

/** One line that says what failed, where, and with which code; never a URL, and no stack. */
export function describeError(error: unknown): string {
  if (DefimonError.isInstance(error)) {
    const place = [
      error.code,
      ...(['network', 'host', 'method'] as const).flatMap((part) => {
        const value = error[part]
        // most messages name their place already
        return value === undefined || error.message.includes(value) ? [] : [`${part} ${value}`]
      }),
    ]
    return escapeText(`${error.message} [${place.join(', ')}]`, LONGEST_MESSAGE)
  }
  return escapeText(error instanceof Error ? error.message : String(error), LONGEST_MESSAGE)
}

/** The exit code that an error stands for: 2 for wrong use (ours, and that of Node's `parseArgs`), else 1. */
export function exitCodeOf(error: unknown): 1 | 2 {
  if (!(error instanceof Error)) return 1
  const code = String((error as NodeJS.ErrnoException).code)
  return error instanceof UsageError || (DefimonError.isInstance(error) && code === 'CONFIG') || code.startsWith('ERR_PARSE_ARGS')
    ? 2
    : 1
}

/** Writes the line to stderr; with `DEFIMON_DEBUG` also the stack. */
export function reportError(error: unknown, environment: CommandEnvironment): void {
  environment.stderr.write(`defimon: ${describeError(error)}\n`)
  if (environment.variables['DEFIMON_DEBUG'] && error instanceof Error && error.stack) {
    for (const line of error.stack.split('\n')) environment.stderr.write(`  ${escapeText(line, LONGEST_MESSAGE)}\n`)
  }
}
