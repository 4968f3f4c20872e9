import { encodeHex, loadWorkspace, type RpcObject } from '@defimon/evm'
import { encodeRlp, decodeRlp as ethersDecodeRlp, keccak256 } from 'ethers'
import { describe, expect, it } from 'vitest'
import { kaiaDialect, kaiaDriver } from '../src/index.ts'
import { decodeRlp, encodeRlpList } from '../src/rlp/decode-rlp.ts'
import { driven, kindsOf, outcomes, verdict } from './simulated.ts'

const { writer, items } = await loadWorkspace()
const rules = kaiaDialect.eras[0]!.transactions

function hashOf(type: string, transaction: RpcObject): string {
  writer.position = 0
  const rule = rules[type]!
  rule.encode!(transaction, writer)
  const start = rule.envelopeLength ?? 0
  const end = writer.position
  writer.memory.reserve(end + 32)
  writer.memory.hash(start, end - start, end)
  return encodeHex(writer.memory.bytes, end, end + 32)
}

describe('real transactions of Kairos', () => {
  it('a value transfer (block 19,097)', () => {
    const transaction = {
      from: '0x71959675eeb7c7ec1e0c74f206a9c488d7f178d4',
      gas: '0x493e0',
      gasPrice: '0x5d21dba00',
      nonce: '0x2',
      signatures: [
        {
          V: '0x4e43',
          R: '0xa857ef0676d7e65697cadeaf1654b2facd71d0b9f942d695f3972a1f7c34c25c',
          S: '0x43fba9e5c2c16511f951e27957f1279ea3c1f913b27f9fbb2a8dcb5884e37e3d',
        },
      ],
      to: '0xef5cd886c7f8d85fbe8023291761341acbb4da01',
      value: '0xde0b6b3a7640000',
    }
    expect(hashOf('0x8', transaction)).toBe('0xac418c96f7386a3343d149eeb29e48e28905525dda2e5afe55b0661f9ab01aca')
  })

  it('a fee-delegated execution (block 7,210,033)', () => {
    const transaction = {
      from: '0x84b605b268e89ccdf591974db82deaa48bce59dc',
      feePayer: '0x08260736c18bd8612bee2b21beedf4e97c0bc6b9',
      feePayerSignatures: [
        {
          V: '0x4055',
          R: '0xd3fdd58e18e5a96d1f9af3d1aff31601d8e543a8085c78edfc8602db4c91b3c6',
          S: '0x19d937e315472a188f11a6bb87f47e66a30b44ba907b5f01fcd47dab8d99f3f0',
        },
      ],
      gas: '0x419ce0',
      gasPrice: '0x5d21dba00',
      input: `0x50716652${word(1)}${word(0x13416c5)}${word(0x1f3f)}${word(0x3b9af23c)}`,
      nonce: '0x8',
      signatures: [
        {
          V: '0x4056',
          R: '0xca32239c38e1080f3a394504e2a0bb9811cda0a87d25b750cbbab265d581074d',
          S: '0x584ab136a483e755d9d458f9965ca0d514724c7b45f6123d19323f6fa7ccdb5f',
        },
      ],
      to: '0x1db1b93447328dd904152f798ead97987844f7b7',
      value: '0x0',
    }
    expect(hashOf('0x31', transaction)).toBe('0x020a2156bb4b29dc84f26887efae79e07a3d738b2856a66bbaab8aee18d507b5')
  })

  it('a fee-delegated execution under the root of a trie (block 144,654,443)', () => {
    const transaction = {
      from: '0x4dd5fa43054709155d5e68fadd3aeb3f853f34b0',
      feePayer: '0x5e6b99bca5a21818d40d12c56194674989146fc8',
      feePayerSignatures: [
        {
          V: '0x7f5',
          R: '0xc40d29e71cdd4f07051398fa35d41a25cc2f5db165d3ad8aa8b5eff20cc81996',
          S: '0x1ea154d91320586165b139870e688a0ab4837137c5208a2da60cbdc60d7c7d81',
        },
      ],
      gas: '0x61a80',
      gasPrice: '0xba43b7400',
      input: `0x202ee0ed${word(0xa596a)}${word(0x377)}`,
      nonce: '0xa596a',
      signatures: [
        {
          V: '0x7f5',
          R: '0x85d89c94a1e010f90b8e825e5321b1fff91ea748f50424448e17d5f1658498bd',
          S: '0x53936941c152ce9721447711a80c39b07fb36d42c8a8b6a258d8b071ab3b6c96',
        },
      ],
      to: '0xa317038414a275365ed4a085b786e83e761d20a5',
      value: '0x0',
    }
    const { transactionsRoot } = kaiaDialect.eras[0]!
    if ('skip' in transactionsRoot) throw new Error(transactionsRoot.skip)
    items.clear()
    writer.position = 0
    items.begin()
    rules['0x31']!.encode!(transaction, writer)
    items.end()
    const claimed = '0x04de211f466c3543bb2e3db8c976e9d046c214bc33c982d664b7e494d0c2c88a'
    expect(transactionsRoot.compute(items, claimed)).toBe(claimed)
    // Kaia had made roots by concatenation before; then the root of one item is its hash.
    const hash = '0x57d7db1161c9de952d59b723942631c8ee87b9013c4c8a93f7828ffc91abbfb1'
    expect(transactionsRoot.compute(items, hash)).toBe(hash)
    expect(hashOf('0x31', transaction)).toBe(hash)
  })
})

describe('simulated blocks of Kaia', () => {
  const network = driven('kaia', kaiaDriver)

  it('pass every check, natives and envelopes alike', async () => {
    const raw = await network.read()
    expect(await outcomes(network.driver, raw)).toEqual({
      'block-hash': 'passed',
      'transactions-root': 'passed',
      'receipts-root': 'passed',
      'logs-bloom': 'passed',
    })
    expect(kindsOf(network.driver, raw).at(-1)).toBe('user 0x9')
  })

  it.each(['concatenation', 'pairs', 'trie'])('pass whichever way governance makes roots: %s', async (roots) => {
    for (const transactionsPerBlock of [0, 1, 2, 3, 5, 8, 13]) {
      const chosen = driven('kaia', kaiaDriver, { roots, transactionsPerBlock })
      const raw = await chosen.read()
      expect(Object.values(await outcomes(chosen.driver, raw))).toEqual(['passed', 'passed', 'passed', 'passed'])
    }
  })

  it('have transactions whose encoding ethers takes apart to the same', async () => {
    const raw = await network.read('transactions')
    for (const transaction of raw.block['transactions'] as RpcObject[]) {
      const type = String(transaction['type'])
      writer.position = 0
      rules[type]!.encode!(transaction, writer)
      const bytes = `0x${Buffer.from(writer.memory.bytes.subarray(0, writer.position)).toString('hex')}`
      const number = Number(type)
      const body = `0x${bytes.slice(2 + (number === 0 ? 0 : number < 0x7800 ? 2 : 4))}`
      expect(encodeRlp(ethersDecodeRlp(body))).toBe(body)
      const hashed = number >= 0x7800 ? `0x${bytes.slice(4)}` : bytes
      expect(keccak256(hashed)).toBe(transaction['hash'])
    }
  })

  it('hash the same whatever the round and the committed seals', async () => {
    const raw = await network.read('header')
    const extra = String(raw.block['extraData'])
    const round = `${extra.slice(0, 64)}05${extra.slice(66)}`
    const seals = `${extra.slice(0, -2)}${extra.endsWith('00') ? '01' : '00'}`
    for (const extraData of [round, seals]) {
      const changed = { block: { ...raw.block, extraData } }
      expect((await outcomes(network.driver, changed, 'header'))['block-hash']).toBe('passed')
    }
    const vanity = { block: { ...raw.block, extraData: `0x${extra.startsWith('0x00') ? '01' : '00'}${extra.slice(4)}` } }
    expect((await outcomes(network.driver, vanity, 'header'))['block-hash']).toBe('mismatch')
  })

  it('count gas by transaction: a receipt with more is seen', async () => {
    const raw = await network.read()
    const [first, ...rest] = raw.receipts!
    const result = await verdict(network.driver, { ...raw, receipts: [{ ...first, gasUsed: '0x1' }, ...rest] })
    expect(result['receipts-root']).toMatchObject({ outcome: 'mismatch' })
  })

  it('tell why a transaction failed in the status, which the root holds', async () => {
    const failing = driven('kaia', kaiaDriver, { transactionsPerBlock: 40 })
    const raw = await failing.read()
    const failed = raw.receipts!.findIndex(({ status }) => status === '0x0')
    expect(raw.receipts![failed]?.['txError']).toBe('0x9')
    const receipts = raw.receipts!.map((receipt, index) => (index === failed ? { ...receipt, txError: '0x7' } : receipt))
    expect((await outcomes(failing.driver, { ...raw, receipts }))['receipts-root']).toBe('mismatch')
  })

  it('are decoded and skipped where only eth_* answered', async () => {
    const raw = await network.read('header')
    const { reward: _reward, blockScore: _score, ...translated } = raw.block
    const result = await verdict(network.driver, { block: { ...translated, transactions: [] } }, 'header')
    expect(result['block-hash']).toMatchObject({ outcome: 'skipped', reason: expect.stringContaining('kaia_getBlockByNumber') })
  })
})

describe('RLP that is taken apart', () => {
  it('is read as ethers reads it, and put together again', () => {
    const nested = ['0x01', ['0x', ['0xabcd', `0x${'11'.repeat(60)}`]], `0x${'22'.repeat(300)}`]
    const encoded = encodeRlp(nested)
    const item = decodeRlp(encoded, 'test')
    expect(`0x${item.encoded}`).toBe(encoded)
    expect(`0x${encodeRlpList(item.items!.map((each) => each.encoded))}`).toBe(encoded)
    expect(item.items?.[1]?.items?.[1]?.items?.[0]?.payload).toBe('abcd')
  })

  it.each(['0x', '0xc1', '0xb8', '0x8100ff', '0xbf', '0xff', 'c0', '0xf', `0x${'c1'.repeat(20)}c0`])('refuses %s', (hex) => {
    expect(() => decodeRlp(hex, 'test')).toThrow(/test/)
  })
})

function word(value: number): string {
  return value.toString(16).padStart(64, '0')
}
