import { DefimonError } from '../contract/errors.ts'
import type { NetworkId } from '../contract/network.ts'
import { basicCredentials } from './basic-credentials.ts'
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
 * http(s) URL, or its socket's no ws(s) URL, without showing either.
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
  const { webSocketUrl } = config
  if (webSocketUrl !== undefined && !(/^wss?:/i.test(webSocketUrl) && URL.canParse(webSocketUrl))) {
    throw new DefimonError('CONFIG', `${network}: the webSocketUrl of an endpoint is not a ws(s) URL`, { network })
  }
  const redactor = createRedactor(endpointSecrets(config, url, network))
  const headers: Record<string, string> = { accept: 'application/json', 'content-type': 'application/json', ...config.headers }
  const credentials = basicCredentials(url)
  if (credentials !== undefined) headers['authorization'] ??= `Basic ${credentials}`
  url.username = ''
  url.password = ''
  url.hash = ''
  return { url, headers, host: url.host, redactor }
}

/** All of an endpoint that must not be seen, those parts of its socket's URL included. A path that names the network gives nothing away. */
export function endpointSecrets({ webSocketUrl, headers }: TransportEndpoint, url: URL, network: NetworkId): readonly string[] {
  const hasSocket = webSocketUrl !== undefined && URL.canParse(webSocketUrl)
  const secrets = [...secretsOf(url, headers), ...(hasSocket ? secretsOf(new URL(webSocketUrl)) : [])]
  return secrets.filter((secret) => secret.replace(/^\//, '') !== network)
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
