import type { NetworkId } from '@defimon/core'
import { aliases } from './aliases.ts'
import { networksById } from './catalogue.ts'
import { resolveNetworkId } from './resolve-network-id.ts'

const SHOWN = 3
const LONGEST = 64

/** How many letters must be changed, added or left out to make one word of the other (Levenshtein). */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let j = 1; j <= other.length; j++) {
      const substituted = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1)
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[other.length] ?? 0
}

/** The ids whose name or alias is most like a wrong one, nearest first; none where nothing is near. */
export function nearIds(wrong: string): readonly NetworkId[] {
  const wanted = wrong
    .slice(0, LONGEST)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
  const furthest = Math.max(2, Math.floor(wanted.length / 3))
  const scored = [...Object.keys(networksById), ...Object.keys(aliases)].flatMap((name) => {
    const part = wanted.length >= 3 && name.includes(wanted)
    const distance = part ? 0.5 : editDistance(wanted, name)
    return distance <= furthest ? [{ id: resolveNetworkId(name), distance }] : []
  })
  scored.sort((a, b) => a.distance - b.distance || a.id.length - b.id.length || (a.id < b.id ? -1 : 1))
  return [...new Set(scored.map(({ id }) => id))].slice(0, SHOWN)
}
