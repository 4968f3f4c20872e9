import { dirname } from 'node:path'
import type { Sink } from '@defimon/core'
import { makeFolder } from '@defimon/core/node'
import { InvalidArgumentError } from 'commander'

/** Where `--to` points. */
export interface SinkTarget {
  readonly kind: 'sqlite' | 'jsonl'
  readonly path: string
}

/** Reads `sqlite:FILE` or `jsonl:FOLDER`. */
export function parseSinkTarget(text: string): SinkTarget {
  const [, kind, path] = /^(sqlite|jsonl):(.+)$/.exec(text) ?? []
  if ((kind === 'sqlite' || kind === 'jsonl') && path) return { kind, path }
  throw new InvalidArgumentError('It must be sqlite:FILE or jsonl:FOLDER.')
}

/** How much of the rows a sink keeps. Only SQLite has a choice. */
export interface OpenSinkOptions {
  readonly keep?: 'measures' | 'transactions' | 'logs'
}

/** Makes the sink that `--to` names, and the folder that it needs, and opens it. Fails with `CONFIG` where the folder cannot be made. */
export async function openSink({ kind, path }: SinkTarget, options: OpenSinkOptions = {}): Promise<Sink> {
  await makeFolder(kind === 'sqlite' ? dirname(path) : path)
  const sink = await makeSink(kind, path, options)
  await sink.open()
  return sink
}

async function makeSink(kind: SinkTarget['kind'], path: string, options: OpenSinkOptions): Promise<Sink> {
  if (kind === 'sqlite') {
    const { sqliteSink } = await import('@defimon/sync/sqlite')
    return sqliteSink({ file: path, ...options })
  }
  const { jsonlSink } = await import('@defimon/sync/jsonl')
  return jsonlSink({ folder: path })
}
