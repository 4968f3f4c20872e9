import { arrayLiteral } from './array-literal.ts'
import type { PostgresClient } from './postgres-pool.ts'

/** A column by name and SQL type. */
export type Column = readonly [name: string, type: string]

/** So many rows, or characters, go to the server in one statement: a statement is held in memory on both sides. */
const MAX_ROWS = 5_000
const MAX_CHARACTERS = 4_000_000

/** Rows on their way into a table, column by column. */
export interface RowBuffer {
  /** Adds a row: items of array literals, in the order of the columns. Resolves at once while there is room. */
  add(items: readonly string[]): Promise<void> | undefined
  /** Sends what waits. */
  flush(): Promise<void>
}

/** A buffer for one table and one transaction. `onConflict` ends the statement. */
export function createRowBuffer(client: PostgresClient, table: string, columns: readonly Column[], onConflict = ''): RowBuffer {
  const names = columns.map(([name]) => name).join(', ')
  const arrays = columns.map(([, type], index) => `$${index + 1}::text::${type}[]`).join(', ')
  const statement = `INSERT INTO ${table} (${names}) SELECT * FROM unnest(${arrays})${onConflict && ` ${onConflict}`}`
  let values: string[][] = columns.map(() => [])
  let characters = 0

  const flush = async (): Promise<void> => {
    if (values[0]!.length === 0) return
    const literals = values.map(arrayLiteral)
    values = columns.map(() => [])
    characters = 0
    await client.query(statement, literals)
  }
  return {
    add(items) {
      for (const [index, item] of items.entries()) {
        values[index]!.push(item)
        characters += item.length
      }
      return values[0]!.length >= MAX_ROWS || characters >= MAX_CHARACTERS ? flush() : undefined
    },
    flush,
  }
}
