import { readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { canPin } from './pinned-process.ts'

/** What a result was measured on: kind of machine and versions, nothing that names it. */
export function describeMachine(): Readonly<Record<string, unknown>> {
  const manifest: { dependencies: Record<string, string> } = JSON.parse(
    readFileSync(new URL('./package.json', import.meta.url), 'utf8'),
  )
  const ethers: { version: string } = JSON.parse(
    readFileSync(new URL('./node_modules/ethers/package.json', import.meta.url), 'utf8'),
  )
  return {
    processor: cpus()[0]?.model.trim(),
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    pinned: canPin,
    versions: { viem: manifest.dependencies['viem'], undici: manifest.dependencies['undici'], ethers: ethers.version },
  }
}
