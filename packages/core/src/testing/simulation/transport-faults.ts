import type { Fault, FaultContext, HttpReply } from './fault.ts'

function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): HttpReply {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) }
}

/** What `fetch` rejects with when the network fails. */
function connectionError(code: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) })
}

function never({ signal }: FaultContext): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

/** Bytes of one value, as many as said; made while they are read. */
function endless(totalBytes: number, start = '{"jsonrpc":"2.0","id":1,"result":"'): ReadableStream<Uint8Array> {
  const chunk = new Uint8Array(65_536).fill(0x61)
  let left = totalBytes
  return new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode(start)),
    pull: (controller) => {
      if (left <= 0) return controller.close()
      controller.enqueue(chunk)
      left -= chunk.length
    },
  })
}

function cutOff(body: HttpReply['body']): ReadableStream<Uint8Array> {
  const half = typeof body === 'string' ? new TextEncoder().encode(body.slice(0, body.length >> 1)) : new Uint8Array()
  let sent = false
  return new ReadableStream({
    pull: (controller) => {
      if (sent) return controller.error(connectionError('ECONNRESET'))
      sent = true
      controller.enqueue(half)
    },
  })
}

/** Faults of an endpoint that speaks JSON over HTTP, whatever its stack. */
export const transportFaults: Readonly<Record<string, Fault>> = {
  'rate-limited': {
    description: '429 with Retry-After of one second',
    verdict: 'failed-over',
    reply: () =>
      json({ jsonrpc: '2.0', id: null, error: { code: 429, message: 'Too Many Requests' } }, 429, { 'retry-after': '1' }),
  },
  'rate-limited-as-error': {
    description: 'HTTP 200 with a JSON-RPC error that says that the rate limit is exceeded',
    verdict: 'failed-over',
    answer: () => ({ error: { code: -32005, message: 'rate limit exceeded' } }),
  },
  'quota-exhausted': {
    description: '403: the month is used up',
    verdict: 'failed-over',
    reply: () =>
      json({ jsonrpc: '2.0', id: null, error: { code: -32001, message: 'monthly quota exceeded, upgrade your plan' } }, 403),
  },
  unauthorized: {
    description: '401: no valid key',
    verdict: 'failed-over',
    reply: () => json({ error: 'invalid api key' }, 401),
  },
  'internal-server-error': {
    description: '500 with a text',
    verdict: 'failed-over',
    reply: () => ({ status: 500, headers: { 'content-type': 'text/plain' }, body: 'Internal Server Error' }),
  },
  'bad-gateway': {
    description: '502 with a page of HTML',
    verdict: 'failed-over',
    reply: () => ({ status: 502, headers: { 'content-type': 'text/html' }, body: '<html><body>502 Bad Gateway</body></html>' }),
  },
  'internal-error-answer': {
    description: 'HTTP 200 with a JSON-RPC internal error for each call',
    verdict: 'failed-over',
    answer: () => ({ error: { code: -32603, message: 'internal error' } }),
  },
  'unknown-error-answer': {
    description: 'an error code that nobody has documented',
    verdict: 'failed-over',
    answer: () => ({ error: { code: -32099, message: 'the flux capacitor is out of flux' } }),
  },
  'error-body': {
    description: 'HTTP 200 whose body is an error of a gateway, not JSON-RPC',
    verdict: 'failed-over',
    reply: () => json({ message: 'no Route matched with those values' }),
  },
  html: {
    description: 'HTTP 200 with a page of HTML',
    verdict: 'failed-over',
    reply: () => ({
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: '<!doctype html><title>Checking your browser</title>',
    }),
  },
  'empty-body': {
    description: 'HTTP 200 without a body',
    verdict: 'failed-over',
    reply: (reply) => ({ ...reply, body: '' }),
  },
  'truncated-json': {
    description: 'JSON that ends in the middle',
    verdict: 'failed-over',
    reply: (reply) =>
      typeof reply.body === 'string' ? { ...reply, body: reply.body.slice(0, -Math.ceil(reply.body.length / 3)) } : reply,
  },
  'connection-refused': {
    description: 'nobody listens',
    verdict: 'failed-over',
    reply: () => {
      throw connectionError('ECONNREFUSED')
    },
  },
  'connection-reset': {
    description: 'the connection breaks before the answer',
    verdict: 'failed-over',
    reply: () => {
      throw connectionError('ECONNRESET')
    },
  },
  'connection-reset-in-body': {
    description: 'the connection breaks in the middle of the body',
    verdict: 'failed-over',
    reply: (reply) => ({ ...reply, body: cutOff(reply.body) }),
  },
  hang: {
    description: 'no answer ever',
    verdict: 'failed-over',
    reply: (_reply, context) => never(context),
  },
  'hang-in-body': {
    description: 'headers, and then nothing',
    verdict: 'failed-over',
    reply: (reply, { signal }) => ({
      ...reply,
      body: new ReadableStream({
        start: (controller) => signal?.addEventListener('abort', () => controller.error(signal.reason), { once: true }),
      }),
    }),
  },
  redirect: {
    description: 'sends the caller to an address inside its own network',
    verdict: 'failed-over',
    reply: (_reply, { redirect }) => {
      if (redirect === 'error') throw connectionError('UND_ERR_REDIRECT')
      if (redirect === 'follow')
        return { status: 200, headers: { 'content-type': 'application/json' }, body: '{"secret":"of the metadata service"}' }
      return { status: 307, headers: { location: 'http://169.254.169.254/latest/meta-data/' }, body: '' }
    },
  },
  'huge-body': {
    description: 'a body of a gigabyte, as from a gzip bomb',
    verdict: 'failed-over',
    reply: (reply) => ({ ...reply, body: endless(1_000_000_000) }),
  },
  'huge-content-length': {
    description: 'headers that announce a terabyte',
    verdict: 'failed-over',
    reply: (reply) => ({
      ...reply,
      headers: { ...reply.headers, 'content-length': '1000000000000' },
      body: endless(1_000_000_000),
    }),
  },
  'deep-nesting': {
    description: 'a hundred thousand nested lists',
    verdict: 'failed-over',
    reply: (reply) => ({ ...reply, body: `${'['.repeat(100_000)}${']'.repeat(100_000)}` }),
  },
  'number-for-answer': {
    description: 'a bare number instead of an object',
    verdict: 'failed-over',
    reply: (reply) => ({ ...reply, body: '42' }),
  },
  'null-answer': {
    description: 'null instead of an object',
    verdict: 'failed-over',
    reply: (reply) => ({ ...reply, body: 'null' }),
  },
  'ids-missing': {
    description: 'responses without an id',
    verdict: 'failed-over',
    responses: (responses) => responses.map(({ id: _id, ...rest }) => rest),
  },
  'ids-foreign': {
    description: 'responses with ids that nobody asked with',
    verdict: 'failed-over',
    responses: (responses) => responses.map((response) => ({ ...response, id: 'someone-else' })),
  },
  'batch-incomplete': {
    description: 'a batch whose last response is missing',
    verdict: 'tolerated',
    responses: (responses, { batch }) => (batch ? responses.slice(0, -1) : responses),
  },
  'batch-duplicated': {
    description: 'a batch that answers its first call twice and its last not at all',
    verdict: 'tolerated',
    responses: (responses, { batch }) => (batch && responses.length > 1 ? [responses[0], ...responses.slice(0, -1)] : responses),
  },
  'batch-shuffled': {
    description: 'a batch answered in another order, as JSON-RPC allows',
    verdict: 'tolerated',
    responses: (responses) => [...responses].reverse(),
  },
  'batch-refused': {
    description: 'a single error for a whole batch',
    verdict: 'tolerated',
    reply: (reply, { batch }) =>
      batch ? json({ jsonrpc: '2.0', id: null, error: { code: -32600, message: 'batch requests are not supported' } }) : reply,
  },
  'extra-fields': {
    description: 'responses with members that nobody knows',
    verdict: 'tolerated',
    responses: (responses) => responses.map((response) => ({ ...response, serverTime: '12:00', result_source: 'cache' })),
  },
  'prototype-keys': {
    description: 'responses with __proto__, constructor and prototype as keys',
    verdict: 'tolerated',
    reply: (reply) =>
      typeof reply.body === 'string'
        ? {
            ...reply,
            body: reply.body.replaceAll(
              '{"jsonrpc"',
              '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"jsonrpc"',
            ),
          }
        : reply,
  },
  'wrong-content-type': {
    description: 'right JSON that is called text/plain',
    verdict: 'tolerated',
    reply: (reply) => ({ ...reply, headers: { ...reply.headers, 'content-type': 'text/plain' } }),
  },
  'byte-order-mark': {
    description: 'right JSON after a byte order mark',
    verdict: 'tolerated',
    reply: (reply) => (typeof reply.body === 'string' ? { ...reply, body: `\uFEFF${reply.body}` } : reply),
  },
}
