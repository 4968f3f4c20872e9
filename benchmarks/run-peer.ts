// One peer in a process of its own: reads its blocks and prints what it cost as one line of JSON.
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { defimonPeer } from './peers/defimon-peer.ts'
import { ethersPeer } from './peers/ethers-peer.ts'
import type { BlockFigures, Peer, PeerBlock } from './peers/peer.ts'
import { bytesPeer, jsonPeer } from './peers/undici-peer.ts'
import { viemPeer } from './peers/viem-peer.ts'

/** What one run of one peer cost. */
export interface PeerRun {
  readonly peer: string
  readonly blocks: number
  readonly cpuSeconds: number
  readonly wallSeconds: number
  readonly peakRssBytes: number
  /** Sums over the blocks that were measured; every peer that decodes must give the same. */
  readonly sums: Sums | undefined
}

/** What all peers must agree on. */
export interface Sums {
  readonly lastHash: string
  readonly transactions: number
  readonly gasUsed: string
  readonly valueWei: string
  readonly logs: number
}

const { values } = parseArgs({
  options: {
    peer: { type: 'string', default: '' },
    url: { type: 'string', default: '' },
    from: { type: 'string', default: '0' },
    blocks: { type: 'string', default: '0' },
    warmUp: { type: 'string', default: '0' },
    coolDown: { type: 'string', default: '0' },
    groupSize: { type: 'string', default: '4' },
    groupsInFlight: { type: 'string', default: '4' },
    /** A file to store the rows in. Absent: the blocks are counted and dropped. */
    sqlite: { type: 'string' },
  },
})

const warmUp = Number(values.warmUp)
const blocks = Number(values.blocks)
const from = Number(values.from)
const range = {
  url: values.url,
  from,
  to: from + warmUp + blocks + Number(values.coolDown) - 1,
  groupSize: Number(values.groupSize),
  groupsInFlight: Number(values.groupsInFlight),
}

async function measure<B extends PeerBlock>(peer: Peer<B>): Promise<PeerRun> {
  const store = values.sqlite ? await peer.openStore(values.sqlite) : undefined
  let seen = 0
  let cpu = process.cpuUsage()
  let wall = performance.now()
  const sums = { lastHash: '', transactions: 0, gasUsed: 0n, valueWei: 0n, logs: 0 }
  const add = (figures: BlockFigures): void => {
    sums.lastHash = figures.hash
    sums.transactions += figures.transactions
    sums.gasUsed += figures.gasUsed
    sums.valueWei += figures.valueWei
    sums.logs += figures.logs
  }
  for await (const block of peer.read(range)) {
    seen += 1
    if (block) {
      await store?.write(block)
      const figures = block.figures()
      if (seen > warmUp && seen <= warmUp + blocks) add(figures)
    }
    // From the last block that is not measured to the last one that is: between the two, whole groups of blocks are fetched and decoded.
    if (seen === warmUp) {
      cpu = process.cpuUsage()
      wall = performance.now()
    }
    if (seen === warmUp + blocks) {
      cpu = process.cpuUsage(cpu)
      wall = performance.now() - wall
    }
  }
  await store?.close()
  return {
    peer: values.peer,
    blocks: Math.min(seen - warmUp, blocks),
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    wallSeconds: wall / 1_000,
    peakRssBytes: peakRssBytes(),
    sums: sums.lastHash ? { ...sums, gasUsed: String(sums.gasUsed), valueWei: String(sums.valueWei) } : undefined,
  }
}

/** Linux counts the memory of the parent at the moment of the fork into `maxRSS`; its own high-water mark is in /proc. */
function peakRssBytes(): number {
  try {
    const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
    if (kilobytes) return Number(kilobytes) * 1_024
  } catch {
    // Not Linux.
  }
  return process.resourceUsage().maxRSS * 1_024
}

async function measureNamed(name: string): Promise<PeerRun> {
  switch (name) {
    case 'bytes':
      return measure(bytesPeer)
    case 'json':
      return measure(jsonPeer)
    case 'viem':
      return measure(viemPeer)
    case 'ethers':
      return measure(ethersPeer)
    case 'defimon':
      return measure(defimonPeer(true))
    case 'defimon-unverified':
      return measure(defimonPeer(false))
    default:
      throw new Error(`no peer ${name}`)
  }
}

process.stdout.write(`${JSON.stringify(await measureNamed(values.peer))}\n`)
