import process from 'node:process'
import type { DatabaseSync } from 'node:sqlite'
import { DefimonError } from '@defimon/core'
import { APPLICATION_ID, MIGRATIONS } from './schema.ts'
import { VIEWS } from './views.ts'

const BUSY_TIMEOUT_MS = 5_000

/**
 * Opens or creates the file and brings its schema up to date. Fails with `CONFIG` where the file is not ours or is of a newer version,
 * with `UNSUPPORTED` where this runtime has no SQLite (Node 20), with `SINK` where the file cannot be opened.
 */
export function openDatabase(file: string): DatabaseSync {
  // Asked for by name at run time: an import would already fail where the module is missing, before anything could be explained.
  const sqlite = process.getBuiltinModule?.('node:sqlite')
  if (!sqlite) {
    throw new DefimonError(
      'UNSUPPORTED',
      `the SQLite sink needs node:sqlite, which ${process.version} lacks: use Node 22.13 or newer`,
    )
  }
  let database: DatabaseSync | undefined
  try {
    database = new sqlite.DatabaseSync(file)
    database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`)
    migrate(database)
    database.exec('PRAGMA cache_size = -16384; PRAGMA journal_size_limit = 67108864; PRAGMA temp_store = MEMORY')
    return database
  } catch (cause) {
    database?.close()
    if (DefimonError.isInstance(cause)) throw cause
    throw new DefimonError('SINK', `cannot open the database ${file}: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    })
  }
}

function migrate(database: DatabaseSync): void {
  assertOurs(database)
  // A crash of the process loses nothing; a power cut may lose the last commits, whole ones only, and the checkpoint with them.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
  if (readPragma(database, 'user_version') === MIGRATIONS.length) return
  database.exec('BEGIN IMMEDIATE')
  try {
    // Read again: another process may have migrated while this one waited for the lock.
    const version = readPragma(database, 'user_version')
    for (const script of MIGRATIONS.slice(version)) database.exec(script)
    for (const [name, query] of Object.entries(VIEWS)) {
      database.exec(`DROP VIEW IF EXISTS ${name}; CREATE VIEW ${name} AS ${query}`)
    }
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${MIGRATIONS.length}; COMMIT`)
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}

function assertOurs(database: DatabaseSync): void {
  const version = readPragma(database, 'user_version')
  if (readPragma(database, 'application_id') === APPLICATION_ID) {
    if (version <= MIGRATIONS.length) return
    const message = `the database has schema version ${version}, this release knows up to ${MIGRATIONS.length}: use a newer release`
    throw new DefimonError('CONFIG', message)
  }
  const tables = database.prepare('SELECT count(*) AS count FROM sqlite_schema').get()?.['count']
  if (version !== 0 || tables !== 0) throw new DefimonError('CONFIG', 'the file is a database of something else')
}

function readPragma(database: DatabaseSync, name: string): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name])
}
