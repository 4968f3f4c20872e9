import type { TextOutput } from '../environment.ts'

/** Lines that are redrawn in place on a terminal. */
export interface LiveView {
  /** Replaces what was drawn before. */
  draw(lines: readonly string[]): void
  /** Leaves the last drawing on the screen and shows the cursor again. */
  end(): void
}

const HIDE_CURSOR = '\u001b[?25l'
const SHOW_CURSOR = '\u001b[?25h'
const CLEAR_TO_END_OF_LINE = '\u001b[K'
const CLEAR_BELOW = '\u001b[J'

/** Redraws in place, by moving the cursor up over what was drawn. For terminals only: a pipe gets plain lines instead. */
export function createLiveView(output: TextOutput): LiveView {
  let drawn = 0
  return {
    draw(lines) {
      const up = drawn > 0 ? `\u001b[${drawn}A\r` : HIDE_CURSOR
      output.write(`${up}${lines.map((line) => `${line}${CLEAR_TO_END_OF_LINE}\n`).join('')}${CLEAR_BELOW}`)
      drawn = lines.length
    },
    end() {
      if (drawn > 0) output.write(SHOW_CURSOR)
      drawn = 0
    },
  }
}
