import type { KafkaValue } from './values.ts'

/** What the headers of a record say besides its value. */
export interface CloudEvent {
  readonly network: string
  readonly id: string
  readonly subject?: string | undefined
  readonly timestampMs?: number | undefined
}

/** The URI of the JSON Schema of a value, as `ce_dataschema` and `$id` have it. */
export function schemaUri(type: KafkaValue['type'], version: number): string {
  return `urn:defimon:schema:${type}:${version}`
}

/**
 * The attributes of a CloudEvent 1.0 in binary mode, as headers (Kafka Protocol Binding for CloudEvents 1.0.2): the value is the data
 * alone. `ce_source` and `ce_id` together tell events apart: what a client sends twice by itself has the same ones.
 */
export function cloudEventHeaders(value: KafkaValue, event: CloudEvent): Readonly<Record<string, string>> {
  return {
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_type: `defimon.${value.type}.v${value.schemaVersion}`,
    ce_source: `/defimon/${encodeURIComponent(event.network)}`,
    ce_id: event.id,
    ce_dataschema: schemaUri(value.type, value.schemaVersion),
    ce_partitionkey: event.network,
    ...(event.subject !== undefined && { ce_subject: event.subject }),
    ...(event.timestampMs !== undefined && { ce_time: new Date(event.timestampMs).toISOString() }),
  }
}
