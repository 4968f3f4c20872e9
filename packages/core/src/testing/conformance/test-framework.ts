/** What the kit needs of a test framework: vitest's, jest's, mocha's or `node:test`'s `describe` and `it`. */
export interface TestFramework {
  readonly describe: (name: string, body: () => void) => void
  readonly it: (name: string, body: () => Promise<void>) => void
}

/** One case of a kit. */
export interface ConformanceCase<Context> {
  readonly name: string
  /** How many blocks the simulated chain starts with, where the case needs another number than the kit's own. */
  readonly blocks?: number
  run(context: Context): Promise<void>
}

/** Cases that do not apply, each with the reason. They appear in the report under that reason. */
export type LeftOut = Readonly<Record<string, string>>

/** Fails for names that no case has, so that a list of what is left out does not outlive its cases. */
export function assertKnownNames(leftOut: LeftOut, names: readonly string[]): void {
  for (const name of Object.keys(leftOut)) {
    if (!names.includes(name)) throw new RangeError(`no case of the kit is named "${name}"`)
  }
}
