import type { L2Network } from '@defimon/core'
import { type Dialect, evmDialect } from '@defimon/evm'
import { findNetworks } from '@defimon/networks'
import { optimismDialect } from '@defimon/optimism'
import {
  avalancheDialect,
  bscDialect,
  cronosDialect,
  gnosisDialect,
  harmonyDialect,
  kaiaDialect,
  lachesisDialect,
  polygonDialect,
  polygonEdgeDialect,
  rootstockDialect,
} from '@defimon/sidechain'
import { lineaDialect } from '@defimon/zk/linea'
import { polygonZkevmDialect } from '@defimon/zk/polygon-zkevm'
import { scrollDialect } from '@defimon/zk/scroll'
import { taikoDialect } from '@defimon/zk/taiko'
import { zksyncDialect } from '@defimon/zk/zksync'
import { describe, expect, it } from 'vitest'

type Quirks = Pick<Dialect, 'quirks'>

/** The dialect of a network, where its stack has one. */
function dialectOf(network: L2Network): Quirks | undefined {
  switch (network.stack) {
    case 'evm':
      return evmDialect(network)
    case 'op-stack':
      return optimismDialect(network)
    case 'lachesis':
      return lachesisDialect(network)
    case 'polygon-zkevm':
      return polygonZkevmDialect(network)
    default:
      return OF_STACK[network.stack]
  }
}

const OF_STACK: Readonly<Record<string, Quirks>> = {
  avalanche: avalancheDialect,
  bsc: bscDialect,
  cronos: cronosDialect,
  gnosis: gnosisDialect,
  harmony: harmonyDialect,
  kaia: kaiaDialect,
  linea: lineaDialect,
  'polygon-edge': polygonEdgeDialect,
  'polygon-pos': polygonDialect,
  rootstock: rootstockDialect,
  scroll: scrollDialect,
  taiko: taikoDialect,
  zksync: zksyncDialect,
}

const networks = findNetworks({})
const ids = new Set<string>(networks.map(({ id }) => id))
const quirks = [...new Set(networks.flatMap((network) => dialectOf(network)?.quirks ?? []))]

describe('quirks of all networks', () => {
  it('are data: network, range of blocks, check, rule, reason and a link to the source', () => {
    expect(quirks.length).toBeGreaterThan(40)
    for (const quirk of quirks) {
      const { network, fromBlock = 0, toBlock = Number.MAX_SAFE_INTEGER, rule, reason, source } = quirk
      expect(ids, network).toContain(network)
      expect(fromBlock).toBeLessThanOrEqual(toBlock)
      expect(['skip', 'tolerate']).toContain(rule)
      expect(reason.length, network).toBeGreaterThan(20)
      expect(source, network).toMatch(/^https:\/\//)
    }
  })

  it('govern a check of a block once', () => {
    const overlapping = quirks.filter((one, index) =>
      quirks
        .slice(index + 1)
        .some(
          (other) =>
            other.network === one.network &&
            other.check === one.check &&
            (one.fromBlock ?? 0) <= (other.toBlock ?? Number.MAX_SAFE_INTEGER) &&
            (other.fromBlock ?? 0) <= (one.toBlock ?? Number.MAX_SAFE_INTEGER),
        ),
    )
    expect(overlapping).toEqual([])
  })
})
