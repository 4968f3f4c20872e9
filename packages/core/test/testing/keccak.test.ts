import { keccak_256 } from '@noble/hashes/sha3'
import { describe, expect, it } from 'vitest'
import { keccak, keccakHex } from '../../src/testing/ethereum/keccak.ts'
import { seededRandom } from '../../src/testing/runtime/seeded-random.ts'

describe('the hash of simulated Ethereum', () => {
  it('is Keccak-256', () => {
    expect(keccakHex(new Uint8Array())).toBe('0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470')
    expect(keccakHex(new TextEncoder().encode('Transfer(address,address,uint256)'))).toBe(
      '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef',
    )
  })

  it('is what another implementation gives for every length around its blocks of 136 bytes', () => {
    const bytes = seededRandom('keccak').bytes(600)
    for (let length = 0; length < 420; length += 1) {
      // From an odd place: words are read across the ends of the buffer's own.
      const text = bytes.subarray(length % 7, (length % 7) + length)
      expect(keccak(text)).toEqual(keccak_256(text))
    }
  })
})
