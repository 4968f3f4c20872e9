import { simulateNetwork } from '@defimon/core/testing'
import { poseidonHash, poseidonHashMany } from '@scure/starknet'
import { hash } from 'starknet'
import { describe, expect, it } from 'vitest'
import { poseidonMany, poseidonPair } from '../../../core/src/testing/starknet/poseidon.ts'

describe('the Poseidon of the simulated StarkNet', () => {
  it('is that of two independent libraries', () => {
    const values = Array.from({ length: 9 }, (_, index) => 3n ** BigInt(40 * index))
    for (let count = 0; count <= values.length; count++) {
      const list = values.slice(0, count).map((value) => value % 2n ** 250n)
      expect(poseidonMany(list)).toBe(poseidonHashMany(list))
      expect(`0x${poseidonMany(list).toString(16)}`).toBe(hash.computePoseidonHashOnElements(list))
    }
    expect(poseidonPair(1n, 2n)).toBe(poseidonHash(1n, 2n))
    expect(`0x${poseidonPair(5n, 2n ** 250n).toString(16)}`).toBe(hash.computePoseidonHash(5n, 2n ** 250n))
  })
})

describe('a simulated StarkNet', () => {
  it('answers as its version of JSON-RPC says', () => {
    const asks = (specVersion: '0.8.1' | '0.9.0' | '0.10.2', method: string, id: string): unknown => {
      const simulated = simulateNetwork({ stack: 'starknet', specVersion, blocks: 12, finalizedDepth: 5 })
      return simulated.model.answer({ method, params: [id] }, simulated.chain.view())
    }
    expect(asks('0.10.2', 'starknet_getBlockWithReceipts', 'latest')).toHaveProperty('receipt_commitment')
    expect(asks('0.9.0', 'starknet_getBlockWithReceipts', 'latest')).not.toHaveProperty('receipt_commitment')
    expect(asks('0.9.0', 'starknet_getBlockWithTxHashes', 'l1_accepted')).toMatchObject({ status: 'ACCEPTED_ON_L1' })
    expect(() => asks('0.8.1', 'starknet_getBlockWithTxHashes', 'l1_accepted')).toThrow('Invalid params')
  })
})
