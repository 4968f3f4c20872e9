import { escapeText } from './escape-text.ts'
import type { Painter, Tone } from './painter.ts'

/** One cell: its text, which may come from outside, and how it is coloured. */
export interface Cell {
  readonly text: string
  readonly tone?: Tone | undefined
}

/** A column: its heading, and on which side its cells stand. */
export interface Column {
  readonly heading: string
  readonly align?: 'left' | 'right'
}

/** How a table is laid out. */
export interface TableLayout {
  readonly paint: Painter
  /** Lines are cut at this width, so that a redrawn table never wraps. Default: not cut. */
  readonly maxWidth?: number | undefined
}

const GAP = 2

function pad(text: string, width: number, align: 'left' | 'right'): string {
  return align === 'right' ? text.padStart(width) : text.padEnd(width)
}

/** The lines of a table with aligned columns, headings first. Cells are escaped here. */
export function formatTable(
  columns: readonly Column[],
  rows: readonly (readonly (Cell | string)[])[],
  layout: TableLayout,
): string[] {
  const headings: Cell[] = columns.map((column) => ({ text: column.heading.toUpperCase(), tone: 'quiet' }))
  const cells = [headings, ...rows.map((row) => row.map((cell) => (typeof cell === 'string' ? { text: cell } : cell)))].map(
    (row) => row.map((cell) => ({ ...cell, text: escapeText(cell.text) })),
  )
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => row[index]?.text.length ?? 0)))
  const maxWidth = layout.maxWidth ?? Number.POSITIVE_INFINITY
  return cells.map((row) => {
    let line = ''
    let used = 0
    for (const [index, cell] of row.entries()) {
      const align = columns[index]?.align ?? 'left'
      const last = index === row.length - 1
      const text = last && align === 'left' ? cell.text : pad(cell.text, widths[index] ?? 0, align)
      const room = maxWidth - used
      if (room <= 0) break
      const shown = text.slice(0, room)
      line += cell.tone ? layout.paint(cell.tone, shown) : shown
      used += shown.length
      if (!last) {
        line += ' '.repeat(GAP)
        used += GAP
      }
    }
    return line
  })
}
