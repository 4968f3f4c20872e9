import { height, type JsonSchema, object, of, standAlone, text, WHOLE_BLOCK } from '../json-definitions.ts'
import { schemaUri } from './cloud-event.ts'
import { type KafkaValue, SCHEMA_VERSION } from './values.ts'

function schema(type: KafkaValue['type'], description: string, fields: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const value = object({ schemaVersion: { const: SCHEMA_VERSION }, type: { const: type }, ...fields })
  return standAlone(schemaUri(type, SCHEMA_VERSION), `defimon.${type}.v${SCHEMA_VERSION}`, description, value)
}

/** The JSON Schemas of all values by their `type`; `$id` is what the header `ce_dataschema` says. */
export const KAFKA_SCHEMAS: Readonly<Record<KafkaValue['type'], JsonSchema>> = {
  block: {
    ...schema('block', 'A block, or a part of one that is too large for a record.', {
      part: height,
      parts: height,
      block: of('block'),
    }),
    if: { properties: { part: { const: 0 } } },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
    then: {
      properties: { block: WHOLE_BLOCK },
    },
  },
  retraction: schema(
    'retraction',
    'All blocks above this one are gone, and what was said of their settlement; null: all blocks.',
    {
      network: text,
      above: { anyOf: [{ type: 'null' }, object({ number: height, 'hash?': of('hash') })] },
    },
  ),
  settlement: schema('settlement', 'How far a block has settled.', { settlement: of('settlement') }),
  'settlement-reverted': schema('settlement-reverted', 'A step was taken back: how far the block has settled now.', {
    settlement: of('settlement'),
  }),
  checkpoint: schema('checkpoint', 'Where the sync of a network stands; it comes last of its batch.', {
    ...{ checkpoint: of('checkpoint'), revision: height, writer: text, 'fencingToken?': of('amount') },
  }),
}
