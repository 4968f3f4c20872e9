import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sampleBatch, sampleBlocks, sampleRef, sampleSettlement } from '@defimon/core/testing'
import { JSONL_SCHEMAS, type JsonSchema } from '@defimon/sync/jsonl'
import { KAFKA_SCHEMAS } from '@defimon/sync/kafka'
import { postgresSink } from '@defimon/sync/postgres'
import { sqliteSink } from '@defimon/sync/sqlite'
import { PGlite } from '@electric-sql/pglite'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import { Pool } from 'pg'
import { COLUMN_DESCRIPTIONS } from './column-descriptions.ts'

const NETWORK = 'sample_network'
const BATCH = sampleBatch(sampleBlocks({ network: NETWORK, from: 0, count: 2, transactions: 4 }), {
  network: NETWORK,
  settlements: [sampleSettlement(NETWORK, sampleRef(NETWORK, 1), 'claimed')],
})

/** Columns by table or view, each with its type. */
type Columns = ReadonlyMap<string, ReadonlyMap<string, string>>

interface SqlSchema {
  readonly version: number
  /** The statements that make the tables, as the database tells them. */
  readonly tables: readonly string[]
  readonly views: Columns
}

/** What a SQLite store is made of, asked of one. */
async function readSqlite(): Promise<SqlSchema> {
  const folder = mkdtempSync(join(tmpdir(), 'defimon-schemas-'))
  try {
    const file = join(folder, 'store.sqlite')
    await using sink = sqliteSink({ file })
    await sink.open()
    await sink.write(BATCH)
    const database = new DatabaseSync(file, { readOnly: true })
    try {
      const named = (type: string): Record<string, unknown>[] =>
        database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = ? AND name NOT LIKE 'sqlite_%'").all(type)
      const tables = [...named('table'), ...named('index')].map(({ sql }) => `${outdent(String(sql))};`)
      const views = new Map(
        named('view').map(({ name }) => {
          const declared = database.prepare(`PRAGMA table_info(${name})`).all()
          const columns = declared.map((row): [string, string] => {
            const column = String(row['name'])
            // The type of what is computed is not declared, and `ANY` says nothing: that of a value is what readers meet.
            const found = database
              .prepare(`SELECT DISTINCT typeof(${column}) AS type FROM ${name} WHERE ${column} IS NOT NULL`)
              .all()
            const types = found.map(({ type }) => String(type)).sort()
            return [column, types.join(' or ') || String(row['type']).toLowerCase().replace('any', 'text') || 'text']
          })
          return [String(name), new Map(columns)]
        }),
      )
      return { version: Number(database.prepare('PRAGMA user_version').get()?.['user_version']), tables, views }
    } finally {
      database.close()
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** What a PostgreSQL store is made of, asked of one. */
async function readPostgres(): Promise<SqlSchema> {
  const pglite = new PGlite()
  const pool = new Pool({ ...createPgConfig(pglite), max: 1 })
  try {
    await using sink = postgresSink(pool)
    await sink.open()
    const rows = async (sql: string): Promise<Record<string, unknown>[]> =>
      (await pool.query(sql)).rows as Record<string, unknown>[]
    const columns = await rows(
      `SELECT c.relname, c.relkind, a.attname, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull, pg_get_partkeydef(c.oid) AS part
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
       WHERE c.relnamespace = 'defimon'::regnamespace AND c.relkind IN ('r', 'p', 'v') ORDER BY c.relkind, c.relname, a.attnum`,
    )
    const keys = await rows(
      `SELECT conrelid::regclass::text AS name, pg_get_constraintdef(oid) AS key FROM pg_constraint
       WHERE connamespace = 'defimon'::regnamespace AND contype IN ('p', 'f', 'u') AND conparentid = 0 ORDER BY contype DESC, conname`,
    )
    const indexes = await rows(
      `SELECT pg_get_indexdef(indexrelid) AS sql FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
       WHERE relnamespace = 'defimon'::regnamespace AND NOT indisprimary AND NOT EXISTS (
         SELECT FROM pg_constraint WHERE conindid = indexrelid) ORDER BY relname`,
    )
    const functions = await rows(
      `SELECT proname || '(' || pg_get_function_arguments(oid) || ') RETURNS ' || pg_get_function_result(oid) AS sql FROM pg_proc
       WHERE pronamespace = 'defimon'::regnamespace ORDER BY proname`,
    )
    const names = [...new Set(columns.filter(({ relkind }) => relkind !== 'v').map(({ relname }) => String(relname)))]
    const tables = names.map((name) => {
      const own = columns.filter(({ relname }) => relname === name)
      const lines = [
        ...own.map(({ attname, type, attnotnull }) => `${attname} ${type}${attnotnull ? ' NOT NULL' : ''}`),
        ...keys.filter((key) => key['name'] === `defimon.${name}`).map(({ key }) => String(key).replaceAll('defimon.', '')),
      ]
      const part = own[0]!['part'] ? ` PARTITION BY ${own[0]!['part']}` : ''
      return `CREATE TABLE ${name} (\n  ${lines.join(',\n  ')}\n)${part};`
    })
    const made = [
      ...indexes.map(({ sql }) => `${String(sql).replaceAll('defimon.', '')};`),
      ...functions.map(({ sql }) => `-- FUNCTION ${sql}`),
    ]
    const views = new Map<string, Map<string, string>>()
    for (const { relname, relkind, attname, type } of columns) {
      if (relkind !== 'v') continue
      const view = views.get(String(relname)) ?? new Map<string, string>()
      views.set(String(relname), view.set(String(attname), String(type)))
    }
    const [version] = await rows('SELECT version FROM defimon.schema_version')
    return { version: Number(version?.['version']), tables: [...tables, ...made], views }
  } finally {
    await pool.end()
    await pglite.close()
  }
}

/** Lines of a statement in a string literal of ours are indented as the code around it is. */
function outdent(sql: string): string {
  return sql.replaceAll(/\n {4}/g, '\n  ').replaceAll(/\n {2}\)/g, '\n)')
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headings.map((heading, column) => Math.max(heading.length, ...rows.map((row) => row[column]!.length)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`
  return [line(headings), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

function viewTable(name: string, sqlite: SqlSchema, postgres: SqlSchema): string {
  const [left, right] = [sqlite.views.get(name), postgres.views.get(name)]
  const columns = [...new Set([...(left?.keys() ?? []), ...(right?.keys() ?? [])])]
  const words = COLUMN_DESCRIPTIONS[name] ?? {}
  const rows = columns.map((column) => {
    const said = words[column]
    if (!said) throw new Error(`${name}.${column} is not described`)
    return [`\`${column}\``, left?.get(column) ?? '–', right?.get(column) ?? '–', said]
  })
  for (const column of Object.keys(words)) if (!columns.includes(column)) throw new Error(`${name} has no column ${column}`)
  return `### \`${name}\`\n\n${table(['column', 'SQLite', 'PostgreSQL', 'holds'], rows)}`
}

function schemaBlock({ $schema, $id, title, $defs, ...own }: JsonSchema): string {
  const text = JSON.stringify(own, null, 2)
  return `### \`${title}\`\n\n\`${$id}\`\n\n\`\`\`json\n${text}\n\`\`\``
}

/** The text of `docs/schemas.md`: what the sinks write, asked of the sinks. Before formatting. */
export async function schemasDocument(): Promise<string> {
  const [sqlite, postgres] = [await readSqlite(), await readPostgres()]
  const views = [...new Set([...sqlite.views.keys(), ...postgres.views.keys()])].sort()
  return `${[
    '# Schemas',
    'What the sinks of `@defimon/sync` write. This file is written by `packages/sync/scripts/write-schemas.ts` from the sinks themselves; a test holds it up to date.',
    `SQLite has schema version ${sqlite.version} (\`PRAGMA user_version\`), PostgreSQL version ${postgres.version} (table \`schema_version\`). A newer release migrates what an older one made when it opens it; an older release refuses what a newer one made. JSONL and Kafka name their version in the \`$id\` of each schema: a new field keeps it, a field that goes or changes raises it.`,
    '## Views',
    'Read these. Both databases have them, with the same names. A version may add columns at the end.',
    ...views.map((name) => viewTable(name, sqlite, postgres)),
    '## Tables of SQLite',
    `\`\`\`sql\n${sqlite.tables.join('\n')}\n\`\`\``,
    '## Tables of PostgreSQL',
    'In the schema that the sink is given (`defimon`). `blocks` has a partition for each network, `transactions` and `logs` one for each month, or with retention for each day. A `bytea` holds the bytes of `0x…`; `text_of` shows it, `bytes_of` makes it of what you look for.',
    `\`\`\`sql\n${postgres.tables.join('\n')}\n\`\`\``,
    '## Lines of JSONL',
    'One JSON object to a line. `JSONL_SCHEMAS` of `@defimon/sync/jsonl` holds these schemas; what they refer to stands at the end.',
    ...Object.values(JSONL_SCHEMAS).map(schemaBlock),
    '## Values of Kafka',
    'The key of a record is the id of the network. The headers are the attributes of a CloudEvent 1.0 in binary mode: `ce_specversion`, `ce_type`, `ce_source` (`/defimon/<network>`), `ce_id`, `ce_dataschema` (the `$id` below), `ce_partitionkey`, `content-type`, and for blocks `ce_subject` and `ce_time`. `KAFKA_SCHEMAS` of `@defimon/sync/kafka` holds these schemas.',
    ...Object.values(KAFKA_SCHEMAS).map(schemaBlock),
    '## Definitions',
    'The `$defs` of every schema above.',
    `\`\`\`json\n${JSON.stringify(KAFKA_SCHEMAS.block['$defs'], null, 2)}\n\`\`\``,
  ].join('\n\n')}\n`
}
