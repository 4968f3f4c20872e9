import { DefimonError } from '@defimon/core'
import { describe, expect, it } from 'vitest'
import { loadStarknetHashes } from '../../src/starknet/hashes.ts'
import { summarizeStateDiff } from '../../src/starknet/state-diff.ts'

/** The state diff of StarkWare's own test of the recipe (starknet_api, state_diff_hash_test.rs), in the words of the RPC. */
const STATE_DIFF = {
  deployed_contracts: [
    { address: '0x2', class_hash: '0x3' },
    { address: '0x0', class_hash: '0x1' },
  ],
  replaced_classes: [{ contract_address: '0x13', class_hash: '0x14' }],
  storage_diffs: [
    { address: '0x9', storage_entries: [{ key: '0xa', value: '0xb' }] },
    {
      address: '0x4',
      storage_entries: [
        { key: '0x7', value: '0x8' },
        { key: '0x5', value: '0x6' },
      ],
    },
    { address: '0x77', storage_entries: [] },
  ],
  declared_classes: [{ class_hash: '0xe', compiled_class_hash: '0xf' }],
  migrated_compiled_classes: [{ class_hash: '0xc', compiled_class_hash: '0xd' }],
  deprecated_declared_classes: ['0x10'],
  nonces: [{ contract_address: '0x11', nonce: '0x12' }],
}

describe('the commitment to a state diff', () => {
  it('is that of StarkWare, in whatever order the changes come', async () => {
    const hashes = await loadStarknetHashes()
    const summary = summarizeStateDiff(STATE_DIFF, hashes)
    expect(summary).toEqual({ commitment: '0x281f5966e49ad7dad9323826d53d1d27c0c4e6ebe5525e2e2fbca549bfa0a67', length: 10 })
    const { migrated_compiled_classes: migrated, ...older } = STATE_DIFF
    const declared = { ...older, declared_classes: [...migrated, ...older.declared_classes] }
    expect(summarizeStateDiff(declared, hashes)).toEqual(summary)
  })

  it('of another shape is malformed', async () => {
    const hashes = await loadStarknetHashes()
    for (const wrong of [null, { nonces: {} }, { nonces: [{ contract_address: '0x1', nonce: 5 }] }, { storage_diffs: ['0x1'] }]) {
      expect(() => summarizeStateDiff(wrong, hashes)).toThrow(DefimonError)
    }
  })
})
