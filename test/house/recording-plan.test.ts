import { describe, expect, it } from 'vitest'
import { read } from './repository.ts'

interface PlanEntry {
  readonly network: string
  readonly block: number | string
  readonly why: string
}

interface NetworkRow {
  readonly id: string
  readonly endpoints: readonly unknown[]
}

const plan = JSON.parse(read('recordings/plan.json')) as readonly PlanEntry[]
const json = JSON.parse(read('packages/networks/networks.json')) as { readonly networks: readonly NetworkRow[] }
const networks = new Map(json.networks.map((network) => [network.id, network]))

describe('the plan of recordings', () => {
  it('names networks of the registry that have an endpoint, and says why', () => {
    const wrong = plan.filter(({ network, why }) => !networks.get(network)?.endpoints.length || why.length === 0)
    expect(wrong).toEqual([])
  })

  it('names heights, ranges or tags', () => {
    const wrong = plan.filter(({ block }) => !/^(\d+|\d+-\d+|latest|safe|finalized)$/.test(String(block)))
    expect(wrong).toEqual([])
  })

  it('asks for each block once', () => {
    const asked = plan.map(({ network, block }) => `${network} ${block}`)
    expect(asked.filter((one, index) => asked.indexOf(one) !== index)).toEqual([])
  })
})
