import type { Mode, PeerName, PlannedRun } from './plan.ts'
import type { PeerRun } from './run-peer.ts'

/** A run, and what was planned. */
export interface MeasuredRun {
  readonly planned: PlannedRun
  readonly run: PeerRun
}

/** The median of one peer in one mode at one latency. */
export interface PeerResult {
  readonly peer: PeerName
  readonly mode: Mode
  readonly latencyMs: number
  readonly runs: number
  readonly blocksPerCpuSecond: number
  readonly blocksPerSecond: number
  readonly cpuSecondsPer1000Blocks: number
  readonly peakRssMb: number
}

/** A figure that was aimed at. */
export interface Target {
  readonly value: number
  readonly target: string
  readonly isMet: boolean
}

/** Medians, and what they come to beside each other. */
export interface Summary {
  readonly results: readonly PeerResult[]
  readonly ratios: Readonly<Record<string, Target>>
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}

/** Medians over the rounds of every peer, mode and latency, and the ratios that the project aims at. */
export function summarize(measured: readonly MeasuredRun[]): Summary {
  const groups = new Map<string, MeasuredRun[]>()
  for (const one of measured) {
    const key = `${one.planned.mode} ${one.planned.latencyMs} ${one.planned.peer}`
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  const results = [...groups.values()].map((runs): PeerResult => {
    const planned = runs[0]?.planned
    if (!planned) throw new Error('a group without a run')
    const cpuPerBlock = median(runs.map(({ run }) => run.cpuSeconds / run.blocks))
    return {
      peer: planned.peer,
      mode: planned.mode,
      latencyMs: planned.latencyMs,
      runs: runs.length,
      blocksPerCpuSecond: round(1 / cpuPerBlock, 1),
      blocksPerSecond: round(median(runs.map(({ run }) => run.blocks / run.wallSeconds)), 1),
      cpuSecondsPer1000Blocks: round(1_000 * cpuPerBlock, 3),
      peakRssMb: round(median(runs.map(({ run }) => run.peakRssBytes)) / 1e6, 1),
    }
  })
  return { results, ratios: ratios(results) }
}

function ratios(results: readonly PeerResult[]): Record<string, Target> {
  const find = (peer: PeerName, latencyMs: number, mode: Mode = 'memory'): PeerResult | undefined =>
    results.find((one) => one.peer === peer && one.latencyMs === latencyMs && one.mode === mode)
  const all: Record<string, Target> = {}
  const atLeast = (name: string, value: number, target: number): void => {
    all[name] = { value: round(value, 3), target: `≥ ${target}`, isMet: value >= target }
  }
  const atMost = (name: string, value: number, target: number): void => {
    all[name] = { value: round(value, 3), target: `≤ ${target}`, isMet: value <= target }
  }
  for (const [latencyMs, viemTarget, ethersTarget] of [
    [0, 1.4, 15],
    [50, 1.15, 12],
  ] as const) {
    const ours = find('defimon', latencyMs)
    const viem = find('viem', latencyMs)
    const ethers = find('ethers', latencyMs)
    if (!ours || !viem || !ethers) continue
    atLeast(`blocksPerCpuSecondToViem${latencyMs}ms`, ours.blocksPerCpuSecond / viem.blocksPerCpuSecond, viemTarget)
    atLeast(`blocksPerCpuSecondToEthers${latencyMs}ms`, ours.blocksPerCpuSecond / ethers.blocksPerCpuSecond, ethersTarget)
    atMost(`peakRssToViem${latencyMs}ms`, ours.peakRssMb / viem.peakRssMb, 1.1)
  }
  const verified = find('defimon', 0)
  const unverified = find('defimon-unverified', 0)
  if (verified && unverified) {
    // CPU milliseconds of a block are CPU seconds of a thousand.
    atMost('verificationMsPerBlock', verified.cpuSecondsPer1000Blocks - unverified.cpuSecondsPer1000Blocks, 1.5)
  }
  return all
}
