/** A JSON Schema, draft 2020-12. */
export interface JsonSchema {
  readonly [keyword: string]: unknown
}

/** Any string. */
export const text: JsonSchema = { type: 'string' }
/** True or false. */
export const flag: JsonSchema = { type: 'boolean' }
/** A height, an index or a count. */
export const height: JsonSchema = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER }
/** A time. */
export const time: JsonSchema = { type: 'integer', description: 'Milliseconds since 1970, UTC.' }
/** A list of these. */
export const list = (items: JsonSchema): JsonSchema => ({ type: 'array', items })
/** One of the definitions. */
export const of = (name: string): JsonSchema => ({ $ref: `#/$defs/${name}` })

/** An object whose named fields are as said; those marked with `?` may be absent. New fields may come without a new version. */
export function object(fields: Readonly<Record<string, JsonSchema>>, description?: string): JsonSchema {
  const named = Object.entries(fields).map(([name, schema]) => [name.replace('?', ''), schema] as const)
  return {
    type: 'object',
    ...(description && { description }),
    properties: Object.fromEntries(named),
    required: Object.keys(fields).filter((name) => !name.endsWith('?')),
  }
}

const amount: JsonSchema = {
  type: 'string',
  pattern: '^-?\\d+$',
  description: 'An integer of any size in decimal. Amounts are in wei or in the smallest unit that the network has.',
}
const hash: JsonSchema = { ...text, description: '`0x` and hex, or the own text of the stack (base58, felts).' }
const dataAvailability: JsonSchema = { description: 'Where the data of a batch is published.' }

/** What records have in common: `$defs` of each schema. */
export const DEFINITIONS: Readonly<Record<string, JsonSchema>> = {
  amount,
  hash,
  ref: object({ number: height, hash }, 'A block by height and hash.'),
  l1Ref: object({
    ...{ network: text, number: height, 'hash?': hash, 'transactionHash?': hash, 'timestampMs?': time },
  }),
  fee: object({
    ...{ totalWei: of('amount'), 'currency?': text, 'l1DataWei?': of('amount'), 'operatorWei?': of('amount') },
    'priorityWei?': of('amount'),
  }),
  transaction: object({
    ...{ hash: of('hash'), index: height, kind: { enum: ['user', 'deposit', 'system', 'vote'] }, type: text },
    ...{ 'from?': text, 'to?': text, 'valueWei?': of('amount'), 'nonce?': of('amount'), 'input?': text },
    ...{ 'gasLimit?': of('amount'), 'status?': { enum: ['succeeded', 'failed'] }, 'gasUsed?': of('amount') },
    ...{ 'fee?': of('fee'), fields: { type: 'object', description: 'What the stack has beyond this.' } },
  }),
  log: object({
    ...{ transactionHash: of('hash'), transactionIndex: height, logIndex: height, address: text },
    ...{ topics: list(of('hash')), data: text },
  }),
  verification: object(
    {
      passed: list(text),
      skipped: list(object({ check: text, reason: text })),
      anchoredBy: { anyOf: [{ const: 'none' }, object({ quorum: height }), object({ parent: of('evidence') })] },
    },
    'What was recomputed, what was not and why, and what anchors the block.',
  ),
  evidence: object(
    {
      ...{ kind: text, network: text, number: height, 'hash?': of('hash'), 'transactionHash?': of('hash'), 'timestampMs?': time },
      parentStatus: { enum: ['included', 'safe', 'finalized'] },
      'covers?': object({ from: height, to: height, exact: flag }),
      'dataAvailability?': dataAvailability,
      'cost?': { type: 'object' },
      'anchor?': { ...of('ref'), description: 'The block whose hash the transaction commits to, found equal.' },
    },
    'The transaction or block of the parent chain that made a step so.',
  ),
  settlement: object({
    ...{ network: text, block: of('ref'), 'nextExpectedMs?': { type: 'number' }, 'asOf?': of('ref') },
    'holdsFor?': {
      ...object({ from: height, to: height }),
      description: 'All blocks of these heights, both ends inclusive. Absent: `block` alone.',
    },
    state: object({
      stage: { enum: ['sequenced', 'posted', 'claimed', 'proven', 'settled'] },
      ...{ 'posted?': list(of('evidence')), 'claimed?': of('evidence'), 'proven?': of('evidence'), 'settled?': of('evidence') },
    }),
  }),
  checkpoint: object({
    network: text,
    done: { ...list(object({ from: height, to: height })), description: 'Ranges of heights that are sent, both ends inclusive.' },
    ...{ 'head?': of('ref'), 'finalized?': of('ref'), 'anchoredUpTo?': of('ref'), 'settlementCursor?': text },
  }),
  block: object(
    {
      ...{ network: text, number: height, hash: of('hash'), 'stack?': text, 'parent?': of('ref'), 'timestampMs?': time },
      ...{ 'transactionCount?': height, 'transactions?': list(of('transaction')), 'logs?': list(of('log')) },
      ...{ 'gasUsed?': of('amount'), 'gasLimit?': of('amount'), 'baseFeePerGasWei?': of('amount'), 'stateRoot?': of('hash') },
      ...{ 'l1Origin?': of('l1Ref'), 'verification?': of('verification') },
      'fields?': { type: 'object', description: 'What the stack has beyond this.' },
    },
    'A block of any stack.',
  ),
}

/** A block with all that the sources give of every block, not only its ref. */
export const WHOLE_BLOCK: JsonSchema = {
  type: 'object',
  $ref: '#/$defs/block',
  required: ['stack', 'timestampMs', 'transactionCount', 'verification', 'fields'],
}

const DRAFT = 'https://json-schema.org/draft/2020-12/schema'

/** A schema that can stand by itself. */
export function standAlone(id: string, title: string, description: string, schema: JsonSchema): JsonSchema {
  return { $schema: DRAFT, $id: id, title, description, ...schema, $defs: DEFINITIONS }
}
