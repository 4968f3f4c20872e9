// The endpoints of the long soak, in a process of its own whose time and memory are not counted. EVM networks show blocks as full as
// Base's; the others are simulated with as many transactions. Takes the networks as JSON, prints where each listens, and ends with its
// standard input.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { L2Network } from '@defimon/core'
import { systemRuntime } from '@defimon/core'
import { serveFetch } from '@defimon/core/node'
import { type SimulatedStack, simulateNetwork } from '@defimon/core/testing'
import { createMovingChain, type MovingChain } from './moving-chain.ts'

/** A network to serve. */
interface ServedNetwork {
  readonly id: string
  readonly stack: SimulatedStack
  readonly blockTimeMs: number
}

interface Call {
  readonly id: unknown
  readonly method: string
  readonly params?: readonly unknown[]
}

const EVM_CHAIN_ID = 8_453
const BLOCKS_AT_START = 80
const TRANSACTIONS = 150
/** Those that are not asked as Ethereum is, and the transactions of their blocks. Making StarkNet's is slow: it has as many as it has. */
const OTHER_STACKS: Partial<Record<SimulatedStack, number>> = {
  ...{ solana: TRANSACTIONS, near: TRANSACTIONS, loopring: TRANSACTIONS, 'zksync-lite': TRANSACTIONS },
  starknet: 20,
}

function envelope(chain: MovingChain, { id, method, params = [] }: Call): readonly Buffer[] {
  const head = `{"jsonrpc":"2.0","id":${JSON.stringify(id ?? null)},`
  const result = chain.answer(method, params)
  if (result === undefined) {
    return [Buffer.from(`${head}"error":{"code":-32601,"message":"the method ${method} does not exist"}}`)]
  }
  return [Buffer.from(`${head}"result":`), typeof result === 'string' ? Buffer.from(result) : result, Buffer.from('}')]
}

async function respond(chain: MovingChain, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const body: Call | readonly Call[] = JSON.parse(Buffer.concat(parts).toString())
  const chunks = Array.isArray(body)
    ? [
        Buffer.from('['),
        ...body.flatMap((call: Call, index) => [...(index ? [Buffer.from(',')] : []), ...envelope(chain, call)]),
        Buffer.from(']'),
      ]
    : envelope(chain, body as Call)
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': chunks.reduce((length, chunk) => length + chunk.length, 0),
  })
  for (const chunk of chunks) response.write(chunk)
  response.end()
}

const chains = new Map<string, MovingChain>()
const server = createServer((request, response) => {
  const chain = chains.get(request.url?.slice(1) ?? '')
  if (!chain) response.writeHead(404).end()
  else
    respond(chain, request, response).catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n`)
      response.destroy()
    })
})
server.keepAliveTimeout = 60_000
await new Promise<void>((resolve) => {
  server.listen(0, '127.0.0.1', resolve)
})
const { port } = server.address() as AddressInfo
const runtime = systemRuntime()
const networks: readonly ServedNetwork[] = JSON.parse(process.argv[2] ?? '[]')

async function serve({ id, stack, blockTimeMs }: ServedNetwork): Promise<{ network: L2Network; transactions: number }> {
  const transactions = OTHER_STACKS[stack]
  if (transactions === undefined) {
    chains.set(id, createMovingChain({ blockTimeMs, blocks: BLOCKS_AT_START, evmChainId: EVM_CHAIN_ID }))
    const endpoints = [{ url: `http://127.0.0.1:${port}/${id}` }]
    const facts = { id, name: id, contracts: {}, blockTimeMs, chainId: `eip155:${EVM_CHAIN_ID}`, evmChainId: EVM_CHAIN_ID }
    return { network: { ...facts, stack: 'op-stack', endpoints } as L2Network, transactions: TRANSACTIONS }
  }
  const simulated = simulateNetwork({
    ...{ stack, seed: id, runtime, network: { id, blockTimeMs }, blockTimeMs, blocks: 40, transactionsPerBlock: transactions },
    keepBlocks: 1_024,
  } as Parameters<typeof simulateNetwork<'evm'>>[0])
  const [endpoint] = simulated.network.endpoints
  const { url } = await serveFetch((input, init) => {
    const { pathname, search } = new URL(input instanceof Request ? input.url : input)
    return simulated.fetch(new URL(`${pathname}${search}`, endpoint?.url), init)
  })
  return { network: { ...simulated.network, endpoints: [{ url }] } as L2Network, transactions }
}

process.stdout.write(`${JSON.stringify(await Promise.all(networks.map(serve)))}\n`)
process.stdin.resume().on('end', () => process.exit(0))
