import type { NetworkId } from '../contract/network.ts'
import { endpointSecrets } from '../transport/endpoint-target.ts'
import { createRedactor, type Redactor } from '../transport/redact.ts'
import type { TransportEndpoint } from '../transport/transport-options.ts'
import { parseExactJson, stringifyExactJson } from './exact-json.ts'
import type { Exchange } from './exchange.ts'

/** Whose exchanges are recorded. */
export interface RecordingOptions {
  readonly network: NetworkId
  /**
   * The endpoints in use. Their URLs tell which part of a REST path is the endpoint's own, and what must not be recorded. REST
   * calls to other URLs are not recorded, since a key in them would not be known for one.
   */
  readonly endpoints: readonly (TransportEndpoint | string)[]
}

/** Shorter ones could be a part of any hash or number, and so are no secret that could be told from the data. */
const MIN_SECRET_LENGTH_IN_DATA = 16

/**
 * A fetch that passes everything on as it is, and tells the exchanges in it: what was asked and what came, never where. Answers that
 * are no JSON, HTTP errors and answers without a question are not exchanges.
 */
export function recordingFetch(
  fetch: typeof globalThis.fetch,
  onExchange: (exchange: Exchange) => void,
  { network, endpoints }: RecordingOptions,
): typeof globalThis.fetch {
  const known = endpoints
    .map((endpoint) => (typeof endpoint === 'string' ? { url: endpoint } : endpoint))
    // What is no URL is for the transport to refuse.
    .filter(({ url }) => URL.canParse(url))
    .map((config) => ({ config, url: new URL(config.url) }))
  const urls = known.map(({ url }) => url)
  const secrets = known.flatMap(({ config, url }) => endpointSecrets(config, url, network))
  const redactor = createRedactor(secrets)
  const longSecrets = secrets.filter((secret) => secret.length >= MIN_SECRET_LENGTH_IN_DATA)

  const tell = (method: string, params: unknown, answer: Record<string, unknown>): void => {
    const { error } = answer
    const said =
      error === undefined || error === null ? { result: answer['result'] ?? null } : { error: readError(error, redactor) }
    const exchange: Exchange = { network, method, params, ...said }
    const text = stringifyExactJson(exchange)
    const leaks = longSecrets.some((secret) => text.includes(secret))
    onExchange(leaks ? (parseExactJson(createRedactor(longSecrets).data(text) as string) as Exchange) : exchange)
  }

  return async (input, init) => {
    const request = new Request(input, init)
    const asked = request.method === 'POST' ? await request.clone().text() : undefined
    const response = await fetch(input, init)
    if (!response.ok) return response
    let answer: unknown
    let question: unknown
    try {
      question = asked === undefined ? undefined : parseExactJson(asked)
      answer = parseExactJson(await response.clone().text())
    } catch {
      return response
    }
    if (request.method === 'GET') {
      const call = restCall(new URL(request.url), urls)
      if (call) tell(call.method, call.params, { result: answer })
      return response
    }
    const answers = new Map((Array.isArray(answer) ? answer : [answer]).filter(isMembers).map((each) => [each['id'], each]))
    for (const each of (Array.isArray(question) ? question : [question]).filter(isMembers)) {
      const found = answers.get(each['id'])
      if (found && typeof each['method'] === 'string') tell(each['method'], each['params'] ?? [], found)
    }
    return response
  }
}

/** The path below the endpoint's own, and the query without the endpoint's own. */
function restCall(url: URL, endpoints: readonly URL[]): { readonly method: string; readonly params: unknown } | undefined {
  const endpoint = endpoints.find((each) => each.origin === url.origin && isBelow(url.pathname, each.pathname))
  if (!endpoint) return undefined
  const base = endpoint.pathname.replace(/\/$/, '')
  const params = Object.fromEntries([...url.searchParams].filter(([key]) => !endpoint.searchParams.has(key)))
  return { method: `GET ${url.pathname.slice(base.length) || '/'}`, params }
}

function isBelow(path: string, base: string): boolean {
  return path === base || path.startsWith(base.endsWith('/') ? base : `${base}/`)
}

function readError(error: unknown, redactor: Redactor): NonNullable<Exchange['error']> {
  const { code, message, data } = isMembers(error) ? error : { code: undefined, message: error, data: undefined }
  return {
    code: typeof code === 'number' ? code : -32_000,
    message: redactor.text(String(message)),
    ...(data !== undefined && { data: redactor.data(data) }),
  }
}

function isMembers(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
