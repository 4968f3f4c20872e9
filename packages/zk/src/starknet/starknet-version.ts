/** Parts of a version such as 0.13.2.1. */
export type StarknetVersion = readonly number[]

/** The newest minor version whose block hash is known: unchanged from 0.13.4 to 0.14.2 (pathfinder afd4b22, madara e674321). */
const NEWEST_KNOWN: StarknetVersion = [0, 14]

/** The parts of a version; undefined where it is none. */
export function parseVersion(text: string): StarknetVersion | undefined {
  return /^\d{1,4}(\.\d{1,4}){1,3}$/.test(text) ? text.split('.').map(Number) : undefined
}

/** Whether a version is this one or a later one. */
export function isAtLeast(version: StarknetVersion, least: StarknetVersion): boolean {
  for (let index = 0; index < Math.max(version.length, least.length); index += 1) {
    const difference = (version[index] ?? 0) - (least[index] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return true
}

/** Whether the rules of a version were known when this was written. */
export function isKnownVersion(version: StarknetVersion): boolean {
  return !isAtLeast(version, [NEWEST_KNOWN[0] ?? 0, (NEWEST_KNOWN[1] ?? 0) + 1])
}
