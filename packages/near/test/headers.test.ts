import { describe, expect, it } from 'vitest'
import { decodeNearBlock } from '../src/decode-block.ts'
import { hashHeader } from '../src/header-hash.ts'
import { verifyNearBlock } from '../src/verify-block.ts'
import { REAL_HEADERS } from './real-headers.ts'

type Header = Readonly<Record<string, unknown>>

const hashResult = (header: Header) => verifyNearBlock({ block: { header } }, 'header')[0]

/** Fields that the hash does not stand over: what nodes add, and the producer's signature, which is made over the hash. */
const UNCOMMITTED: ReadonlySet<string> = new Set(['signature', 'chunks_included', 'rent_paid', 'validator_reward', 'timestamp'])
/** Version 2 has no place for these; its views hold null. */
const LATER_THAN_2: ReadonlySet<string> = new Set(['block_ordinal', 'prev_height', 'epoch_sync_data_hash', 'block_body_hash'])

function changed(value: unknown): unknown {
  if (typeof value === 'number') return value + 1
  if (typeof value === 'boolean') return !value
  if (Array.isArray(value)) return value.length > 0 ? value.slice(1) : undefined
  if (typeof value !== 'string') return undefined
  if (/^\d+$/.test(value)) return String(BigInt(value) + 1n)
  const swapped = value[5] === 'A' ? 'B' : 'A'
  return value.slice(0, 5) + swapped + value.slice(6)
}

describe.each(REAL_HEADERS)('the header of $block, version $version', ({ version, header }) => {
  it('is recomputed', () => {
    const found = hashHeader(header).candidates.find(({ hash }) => hash === header['hash'])
    expect(found?.version).toBe(version)
    expect(hashResult(header)).toEqual({ check: 'block-hash', outcome: 'passed' })
  })

  it('is refused when any committed field is changed', () => {
    const tried: string[] = []
    for (const [field, value] of Object.entries(header)) {
      if (UNCOMMITTED.has(field) || (version === 2 && LATER_THAN_2.has(field))) continue
      const to = changed(value)
      if (to === undefined) continue
      // A newer protocol than any that was seen is skipped, and not refused.
      if (field === 'latest_protocol_version' && Number(to) > 82) continue
      tried.push(field)
      let outcome: string | undefined
      try {
        outcome = hashResult({ ...header, [field]: to })?.outcome
      } catch {
        outcome = 'malformed'
      }
      expect([field, outcome === 'mismatch' || outcome === 'malformed']).toEqual([field, true])
    }
    expect(tried.length).toBeGreaterThan(18)
  })

  it('is decoded', () => {
    const block = decodeNearBlock({ block: { header, author: 'someone.near' } }, 'header')
    expect(block).toMatchObject({ number: header['height'], hash: header['hash'] })
    expect(block.parent?.hash).toBe(header['prev_hash'])
    expect(block.timestampMs).toBe(Number(BigInt(String(header['timestamp_nanosec'])) / 1_000_000n))
  })
})

describe('headers that cannot be recomputed', () => {
  const newest = REAL_HEADERS.at(-1)?.header as Header

  it('are skipped in version 6, by the field that it adds', () => {
    expect(hashResult({ ...newest, shard_split: null })).toEqual({
      check: 'block-hash',
      outcome: 'skipped',
      reason: 'header version 6 (shard_split)',
    })
  })

  it('are skipped in protocols newer than any that was seen', () => {
    expect(hashResult({ ...newest, latest_protocol_version: 140 })).toMatchObject({ outcome: 'skipped' })
  })

  it('are skipped where fields are missing', () => {
    const { approvals: _approvals, ...rest } = newest
    expect(hashResult(rest)).toMatchObject({ outcome: 'skipped', reason: 'header fields not given: approvals' })
  })
})
