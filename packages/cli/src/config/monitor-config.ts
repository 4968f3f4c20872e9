import { type BlockTag, DefimonError, type Detail, type Endpoint } from '@defimon/core'
import { z } from 'zod'

const endpoint = z.union([
  z.url({ protocol: /^https?$/ }),
  z.strictObject({
    url: z.url({ protocol: /^https?$/ }),
    webSocketUrl: z.url({ protocol: /^wss?$/ }).optional(),
    requestsPerSecond: z.number().positive().optional(),
    archive: z.boolean().optional(),
  }),
])

const network = z.union([
  z.string().min(1),
  z.strictObject({
    id: z.string().min(1),
    endpoints: z.array(endpoint).min(1).optional(),
    requestsPerHour: z.number().int().min(1).optional(),
    from: z.union([z.number().int().min(0), z.enum(['latest', 'safe', 'finalized'])]).optional(),
    detail: z.enum(['header', 'transactions', 'receipts']).optional(),
  }),
])

const schema = z.strictObject({
  networks: z.array(network).min(1),
  to: z
    .string()
    .regex(/^(sqlite|jsonl):.+$/, 'must be sqlite:FILE or jsonl:FOLDER')
    .optional(),
  keep: z.enum(['measures', 'transactions', 'logs']).optional(),
  settlement: z.union([z.boolean(), z.strictObject({ beacon: z.array(endpoint).min(1) })]).optional(),
  http: z
    .strictObject({
      port: z.number().int().min(0).max(65_535).optional(),
      host: z.string().min(1).optional(),
      allowedHosts: z.array(z.string().min(1)).optional(),
      token: z.string().min(16, 'must have at least 16 characters').optional(),
    })
    .optional(),
})

/**
 * What `defimon monitor` runs, as a file says it: JSON, or a module whose default export it is. A text may hold `${NAME}`, which the
 * environment variable replaces: keys and tokens belong there and not in the file.
 */
export interface MonitorConfig {
  /** Network ids, or what is special about a network. */
  readonly networks: readonly (string | NetworkConfig)[]
  /** `sqlite:FILE` or `jsonl:FOLDER`. Default `sqlite:data/defimon.sqlite`. */
  readonly to?: string
  /** How much SQLite keeps. Default `measures`, which is what a monitor needs. */
  readonly keep?: 'measures' | 'transactions' | 'logs'
  /** Follow settlement too, through the registry's endpoints of the parent chains. Beacon nodes of Ethereum tell what batches in blobs hold. */
  readonly settlement?: boolean | { readonly beacon: readonly (string | Endpoint)[] }
  readonly http?: {
    /** Default 9464. */
    readonly port?: number
    /** Default 127.0.0.1. Anything that is not this machine needs a token. */
    readonly host?: string
    /** Names under which the server may be asked, beside this machine's. */
    readonly allowedHosts?: readonly string[]
    /** At least 16 characters; better in the environment as DEFIMON_TOKEN. */
    readonly token?: string
  }
}

/** A network of a config, in its long form. */
export interface NetworkConfig {
  readonly id: string
  /** Default: the registry's. */
  readonly endpoints?: readonly (string | Endpoint)[]
  /** Most calls in any hour. Default: no limit. */
  readonly requestsPerHour?: number
  /** First block to store. Default: the head, or where the store stands. */
  readonly from?: number | BlockTag
  /** Default `receipts`. */
  readonly detail?: Detail
}

/** For a config in TypeScript: gives it its type. */
export function defineConfig(config: MonitorConfig): MonitorConfig {
  return config
}

/** Checks a config and puts the environment into it. Fails with `CONFIG`, which names the field and what is allowed there. */
export function readConfig(value: unknown, variables: Readonly<Record<string, string | undefined>>, file: string): MonitorConfig {
  const parsed = schema.safeParse(withVariables(value, variables, file, []))
  // What zod may give as `undefined` is left out of what a file can say.
  if (parsed.success) return parsed.data as MonitorConfig
  const problems = parsed.error.issues.flatMap((issue) => describe(issue))
  throw new DefimonError('CONFIG', `${file}: ${problems.join('; ')}`)
}

/** One line for each field that is wrong. Of alternatives, those of the one that fits best. */
function describe(issue: z.core.$ZodIssue, above: readonly PropertyKey[] = []): readonly string[] {
  const path = [...above, ...issue.path]
  if (issue.code === 'invalid_union') {
    const nearest = [...issue.errors].sort((one, other) => depthOf(other) - depthOf(one) || one.length - other.length)[0]
    if (nearest && depthOf(nearest) > 0) return nearest.flatMap((each) => describe(each, path))
    const wanted = issue.errors.flatMap((errors) =>
      errors.map((each) =>
        describe(each, [])
          .join(', ')
          .replace(/^the config: /, ''),
      ),
    )
    return [`${nameOf(path)}: ${[...new Set(wanted)].join(', or ')}`]
  }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${nameOf([...path, key])}: no such field`)
  }
  return [`${nameOf(path)}: ${issue.message}`]
}

function depthOf(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length + (issue.code === 'unrecognized_keys' ? 1 : 0)))
}

function nameOf(path: readonly PropertyKey[]): string {
  const name = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
  return name.replace(/^\./, '') || 'the config'
}

/** Texts with `${NAME}` replaced, wherever they stand. */
function withVariables(
  value: unknown,
  variables: Readonly<Record<string, string | undefined>>,
  file: string,
  path: readonly PropertyKey[],
): unknown {
  if (typeof value === 'string') {
    return value.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, name: string) => {
      const found = variables[name]
      if (found === undefined || found === '') {
        throw new DefimonError('CONFIG', `${file}: ${nameOf(path)}: the environment variable ${name} is not set`)
      }
      return found
    })
  }
  if (Array.isArray(value)) return value.map((each, index) => withVariables(each, variables, file, [...path, index]))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, withVariables(each, variables, file, [...path, key])]),
  )
}
