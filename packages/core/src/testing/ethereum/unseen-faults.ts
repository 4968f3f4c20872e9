import type { Fault } from '../simulation/fault.ts'

/** The faults, of which those named cannot be noticed on this stack, for the reason given. Fails on a name that is not there. */
export function withUnseen(
  faults: Readonly<Record<string, Fault>>,
  names: readonly string[],
  reason: string,
): Readonly<Record<string, Fault>> {
  const changed = names.map((name) => {
    const fault = faults[name]
    if (!fault) throw new RangeError(`no fault named ${name}`)
    return [name, { ...fault, verdict: 'unseen', reason }] as const
  })
  return { ...faults, ...Object.fromEntries(changed) }
}
