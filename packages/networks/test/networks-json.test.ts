import { readFileSync } from 'node:fs'
import { networks } from '@defimon/networks'
import Ajv from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { type networksJson, renderNetworksJson } from '../scripts/networks-json.ts'
import { confidenceOf, unsureFacts } from '../src/confidence/confidence-of.ts'

const read = (name: string): string => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8')
const written: ReturnType<typeof networksJson> = JSON.parse(read('networks.json'))
const validate = new Ajv.default({ allErrors: true }).compile(JSON.parse(read('networks.schema.json')))

describe('networks.json', () => {
  it('is what the literals say (`npm run json` in packages/networks writes it)', () => {
    expect(read('networks.json') === renderNetworksJson()).toBe(true)
  })

  it('holds every network as its literal, beside a grade', () => {
    const literals = new Map(written.networks.map(({ confidence, ...literal }) => [literal.id, literal]))
    expect(literals.size).toBe(networks.length)
    for (const network of networks) expect(literals.get(network.id)).toEqual(network)
  })

  it('fits its schema', () => {
    validate(written)
    expect(validate.errors).toBeNull()
  })

  it.each([
    ['an http endpoint', { endpoints: [{ url: 'http://rpc.example.org' }] }],
    ['a stack that does not exist', { stack: 'op_stack' }],
    ['a bare chain id', { chainId: '8453' }],
    ['an address that is too short', { contracts: { rollup: [{ address: '0x00', chain: 'ethereum' }] } }],
    ['a contract without a chain', { contracts: { rollup: [{ address: `0x${'0'.repeat(40)}` }] } }],
    ['a field that does not exist', { blockTimeSeconds: 2 }],
    ['a grade that does not exist', { confidence: { blockTimeMs: 'sure' } }],
  ])('has a schema that refuses %s', (_, wrong) => {
    expect(validate({ ...written, networks: [{ ...written.networks[0], ...wrong }] })).toBe(false)
  })
})

describe('confidence', () => {
  /** Whether a path such as `contracts.rollup[1]` leads to something in a network. */
  function leads(network: unknown, path: string): boolean {
    const steps = path.replace(/\[(\d+)\]/g, '.$1').split('.')
    const found = steps.reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], network)
    return found !== undefined
  }

  it('grades facts that are there, of networks that are there', () => {
    const byId = new Map<string, unknown>(networks.map((network) => [network.id, network]))
    const wrong = Object.entries(unsureFacts).flatMap(([id, { singleSource = [], believed = [] }]) =>
      [...singleSource, ...believed].filter((path) => !leads(byId.get(id), path)).map((path) => `${id}.${path}`),
    )
    expect(wrong).toEqual([])
  })

  it('gives a fact one grade, and names an address of several by its place', () => {
    for (const network of networks) {
      const { singleSource = [], believed = [] } = unsureFacts[network.id] ?? {}
      const named = [...singleSource, ...believed]
      expect(new Set(named).size, network.id).toBe(named.length)
      for (const path of Object.keys(confidenceOf(network))) {
        const list = path.startsWith('contracts.') ? (network.contracts as Record<string, unknown[]>)[path.slice(10)] : undefined
        expect(list === undefined || list.length === 1, `${network.id}.${path}`).toBe(true)
      }
    }
  })

  it('grades every chain id, block time and address', () => {
    for (const network of networks) {
      const grades = Object.keys(confidenceOf(network))
      for (const fact of ['chainId', 'blockTimeMs', 'challengePeriodMs'] as const) {
        expect(grades.includes(fact), `${network.id}.${fact}`).toBe(network[fact] !== undefined)
      }
      for (const name of Object.keys(network.contracts)) {
        expect(grades.some((path) => path === `contracts.${name}` || path.startsWith(`contracts.${name}[`))).toBe(true)
      }
    }
  })

  it('tells a configured block time from an estimate', () => {
    const gradeOf = (id: string, path: string): string | undefined =>
      written.networks.find((network) => network.id === id)?.confidence[path]
    expect(gradeOf('optimism', 'blockTimeMs')).toBe('sourced')
    expect(gradeOf('scroll', 'blockTimeMs')).toBe('single-source')
    expect(gradeOf('bsc', 'blockTimeMs')).toBe('believed')
    expect(gradeOf('corn', 'parent')).toBe('believed')
  })
})
