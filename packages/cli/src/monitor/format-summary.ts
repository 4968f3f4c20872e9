import { formatCount } from '../terminal/format-quantity.ts'
import type { Painter } from '../terminal/painter.ts'
import type { NetworkProgress } from './progress-tracker.ts'

function sum(networks: readonly NetworkProgress[], count: (progress: NetworkProgress) => number): number {
  return networks.reduce((total, progress) => total + count(progress), 0)
}

/** What a run came to, and a command that looks at what it stored. */
export function formatSummary(networks: readonly NetworkProgress[], query: string, paint: Painter): string[] {
  const passed = sum(networks, ({ checksPassed }) => checksPassed)
  const skipped = sum(networks, ({ checksSkipped }) => checksSkipped)
  const reorgs = sum(networks, (progress) => progress.reorgs)
  const removed = sum(networks, ({ removedBlocks }) => removedBlocks)
  const retried = sum(networks, ({ failedRequests }) => failedRequests)
  return [
    '',
    paint(
      'strong',
      `${formatCount(sum(networks, ({ blocks }) => blocks))} blocks of ${networks.length} networks stored, each checked before it was`,
    ),
    `checks: ${passed} passed, ${skipped} skipped with a reason, none failed in what was stored`,
    `reorgs followed: ${reorgs}, which removed ${removed} stored blocks again; requests that failed and were asked again: ${retried}`,
    '',
    'Look at the result with:',
    `  ${query}`,
  ]
}
