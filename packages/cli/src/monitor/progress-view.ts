import type { CommandEnvironment, TextOutput } from '../environment.ts'
import { escapeText } from '../terminal/escape-text.ts'
import { createLiveView } from '../terminal/live-view.ts'
import { createPainter } from '../terminal/painter.ts'
import { formatProgressLine, formatProgressTable, nameFindings } from './progress-table.ts'
import type { NetworkProgress } from './progress-tracker.ts'

/** Where a person watches a sync. */
export interface ProgressView {
  /** How often `show` wants to be called. */
  readonly intervalMs: number
  show(networks: readonly NetworkProgress[]): void
  /** Something worth a line of its own: a reorg, a network that stopped. */
  note(text: string): void
  /** Leaves the last state on the screen. */
  end(networks: readonly NetworkProgress[]): void
}

const NOTES_SHOWN = 5
const REDRAW_MS = 250
const PLAIN_LINES_MS = 5_000

function createTerminalView(output: TextOutput, environment: CommandEnvironment): ProgressView {
  const paint = createPainter(output, environment.variables)
  const live = createLiveView(output)
  const notes: string[] = []
  const show = (networks: readonly NetworkProgress[]): void => {
    const maxWidth = output.columns || 100
    const quiet = notes.slice(-NOTES_SHOWN).map((note) => paint('quiet', escapeText(note).slice(0, maxWidth)))
    live.draw([...formatProgressTable(networks, { paint, maxWidth }), ...quiet])
  }
  return {
    intervalMs: REDRAW_MS,
    show,
    note: (text) => notes.push(text),
    end: (networks) => {
      show(networks)
      live.end()
    },
  }
}

function createPlainView(output: TextOutput): ProgressView {
  const shown = new Map<string, string>()
  const show = (networks: readonly NetworkProgress[]): void => {
    for (const progress of networks) {
      const key = `${progress.head?.number} ${progress.state} ${nameFindings(progress.findings)}`
      const { id } = progress.job.network
      if (shown.get(id) === key) continue
      shown.set(id, key)
      output.write(`${formatProgressLine(progress)}\n`)
    }
  }
  return {
    intervalMs: PLAIN_LINES_MS,
    show,
    note: (text) => output.write(`${escapeText(text)}\n`),
    end: show,
  }
}

/** A table that is redrawn on a terminal; plain lines, only where something changed, when the output is piped. */
export function createProgressView(output: TextOutput, environment: CommandEnvironment): ProgressView {
  return output.isTTY ? createTerminalView(output, environment) : createPlainView(output)
}

/** Shows nothing: for `--json`, whose output is for programs. */
export function createSilentView(): ProgressView {
  return { intervalMs: PLAIN_LINES_MS, show: () => {}, note: () => {}, end: () => {} }
}
