import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { startPinned } from './pinned-process.ts'

/** The endpoint, running in a process of its own. */
export interface Server {
  readonly first: number
  url(latencyMs: number): string
  close(): Promise<void>
}

/** Starts the endpoint over the file of a chain. */
export async function startServer(chain: string): Promise<Server> {
  const child = startPinned('./server.ts', 1, [chain])
  if (!child.stdout) throw new Error('the server has no output')
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'exit').then(() => {
      throw new Error('the server of the benchmark did not start')
    }),
  ])
  const { port, first }: { port: number; first: number } = JSON.parse(String(line))
  return {
    first,
    url: (latencyMs) => `http://127.0.0.1:${port}/${latencyMs}`,
    async close() {
      child.stdin?.end()
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}
