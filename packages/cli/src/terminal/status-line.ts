import type { Runtime } from '@defimon/core'
import type { TextOutput } from '../environment.ts'
import { escapeText } from './escape-text.ts'

/** One line that says how far something is, on a terminal only. */
export interface StatusLine {
  /** Shown after a second, and then a few times a second at most. */
  show(text: string): void
  /** Takes the line away. */
  end(): void
}

const SILENT_MS = 1_000
const REDRAW_MS = 200

/** A status line on this output; does nothing where that is no terminal. */
export function createStatusLine(output: TextOutput, runtime: Runtime): StatusLine {
  const startedMs = runtime.monotonicMs()
  let drawnMs = Number.NEGATIVE_INFINITY
  return {
    show(text) {
      if (!output.isTTY) return
      const nowMs = runtime.monotonicMs()
      if (nowMs - startedMs < SILENT_MS || nowMs - drawnMs < REDRAW_MS) return
      drawnMs = nowMs
      output.write(`\r${escapeText(text).slice(0, (output.columns || 80) - 1)}\u001b[K`)
    },
    end() {
      if (drawnMs >= 0) output.write('\r\u001b[K')
    },
  }
}
