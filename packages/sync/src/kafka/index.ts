export type { JsonSchema } from '../json-definitions.ts'
export type { Keep } from '../keep.ts'
export { KAFKA_SCHEMAS } from './json-schemas.ts'
export type { KafkaMessage, KafkaProducer, KafkaRecord, KafkaTransaction, TopicReader } from './kafka-producer.ts'
export { type KafkaSinkOptions, kafkaSink } from './kafka-sink.ts'
export {
  type KafkajsClient,
  type KafkajsConsumer,
  type KafkajsProducer,
  kafkajsProducer,
  kafkajsTopicReader,
  type TopicReaderOptions,
} from './kafkajs.ts'
export { type PlatformaticProducer, platformaticProducer } from './platformatic.ts'
export type { KafkaTopics } from './topics.ts'
export type { BlockValue, CheckpointValue, KafkaValue, RetractionValue, SettlementValue } from './values.ts'
