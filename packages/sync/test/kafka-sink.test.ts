import { describeSink, type SinkStore } from '@defimon/core/testing'
import { kafkaSink } from '@defimon/sync/kafka'
import { describe, it } from 'vitest'
import { readBlocks, readStage } from './kafka-reader.ts'
import { createKafkaStandIn } from './kafka-stand-in.ts'

for (const transactional of [true, false]) {
  describeSink({
    describe,
    it,
    name: `kafkaSink, ${transactional ? 'transactional' : 'at least once'} (stand-in)`,
    create(): SinkStore {
      const kafka = createKafkaStandIn()
      const blocks = async (network: string): Promise<ReturnType<typeof readBlocks>> =>
        readBlocks(await kafka.readTopic('defimon.blocks'), network)
      return {
        sink: () => kafkaSink(kafka.producer({ transactional }), { readTopic: kafka.readTopic }),
        readBlocks: blocks,
        readAmounts: async (network, hash) =>
          (await blocks(network))
            .find((block) => block.hash === hash)!
            .transactions!.map((transaction) => ({
              hash: transaction.hash,
              valueWei: BigInt(transaction.valueWei!),
              nonce: BigInt(transaction.nonce!),
              feeWei: BigInt(transaction.fee!.totalWei),
            })),
        readStage: async (network, block) => readStage(await kafka.readTopic('defimon.settlements'), network, block.number),
        async breakNextWrite() {
          kafka.failSend(0, 'answer-lost')
        },
      }
    },
    leaveOut: transactional
      ? {}
      : {
          'writes all of a batch or nothing of it':
            'records that were sent stay; a retraction takes them back with the next write',
        },
  })
}
