/** What the sink needs of a connection: `PoolClient` of `pg` fits, and so does whatever acts like one. */
export interface PostgresClient {
  /** Without `values` the text may hold several statements, as the simple protocol allows. */
  query(text: string, values?: unknown[]): Promise<PostgresResult>
  /** Gives the connection back; with an error it is not used again. */
  release(error?: Error | boolean): void
  /** A connection that breaks between two queries says so by an event, which nobody else hears while it is lent. */
  on?(event: 'error', listener: (error: Error) => void): unknown
  removeListener?(event: 'error', listener: (error: Error) => void): unknown
}

/** Rows as the client decodes them: 64-bit integers and numerics may come as text. */
export interface PostgresResult {
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}

/** What the sink needs of a pool: `Pool` of `pg` fits. It stays the caller's: the sink never ends it. */
export interface PostgresPool {
  connect(): Promise<PostgresClient>
}
