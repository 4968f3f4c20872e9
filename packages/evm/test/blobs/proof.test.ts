import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BlobPlace, type BlobSource, DefimonError } from '@defimon/core'
import { firstBlobs, provenBlobs, versionedHashOf } from '@defimon/evm/blobs'
import { readBlobs } from '@defimon/evm/parent'
import { describe, expect, test } from 'vitest'
import { realData } from '../../../../test/real-data.ts'
import { blobOf, fakeKzg } from '../../../../test/settlement/fake-kzg.ts'

const PLACE: BlobPlace = { network: 'ethereum', number: 1, hash: `0x${'ab'.repeat(32)}`, timestampMs: 12_000 }
const [one, two, three] = [[1], [2], [3]].map((bytes) => blobOf(bytes)) as [Blob, Blob, Blob]

type Blob = ReturnType<typeof blobOf>

const hashesOf = (...blobs: readonly Blob[]): string[] => blobs.map(({ versionedHash }) => versionedHash)
const archiveOf = (...blobs: readonly Blob[]): BlobSource => ({
  getBlobs: async (hashes) => hashes.map((hash) => blobs.find(({ versionedHash }) => versionedHash === hash)?.blob),
})
const failing = (code: ConstructorParameters<typeof DefimonError>[0]): BlobSource => ({
  getBlobs: async () => {
    throw new DefimonError(code, 'as it says')
  },
})

describe('KZG by micro-eth-signer', () => {
  // go-ethereum, core/types/transaction_marshalling and many tests: the blob of nothing but zeros.
  const EMPTY = '0x010657f37554c781402a22917dee2f75def7ab966d7b770905398eba3c444014'

  test('proves the blob of zeros against its well-known hash, and no other one', async () => {
    expect(versionedHashOf(`0xc0${'00'.repeat(47)}`)).toBe(EMPTY)
    const zeros = new Uint8Array(131_072)
    const proven = provenBlobs({ getBlobs: async () => [zeros] })
    expect(await proven.getBlobs([EMPTY], PLACE)).toEqual([zeros])
    const changed = zeros.with(77, 1)
    await expect(provenBlobs({ getBlobs: async () => [changed] }).getBlobs([EMPTY], PLACE)).rejects.toMatchObject({
      code: 'VERIFICATION',
    })
    await expect(provenBlobs({ getBlobs: async () => [zeros.slice(1)] }).getBlobs([EMPTY], PLACE)).rejects.toThrow(
      'what is no blob',
    )
  })

  const folder = realData()
  test.skipIf(folder === undefined)('proves a real blob of Ethereum, which Scroll posted', async () => {
    const records = join(folder ?? '', 'settlement', 'scroll')
    const name = readdirSync(records).find((file) => file.endsWith('-blobs.json')) ?? ''
    const { result } = JSON.parse(readFileSync(join(records, name), 'utf8')) as {
      result: { blobVersionedHashes: string[]; blobs: (string | { data: string })[] }
    }
    const [recorded] = result.blobs
    const digits = (typeof recorded === 'string' ? recorded : (recorded?.data ?? '0x')).slice(2).padEnd(262_144, '0')
    const blob = Uint8Array.from(Buffer.from(digits, 'hex'))
    const [hash = ''] = result.blobVersionedHashes
    expect(await provenBlobs({ getBlobs: async () => [blob] }).getBlobs([hash], PLACE)).toEqual([blob])
  })
  if (folder === undefined) console.warn('left out: no real blob is proven, since there are no real recordings here')
})

describe('sources beside one another', () => {
  test('an archive gives what the first does not have', async () => {
    const both = firstBlobs(archiveOf(one), provenBlobs(archiveOf(two), { kzg: fakeKzg }))
    expect(await both.getBlobs(hashesOf(one, two, three), PLACE)).toEqual([one.blob, two.blob, undefined])
  })

  test('the failure of one is forgotten where another has all, and is said where none has', async () => {
    const pruned = firstBlobs(failing('PRUNED'), archiveOf(one))
    expect(await pruned.getBlobs(hashesOf(one), PLACE)).toEqual([one.blob])
    await expect(pruned.getBlobs(hashesOf(two), PLACE)).rejects.toMatchObject({ code: 'PRUNED' })
  })

  test.each(['ABORTED', 'CONFIG'] as const)('%s ends it', async (code) => {
    await expect(firstBlobs(failing(code), archiveOf(one)).getBlobs(hashesOf(one), PLACE)).rejects.toMatchObject({ code })
  })
})

describe('for a reader of settlement', () => {
  test('what is not there is no failure, and what fails is no fault of the network that settles', async () => {
    expect(await readBlobs(failing('PRUNED'), hashesOf(one, two), PLACE)).toEqual([undefined, undefined])
    expect(await readBlobs(failing('NOT_FOUND'), hashesOf(one), PLACE)).toEqual([undefined])
    await expect(readBlobs(failing('VERIFICATION'), hashesOf(one), PLACE)).rejects.toMatchObject({ code: 'TRANSIENT' })
    await expect(readBlobs(failing('ABORTED'), hashesOf(one), PLACE)).rejects.toMatchObject({ code: 'ABORTED' })
    await expect(readBlobs(failing('CONFIG'), hashesOf(one), PLACE)).rejects.toMatchObject({ code: 'CONFIG' })
  })
})
