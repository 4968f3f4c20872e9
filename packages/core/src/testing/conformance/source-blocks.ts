import { type BlockNotFoundError, type BlockTag, DefimonError, type Detail } from '@defimon/core'
import { assert, assertEqual, rejection } from './assertions.ts'
import { assertIsBlock, richBlocks, type SourceContext } from './source-context.ts'
import type { ConformanceCase } from './test-framework.ts'

const DETAILS: readonly Detail[] = ['header', 'transactions', 'receipts']
const TAGS: readonly BlockTag[] = ['latest', 'safe', 'finalized']

/** Cases of single blocks: identity, tags, detail, verification, absence. */
export const SOURCE_BLOCK_CASES: readonly ConformanceCase<SourceContext>[] = [
  ...DETAILS.map((detail) => ({
    name: `reads a block by number with detail ${detail}`,
    run: async (context: SourceContext) => {
      const { made, until, simulated } = context
      for (const { number } of richBlocks(context).slice(0, 5)) {
        assertIsBlock(await until(made.getBlock(number, { detail })), simulated.chain.block(number), detail)
      }
    },
  })),
  {
    name: 'reads a block by hash',
    run: async (context) => {
      const [wanted] = richBlocks(context)
      assertIsBlock(await context.until(context.made.getBlock({ hash: wanted!.hash })), wanted, 'receipts')
    },
  },
  ...TAGS.map((tag) => ({
    name: `reads the ${tag} block`,
    run: async ({ made, until, simulated }: SourceContext) => {
      const block = await until(made.getBlock(tag))
      const { chain } = simulated
      assertIsBlock(block, { latest: chain.head, safe: chain.safe, finalized: chain.finalized }[tag], 'receipts')
    },
  })),
  {
    name: 'names the network, the stack and what it can check',
    run: async ({ made, simulated, until }) => {
      assertEqual(made.specVersion, 1, 'specVersion')
      assertEqual([made.network.id, made.network.stack], [simulated.network.id, simulated.network.stack], 'network of the source')
      assertEqual(new Set(made.checks).size, made.checks.length, 'checks named once')
      const block = await until(made.getBlock('latest'))
      assertEqual([block.network, block.stack], [simulated.network.id, simulated.network.stack], 'network of the block')
    },
  },
  {
    name: 'gives heights as safe integers and hashes as the network writes them',
    run: async (context) => {
      const [wanted] = richBlocks(context)
      const block = await context.until(context.made.getBlock(wanted!.number))
      for (const height of [block.number, block.parent?.number ?? 0, block.timestampMs, block.transactionCount]) {
        assert(Number.isSafeInteger(height), `${height} is not a safe integer`)
      }
      // Base58 has no prefix, and its length varies with the value, as that of a felt does.
      const shape = (hash: string): string =>
        hash.startsWith('0x')
          ? hash.length === 66
            ? '32 bytes'
            : `felt ${hash.length < 66}`
          : `base58 ${/^[1-9A-HJ-NP-Za-km-z]{32,44}$/.test(hash)}`
      for (const { hash } of block.transactions)
        assert(typeof hash === 'string' && hash.length > 0, 'a transaction without a hash')
      assertEqual(block.hash, wanted!.hash, 'hash')
      if (block.stateRoot) assertEqual(shape(block.stateRoot), shape(block.hash), 'shape of the state root')
    },
  },
  {
    name: 'numbers transactions by their place and names each once',
    run: async (context) => {
      const block = await context.until(context.made.getBlock(richBlocks(context)[0]!.number, { detail: 'transactions' }))
      assertEqual(
        block.transactions.map(({ index }) => index),
        block.transactions.map((_, index) => index),
        'indexes',
      )
      assertEqual(new Set(block.transactions.map(({ hash }) => hash)).size, block.transactions.length, 'different hashes')
    },
  },
  {
    name: 'gives status, fee and gas of transactions with receipts only',
    run: async (context) => {
      const { number } = richBlocks(context)[0]!
      const bare = await context.until(context.made.getBlock(number, { detail: 'transactions' }))
      assert(
        bare.transactions.every(({ status }) => status === undefined),
        'a status without receipts',
      )
      const whole = await context.until(context.made.getBlock(number))
      assert(
        whole.transactions.every(({ status }) => status === 'succeeded' || status === 'failed'),
        'a transaction without a status',
      )
      for (const { fee } of whole.transactions) if (fee) assertEqual(typeof fee.totalWei, 'bigint', 'type of totalWei')
    },
  },
  {
    name: 'gives logs in block order, each of a transaction of the block',
    run: async (context) => {
      const block = await context.until(context.made.getBlock(richBlocks(context)[0]!.number))
      block.logs.forEach((log, index) => {
        const before = block.logs[index - 1]
        assert(!before || log.logIndex > before.logIndex, `log ${index} is not after the one before it`)
        assertEqual(log.transactionHash, block.transactions[log.transactionIndex]?.hash, `transaction of log ${index}`)
      })
    },
  },
  {
    name: 'keeps the raw answers only when told to',
    run: async ({ made, until }) => {
      assertEqual('raw' in (await until(made.getBlock('latest'))), false, 'raw without keepRaw')
      assert((await until(made.getBlock('latest', { keepRaw: true }))).raw !== undefined, 'keepRaw gave no raw')
    },
  },
  {
    name: 'says of each check whether it passed, or why it was skipped',
    run: async (context) => {
      const { made, until } = context
      const { verification } = await until(made.getBlock(richBlocks(context)[0]!.number))
      const skipped = verification.skipped.map(({ check }) => check)
      assertEqual([...verification.passed, ...skipped].sort(), [...made.checks].sort(), 'checks in the verdict')
      assert(verification.passed.includes('identity'), 'identity did not pass')
      assert(
        verification.skipped.every(({ reason }) => reason.length > 0),
        'a skipped check without a reason',
      )
      assertEqual(verification.anchoredBy, 'none', 'anchoredBy without a quorum or a parent')
    },
  },
  {
    name: 'skips all checks with verify: false',
    run: async ({ make, until, simulated }) => {
      const source = make({ verify: false })
      const block = await until(source.getBlock('latest'))
      assertIsBlock(block, simulated.chain.head, 'receipts')
      assertEqual(block.verification.passed, [], 'passed checks')
      assertEqual(block.verification.skipped.length, source.checks.length, 'skipped checks')
    },
  },
  {
    name: 'tells a block that is not there yet',
    run: async ({ made, until, simulated }) => {
      const error = await until(rejection(made.getBlock(simulated.chain.head.number + 1000), 'a block of the future'))
      assert(DefimonError.isInstance(error) && error.code === 'NOT_YET', `a block of the future gave ${error}`)
      assertEqual([error.retryable, (error as BlockNotFoundError).why], [true, 'not-yet'], 'retryable and why')
    },
  },
  {
    name: 'tells a block that the endpoints no longer have',
    run: async ({ made, until, simulated }) => {
      const error = await until(rejection(made.getBlock(simulated.chain.first.number - 500), 'a pruned block'))
      assert(
        DefimonError.isInstance(error) && (error.code === 'PRUNED' || error.code === 'NOT_FOUND'),
        `a pruned block gave ${error}`,
      )
    },
  },
  {
    name: 'tells a hash that nobody knows',
    run: async ({ made, until, simulated }) => {
      const { hash } = simulated.chain.head
      const other = hash.slice(0, -4) + [...hash.slice(-4)].reverse().join('').replace(hash.slice(-4), 'abcd')
      const error = await until(rejection(made.getBlock({ hash: other }), 'an unknown hash'))
      assert(DefimonError.isInstance(error) && error.code === 'NOT_FOUND', `an unknown hash gave ${error}`)
    },
  },
  {
    name: 'refuses ids that make no sense, asking nobody',
    run: async ({ made, until, simulated }) => {
      for (const id of [-1, 1.5, Number.NaN, 2 ** 60, 'newest' as BlockTag]) {
        const error = await until(rejection(made.getBlock(id), `the id ${id}`))
        assert(DefimonError.isInstance(error) && error.code === 'CONFIG', `the id ${id} gave ${error}`)
      }
      assertEqual(simulated.endpoints[0]!.statistics.requests, 0, 'requests')
    },
  },
  {
    name: 'reads many blocks at once',
    run: async ({ made, until, simulated }) => {
      const oracle = simulated.chain.canonical().slice(-20)
      const blocks = await until(Promise.all(oracle.map(({ number }) => made.getBlock(number))))
      blocks.forEach((block, index) => {
        assertIsBlock(block, oracle[index], 'receipts')
      })
    },
  },
  {
    name: 'reads the settlement of a block, or says that it cannot',
    run: async ({ made, until, simulated }) => {
      const { number, hash } = simulated.chain.finalized!
      const result = await until(made.getSettlement({ number, hash }).catch((error: unknown) => error))
      if (DefimonError.isInstance(result)) return assertEqual(result.code, 'UNSUPPORTED', 'code')
      assertEqual((result as { block: unknown }).block, { number, hash }, 'block of the settlement')
    },
  },
]
