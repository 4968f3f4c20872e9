import { type JsonSchema, object, of, standAlone, text, WHOLE_BLOCK } from '../json-definitions.ts'

/** The version of the lines. A new field keeps it; a field that goes or changes raises it. */
const SCHEMA_VERSION = 1

function schema(type: string, description: string, fields: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const uri = `urn:defimon:schema:jsonl:${type}:${SCHEMA_VERSION}`
  return standAlone(uri, `defimon.jsonl.${type}.v${SCHEMA_VERSION}`, description, object({ type: { const: type }, ...fields }))
}

/** The JSON Schemas of the lines of a file by their `type`. */
export const JSONL_SCHEMAS: Readonly<Record<'rollback' | 'block' | 'settlement' | 'reverted' | 'checkpoint', JsonSchema>> = {
  rollback: schema('rollback', 'All blocks above this one are gone, and what was said of their settlement.', {
    // -1, where not even genesis stays.
    to: object({ number: { type: 'integer', minimum: -1 }, hash: of('hash') }),
  }),
  block: schema('block', 'A block.', { block: WHOLE_BLOCK }),
  settlement: schema('settlement', 'How far blocks have settled; of two stages the further holds.', {
    settlement: of('settlement'),
  }),
  reverted: schema('reverted', 'A step was taken back: how far the blocks have settled now.', { settlement: of('settlement') }),
  checkpoint: schema('checkpoint', 'The lines before it count from here on. A file that follows another begins with one.', {
    ...{ checkpoint: of('checkpoint'), 'fencingToken?': text },
  }),
}
