import { DefimonError } from '../contract/errors.ts'
import type { NetworkId } from '../contract/network.ts'
import { createRedactor, type Redactor, secretsOf } from './redact.ts'
import type { TransportEndpoint } from './transport-options.ts'

/** Where the requests of an endpoint go, and what of it must not be seen. */
export interface EndpointTarget {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly host: string
  readonly redactor: Redactor
}

/**
 * Reads an endpoint. Credentials in its URL become a header, since fetch refuses them there. Throws `CONFIG` when it is not an
 * http(s) URL, without showing it.
 */
export function readTarget(config: TransportEndpoint, network: NetworkId): EndpointTarget {
  let url: URL
  try {
    url = new URL(config.url)
  } catch {
    throw new DefimonError('CONFIG', `${network}: an endpoint is not a URL`, { network })
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new DefimonError('CONFIG', `${network}: an endpoint must be an http(s) URL, not ${url.protocol}`, { network })
  }
  const secrets = secretsOf(url, config.headers)
  if (config.webSocketUrl !== undefined && URL.canParse(config.webSocketUrl))
    secrets.push(...secretsOf(new URL(config.webSocketUrl)))
  const headers: Record<string, string> = { accept: 'application/json', 'content-type': 'application/json', ...config.headers }
  if (url.username || url.password) {
    const credentials = btoa(`${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`)
    headers['authorization'] ??= `Basic ${credentials}`
    secrets.push(credentials)
    url.username = ''
    url.password = ''
  }
  url.hash = ''
  return { url, headers, host: url.host, redactor: createRedactor(secrets) }
}

/** `path` below the endpoint's own path, with the query of both. */
export function joinPath(base: URL, path: string): string {
  const url = new URL(base)
  const [pathname = '', query] = path.split('?', 2)
  url.pathname = `${base.pathname.replace(/\/$/, '')}/${pathname.replace(/^\/+/, '')}`
  if (query !== undefined) {
    for (const [key, value] of new URLSearchParams(query)) url.searchParams.append(key, value)
  }
  return url.href
}
