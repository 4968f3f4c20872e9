import type { L2Block, NetworkId } from '@defimon/core'
import { textItem } from './array-literal.ts'
import type { Database } from './database.ts'
import { createRowBuffer } from './row-buffer.ts'

/** The verdict of a block as it is stored: each combination once, since the same few hold for millions of blocks. */
export interface StoredVerdict {
  readonly passed: string
  readonly skipped: string
}

/** Keys of what many blocks refer to. They are made in transactions of their own, so that writers of two networks never wait for each other. */
export interface NetworkRegistry {
  /** The key of a network, with a partition for its blocks. */
  networkKey(network: NetworkId, stack: string | undefined): Promise<number>
  /** Keys of the verdicts of these blocks, in their order. */
  verdictKeys(blocks: readonly L2Block[]): Promise<readonly number[]>
}

/** What of a verification is stored. */
export function storedVerdict({ verification }: L2Block): StoredVerdict {
  return {
    passed: JSON.stringify(verification.passed),
    skipped: JSON.stringify(Object.fromEntries(verification.skipped.map(({ check, reason }) => [check, reason]))),
  }
}

/** A registry that remembers what it has read. */
export function createNetworkRegistry(database: Database): NetworkRegistry {
  const networks = new Map<NetworkId, { readonly key: number; readonly stack: string }>()
  const verdicts = new Map<string, number>()
  const nameOf = ({ passed, skipped }: StoredVerdict): string => `${passed}${skipped}`

  return {
    async networkKey(network, stack) {
      const known = networks.get(network)
      if (known && (known.stack !== '' || !stack)) return known.key
      const key = await database.inTransaction(async (client) => {
        await client.query(
          `INSERT INTO networks (id, stack) SELECT $1::text, $2::text
           ON CONFLICT (id) DO UPDATE SET stack = excluded.stack WHERE networks.stack = ''`,
          [network, stack ?? ''],
        )
        const { rows } = await client.query('SELECT network_key FROM networks WHERE id = $1::text FOR UPDATE', [network])
        const networkKey = Number(rows[0]?.['network_key'])
        const partition = `blocks_${networkKey}`
        const found = await client.query('SELECT FROM pg_class WHERE oid = to_regclass($1::text)', [partition])
        if (found.rows.length === 0) {
          await client.query(`CREATE TABLE ${partition} (LIKE blocks INCLUDING DEFAULTS INCLUDING CONSTRAINTS)`)
          await client.query(`ALTER TABLE blocks ATTACH PARTITION ${partition} FOR VALUES IN (${networkKey})`)
        }
        return networkKey
      }, network)
      networks.set(network, { key, stack: stack ?? '' })
      return key
    },
    async verdictKeys(blocks) {
      const wanted = blocks.map(storedVerdict)
      const missing = new Map(wanted.filter((each) => !verdicts.has(nameOf(each))).map((each) => [nameOf(each), each]))
      if (missing.size > 0) {
        await database.inTransaction(async (client) => {
          const columns = [
            ['passed', 'text'],
            ['skipped', 'text'],
          ] as const
          const buffer = createRowBuffer(client, 'verdicts', columns, 'ON CONFLICT DO NOTHING')
          // In one order everywhere, so that two writers cannot wait for each other.
          for (const [, { passed, skipped }] of [...missing].sort(([a], [b]) => (a < b ? -1 : 1))) {
            await buffer.add([textItem(passed), textItem(skipped)])
          }
          await buffer.flush()
          const { rows } = await client.query('SELECT verdict_key, passed, skipped FROM verdicts')
          for (const row of rows) {
            const verdict = { passed: String(row['passed']), skipped: String(row['skipped']) }
            verdicts.set(nameOf(verdict), Number(row['verdict_key']))
          }
        })
      }
      return wanted.map((each) => verdicts.get(nameOf(each))!)
    },
  }
}
