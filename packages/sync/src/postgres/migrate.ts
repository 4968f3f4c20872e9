import { DefimonError } from '@defimon/core'
import type { Database } from './database.ts'
import { MIGRATIONS } from './schema.ts'
import { VIEWS } from './views.ts'

/** Two processes that open one schema at once take turns by this lock (`DFMN`), and by the name of the schema. */
export const LOCK = 0x44_46_4d_4e

/**
 * Makes the schema, or brings it up to date. Fails with `CONFIG` where it is of a newer release or holds something else, or where the
 * database does not store UTF-8.
 */
export async function migrate(database: Database, schemaName: string): Promise<void> {
  await database.inTransaction(async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1::text::integer, hashtext($2::text))', [String(LOCK), schemaName])
    const found = await client.query(
      `SELECT (SELECT oid FROM pg_namespace WHERE nspname = $1::text)::text AS schema, to_regclass($2::text)::text AS version,
        current_setting('server_encoding') AS encoding,
        (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = $1::text)::integer AS relations`,
      [schemaName, `${database.schema}.schema_version`],
    )
    const { schema, version: versionTable, encoding, relations } = found.rows[0] ?? {}
    if (encoding !== 'UTF8') throw new DefimonError('CONFIG', `the database stores text as ${encoding}; it must store UTF8`)
    if (typeof versionTable !== 'string') {
      if (Number(relations) > 0) throw new DefimonError('CONFIG', `the schema ${schemaName} holds tables of something else`)
      // Whoever may not make schemas may be given an empty one.
      if (typeof schema !== 'string') await client.query(`CREATE SCHEMA ${database.schema}`)
      await client.query('CREATE TABLE schema_version (version integer NOT NULL); INSERT INTO schema_version VALUES (0)')
    }
    const version = Number((await client.query('SELECT version FROM schema_version')).rows[0]?.['version'])
    if (version === MIGRATIONS.length) return
    if (!(version < MIGRATIONS.length)) {
      const message = `the schema ${schemaName} has version ${version}, this release knows up to ${MIGRATIONS.length}: use a newer release`
      throw new DefimonError('CONFIG', message)
    }
    for (const script of MIGRATIONS.slice(version)) await client.query(script)
    for (const [name, query] of Object.entries(VIEWS)) await client.query(`CREATE OR REPLACE VIEW ${name} AS ${query}`)
    await client.query('UPDATE schema_version SET version = $1::text::integer', [String(MIGRATIONS.length)])
  })
}
