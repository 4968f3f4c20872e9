import { CURVE, pedersen as oneBitAtATime } from '@scure/starknet'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../../test/mutation/seeded-random.ts'
import { PRIME } from '../../src/starknet/felt.ts'
import { pedersen } from '../../src/starknet/pedersen.ts'

const { inv } = CURVE.Fp

describe("Pedersen's hash", () => {
  it("is that of StarkWare's test vectors", () => {
    // starkware-libs/starkex-resources, crypto/starkware/crypto/signature/signature_test_data.json
    const left = 0x03d937c035c878245caf64531a5756109c53068da139362728feb561405371cbn
    const right = 0x0208a0a10250e382e1e4bbe2880906c2791bf6275695e02fbbc6aeff9cd8b31an
    expect(pedersen(left, right, inv)).toBe(0x030e480bed5fe53fa909cc0f8c4d99b8f9f2c016be4c41e13a4848797979c662n)
  })

  it('is what adding the points one bit at a time gives, at the edges of windows and of the field and between', () => {
    const edges = [0n, 1n, 63n, 64n, 2n ** 30n, 2n ** 247n, 2n ** 248n - 1n, 2n ** 248n, 15n << 247n, 2n ** 251n, PRIME - 1n]
    for (const left of edges) {
      for (const right of [0n, 2n ** 248n - 1n, PRIME - 1n]) {
        expect(pedersen(left, right, inv)).toBe(BigInt(oneBitAtATime(left, right)))
      }
    }
    const random = seededRandom(20_261_121)
    for (let index = 0; index < 100; index += 1) {
      const [left, right] = [feltOf(random), feltOf(random)]
      expect(pedersen(left, right, inv)).toBe(BigInt(oneBitAtATime(left, right)))
    }
  })
})

function feltOf(random: () => number): bigint {
  let felt = 0n
  for (let index = 0; index < 8; index += 1) felt = (felt << 32n) | BigInt(Math.floor(random() * 2 ** 32))
  return felt % PRIME
}
