// The endpoint of the benchmarks, in a process of its own: answers from memory, so that it costs little and every peer gets the
// same bytes. `http://127.0.0.1:<port>/<latency in ms>`.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { readChain } from './chain/chain-file.ts'
import { CHAIN_ID } from './chain/transaction.ts'

interface Call {
  readonly id: unknown
  readonly method: string
  readonly params?: readonly unknown[]
}

const path = process.argv[2]
if (!path) throw new Error('usage: server.ts <chain file>')
const chain = readChain(path)
const last = chain.first + chain.blocks.length - 1
const numbers = new Map(
  chain.blocks.map((block, index) => [/"hash":"(0x[0-9a-f]{64})"/.exec(block.toString('latin1', 0, 2_000))?.[1], index]),
)

function blockIndex(id: unknown): number {
  if (typeof id !== 'string') return -1
  if (id.length === 66) return numbers.get(id) ?? -1
  return (id.startsWith('0x') ? Number(id) : last) - chain.first
}

function answer({ method, params = [] }: Call): Buffer | string {
  switch (method) {
    case 'eth_chainId':
      return `"0x${CHAIN_ID.toString(16)}"`
    case 'net_version':
      return `"${CHAIN_ID}"`
    case 'eth_blockNumber':
      return `"0x${last.toString(16)}"`
    case 'eth_syncing':
      return 'false'
    case 'eth_getBlockByNumber':
    case 'eth_getBlockByHash': {
      const block = chain.blocks[blockIndex(params[0])]
      if (!block || params[1] !== false) return block ?? 'null'
      const header: Record<string, unknown> = JSON.parse(block.toString())
      return JSON.stringify({ ...header, transactions: (header['transactions'] as { hash: string }[]).map(({ hash }) => hash) })
    }
    case 'eth_getBlockReceipts':
      return chain.receipts[blockIndex(params[0])] ?? 'null'
    default:
      return ''
  }
}

function envelope(call: Call): Buffer[] {
  const id = JSON.stringify(call.id ?? null)
  const result = answer(call)
  if (result === '') {
    return [
      Buffer.from(`{"jsonrpc":"2.0","id":${id},"error":{"code":-32601,"message":"the method ${call.method} does not exist"}}`),
    ]
  }
  const body = typeof result === 'string' ? Buffer.from(result) : result
  return [Buffer.from(`{"jsonrpc":"2.0","id":${id},"result":`), body, Buffer.from('}')]
}

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const body: Call | readonly Call[] = JSON.parse(Buffer.concat(parts).toString())
  const latencyMs = Number(request.url?.slice(1) || 0)
  if (latencyMs > 0) await sleep(latencyMs)
  const chunks = Array.isArray(body)
    ? [
        Buffer.from('['),
        ...body.flatMap((call: Call, index) => (index ? [Buffer.from(','), ...envelope(call)] : envelope(call))),
        Buffer.from(']'),
      ]
    : envelope(body as Call)
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': chunks.reduce((length, chunk) => length + chunk.length, 0),
  })
  for (const chunk of chunks) response.write(chunk)
  response.end()
}

const server = createServer((request, response) => {
  respond(request, response).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`)
    response.destroy()
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port, first: chain.first, last })}\n`)
})
// The benchmark that started it ends it by closing its standard input.
process.stdin.resume().on('end', () => process.exit(0))
