import { styleText } from 'node:util'
import type { TextOutput } from '../environment.ts'

/** The few meanings that colours have here. */
export type Tone = 'good' | 'bad' | 'warning' | 'quiet' | 'strong'

/** Colours a text by meaning, or leaves it as it is where the output is no terminal. */
export type Painter = (tone: Tone, text: string) => string

const FORMATS = { good: 'green', bad: 'red', warning: 'yellow', quiet: 'dim', strong: 'bold' } as const

/** Colours only on a terminal that has them and where `NO_COLOR` is not set (no-color.org). */
export function createPainter(output: TextOutput, variables: Readonly<Record<string, string | undefined>>): Painter {
  const coloured = output.isTTY === true && !variables['NO_COLOR'] && variables['TERM'] !== 'dumb'
  return coloured ? (tone, text) => styleText(FORMATS[tone], text, { validateStream: false }) : (_tone, text) => text
}
