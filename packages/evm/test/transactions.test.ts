import { Signature, Transaction, type TransactionLike, toQuantity, Wallet } from 'ethers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { creationAddress, encodeHex, ethereumTransactions, loadWorkspace, type RpcObject } from '../src/index.ts'
import { verifySenders } from '../src/senders/verify-senders.ts'

const { writer } = await loadWorkspace()
const wallet = new Wallet(`0x${'11'.repeat(32)}`)

const hex = (length: number): fc.Arbitrary<string> =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => `0x${Buffer.from(bytes).toString('hex')}`)
const amount = fc.bigInt({ min: 0n, max: 2n ** 128n })
const accessList = fc.array(fc.record({ address: hex(20), storageKeys: fc.array(hex(32), { maxLength: 3 }) }), { maxLength: 3 })

const fields = fc.record({
  chainId: fc.bigInt({ min: 1n, max: 2n ** 40n }),
  nonce: fc.integer({ min: 0, max: 2 ** 40 }),
  gasLimit: fc.bigInt({ min: 0n, max: 2n ** 40n }),
  to: fc.option(hex(20), { nil: null }),
  value: amount,
  data: fc.uint8Array({ maxLength: 300 }).map((bytes) => `0x${Buffer.from(bytes).toString('hex')}`),
  gasPrice: amount,
  maxPriorityFeePerGas: fc.bigInt({ min: 0n, max: 2n ** 60n }),
  maxFeePerGas: fc.bigInt({ min: 2n ** 60n, max: 2n ** 61n }),
  accessList,
  maxFeePerBlobGas: amount,
  blobVersionedHashes: fc.array(
    hex(32).map((hash) => `0x01${hash.slice(4)}`),
    { minLength: 1, maxLength: 3 },
  ),
  authorizations: fc.array(fc.record({ address: hex(20), nonce: fc.bigInt({ min: 0n, max: 2n ** 60n }), chainId: amount }), {
    maxLength: 3,
  }),
})
type Fields = typeof fields extends fc.Arbitrary<infer T> ? T : never

/** A transaction signed by ethers, and the same as an endpoint would give it. */
function signed(type: number, all: Fields): { readonly serialized: string; readonly unsigned: string; readonly json: RpcObject } {
  const signature = Signature.from({ r: `0x${'1a'.repeat(32)}`, s: `0x${'2b'.repeat(32)}`, yParity: 1 })
  const like: TransactionLike = {
    type,
    chainId: all.chainId,
    nonce: all.nonce,
    gasLimit: all.gasLimit,
    to: type === 3 || type === 4 ? (all.to ?? `0x${'ab'.repeat(20)}`) : all.to,
    value: all.value,
    data: all.data,
    ...(type < 2
      ? { gasPrice: all.gasPrice }
      : { maxFeePerGas: all.maxFeePerGas, maxPriorityFeePerGas: all.maxPriorityFeePerGas }),
    ...(type > 0 && { accessList: all.accessList }),
    ...(type === 3 && { maxFeePerBlobGas: all.maxFeePerBlobGas, blobVersionedHashes: all.blobVersionedHashes }),
    ...(type === 4 && { authorizationList: all.authorizations.map((entry) => ({ ...entry, signature })) }),
  }
  const transaction = Transaction.from(like)
  transaction.signature = wallet.signingKey.sign(transaction.unsignedHash)
  const made = transaction.signature
  if (!made) throw new Error('not signed')
  const json: RpcObject = {
    type: toQuantity(type),
    chainId: toQuantity(all.chainId),
    nonce: toQuantity(all.nonce),
    gas: toQuantity(all.gasLimit),
    to: transaction.to?.toLowerCase() ?? null,
    value: toQuantity(all.value),
    input: all.data,
    gasPrice: toQuantity(all.gasPrice),
    maxFeePerGas: toQuantity(all.maxFeePerGas),
    maxPriorityFeePerGas: toQuantity(all.maxPriorityFeePerGas),
    accessList: all.accessList,
    maxFeePerBlobGas: toQuantity(all.maxFeePerBlobGas),
    blobVersionedHashes: all.blobVersionedHashes,
    authorizationList: all.authorizations.map(({ address, nonce, chainId }) => ({
      address,
      nonce: toQuantity(nonce),
      chainId: toQuantity(chainId),
      yParity: '0x1',
      r: signature.r,
      s: signature.s,
    })),
    v: type === 0 ? toQuantity(all.chainId * 2n + 35n + BigInt(made.yParity)) : toQuantity(made.yParity),
    r: toQuantity(BigInt(made.r)),
    s: toQuantity(BigInt(made.s)),
    from: wallet.address.toLowerCase(),
    hash: transaction.hash,
  }
  return { serialized: transaction.serialized, unsigned: transaction.unsignedSerialized, json }
}

function encoded(json: RpcObject, unsigned: boolean): string {
  writer.position = 0
  ethereumTransactions[String(json['type'])]?.encode?.(json, writer, unsigned)
  return encodeHex(writer.memory.bytes, 0, writer.position)
}

describe.each([0, 1, 2, 3, 4])('a transaction of type %i', (type) => {
  it('is encoded as ethers encodes it, signed and as it was signed', () => {
    fc.assert(
      fc.property(fields, (all) => {
        const { serialized, unsigned, json } = signed(type, all)
        expect(encoded(json, false)).toBe(serialized)
        expect(encoded(json, true)).toBe(unsigned)
      }),
      { numRuns: 60 },
    )
  })

  it('tells who signed it', async () => {
    const [all] = fc.sample(fields, { numRuns: 1, seed: type })
    if (!all) throw new Error('no sample')
    const { json } = signed(type, all)
    expect(await verifySenders({ transactions: [json] })).toEqual({ recovered: 1, unsigned: 0, contradictions: [] })
    const forged = { ...json, from: `0x${'22'.repeat(20)}` }
    const { contradictions } = await verifySenders({ transactions: [forged] })
    expect(contradictions).toMatchObject([{ claimed: forged.from, computed: wallet.address.toLowerCase() }])
  })
})

describe('verifySenders', () => {
  it('takes a sample that the caller draws, and says what carries no signature', async () => {
    const all = fc.sample(fields, { numRuns: 6, seed: 7 })
    const transactions = all.map((each) => signed(2, each).json)
    let draws = 0
    const random = (): number => (draws++ % 2) * 0.99
    expect(await verifySenders({ transactions }, { sample: 2, random })).toEqual({
      recovered: 2,
      unsigned: 0,
      contradictions: [],
    })
    expect(draws).toBe(2)
    const system = { ...transactions[0], r: '0x0', s: '0x0' }
    expect(await verifySenders({ transactions: [system, { ...system, type: '0x99' }] })).toMatchObject({
      recovered: 0,
      unsigned: 2,
    })
    await expect(verifySenders({ transactions }, { sample: 2 })).rejects.toMatchObject({ code: 'CONFIG' })
  })

  it('calls a signature that no key can have made a contradiction', async () => {
    const [all] = fc.sample(fields, { numRuns: 1, seed: 9 })
    if (!all) throw new Error('no sample')
    const { contradictions } = await verifySenders({ transactions: [{ ...signed(2, all).json, r: `0x${'f'.repeat(64)}` }] })
    expect(contradictions).toMatchObject([{ computed: 'an invalid signature' }])
  })
})

describe('the address of a created contract', () => {
  it('follows from its creator and nonce', () => {
    // The example of EIP-161 and of many guides.
    expect(creationAddress('0x6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0', '0x0', writer)).toBe(
      '0xcd234a471b72ba2f1ccf0a70fcaba648a5eecd8d',
    )
    expect(creationAddress('0x6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0', '0x1', writer)).toBe(
      '0x343c43a37d37dff08ae8c4a11544c718abb4fcf8',
    )
  })
})
