import type { Summary } from './summary.ts'

/** The medians and ratios, for people. */
export function printTable({ results, ratios }: Summary): void {
  const rows = results.map((one) => [
    one.mode,
    `${one.latencyMs} ms`,
    one.peer,
    one.blocksPerCpuSecond.toFixed(0),
    one.blocksPerSecond.toFixed(0),
    one.cpuSecondsPer1000Blocks.toFixed(2),
    one.peakRssMb.toFixed(0),
  ])
  const table = [['mode', 'latency', 'peer', 'blocks/CPU s', 'blocks/s', 'CPU s/1000', 'peak MB'], ...rows]
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? []
  for (const row of table)
    console.log(
      row.map((cell, column) => (column < 3 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  '),
    )
  console.log('')
  for (const [name, { value, target, isMet }] of Object.entries(ratios))
    console.log(`${isMet ? 'met    ' : 'not met'}  ${name} ${value} (${target})`)
}
