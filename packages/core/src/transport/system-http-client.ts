import type { HttpClient, HttpClientOptions } from './http-client.ts'

/** Outside Node there is nothing better than the runtime's own fetch. */
export function createSystemHttpClient(_options: HttpClientOptions): HttpClient | undefined {
  return undefined
}
