import { createTransport, type L2Network } from '@defimon/core'
import { createPublicClient, http } from 'viem'
import { startLimitedServer } from './limited-server.ts'

const CALLS_PER_SECOND = 100
const LATENCY_MS = 50
const WORKERS = 64
const SECONDS = 60

interface Peer {
  ask(): Promise<unknown>
  close(): Promise<void>
}

interface Usage {
  /** Share of the allowed calls that were used. */
  readonly used: number
  /** Share of all calls that the server refused. */
  readonly refused: number
  /** Calls that failed for whoever asked. */
  readonly failed: number
}

/** Keeps a peer as busy as it gets, against a server of its own. */
async function saturate(makePeer: (url: string) => Peer): Promise<Usage> {
  const server = await startLimitedServer(CALLS_PER_SECOND, LATENCY_MS)
  const peer = makePeer(server.url)
  const endsAtMs = performance.now() + SECONDS * 1000
  let failed = 0
  let measured: Usage | undefined
  const work = async (): Promise<void> => {
    while (performance.now() < endsAtMs) {
      try {
        await peer.ask()
      } catch {
        if (measured === undefined) failed += 1
      }
    }
    measured ??= {
      used: server.accepted / (CALLS_PER_SECOND * SECONDS),
      refused: server.refused / (server.accepted + server.refused),
      failed,
    }
  }
  await Promise.all(Array.from({ length: WORKERS }, work))
  await peer.close()
  await server.close()
  if (measured === undefined) throw new Error('no worker came to its end')
  return measured
}

function viemPeer(url: string): Peer {
  const client = createPublicClient({ transport: http(url) })
  return { ask: () => client.request({ method: 'eth_chainId' }), close: async () => {} }
}

function defimonPeer(url: string): Peer {
  const network: L2Network<'evm'> = { id: 'limited', name: 'Limited', stack: 'evm', contracts: {}, endpoints: [{ url }] }
  const transport = createTransport(network)
  return { ask: () => transport.request('eth_chainId', []), close: () => transport.close() }
}

const json = process.argv.includes('--json')
const [defimon, viem] = await Promise.all([saturate(defimonPeer), saturate(viemPeer)])
const targets = { used: '≥ 0.98', refused: '< 0.01', isMet: defimon.used >= 0.98 && defimon.refused < 0.01 }
if (json)
  process.stdout.write(`${JSON.stringify({ callsPerSecond: CALLS_PER_SECOND, seconds: SECONDS, defimon, viem, targets })}\n`)
else {
  const line = (name: string, { used, refused, failed }: Usage): string =>
    `${name.padEnd(8)} used ${(used * 100).toFixed(1)} % of the allowed calls, ${(refused * 100).toFixed(1)} % refused, ${failed} failed\n`
  process.stdout.write(line('defimon', defimon) + line('viem', viem))
}
