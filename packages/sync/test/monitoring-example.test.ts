import { readFileSync } from 'node:fs'
import { createMetrics } from '@defimon/sync/metrics'
import { parser } from '@prometheus-io/lezer-promql'
import { Registry } from 'prom-client'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

const folder = new URL('../../../examples/monitoring/', import.meta.url)
const read = (file: string): string => readFileSync(new URL(file, folder), 'utf8')

interface Metric {
  readonly name: string
  readonly type: string
  readonly labels: ReadonlySet<string>
}

/** The metrics as Prometheus sees them: histograms come in three. */
async function metrics(): Promise<ReadonlyMap<string, Metric>> {
  const register = new Registry()
  createMetrics({ register, sources: [] })
  const found = new Map<string, Metric>()
  for (const { name } of register.getMetricsAsArray()) {
    const metric = register.getSingleMetric(name) as unknown as { readonly labelNames: readonly string[] }
    const type = String((await register.getSingleMetric(name)!.get()).type)
    const names = type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name]
    for (const each of names) found.set(each, { name: each, type, labels: new Set([...metric.labelNames, 'le']) })
  }
  return found
}

/** The metric names and label names that an expression uses. Fails where Prometheus could not parse it. */
function usesOf(expression: string): { readonly names: readonly string[]; readonly labels: readonly string[] } {
  const names: string[] = []
  const labels: string[] = []
  parser.parse(expression).iterate({
    enter({ type, from, to }) {
      if (type.isError) throw new Error(`not PromQL at ${from}: ${expression}`)
      if (type.name === 'VectorSelector') names.push(/^\w+/.exec(expression.slice(from, to))?.[0] ?? '')
      if (type.name === 'LabelName') labels.push(expression.slice(from, to))
    },
  })
  return { names, labels }
}

async function checkExpression(expression: string): Promise<void> {
  const known = await metrics()
  const { names, labels } = usesOf(expression.replaceAll('$network', 'base'))
  expect(names.length).toBeGreaterThan(0)
  for (const name of names) expect(known.has(name), `${name} in ${expression}`).toBe(true)
  for (const label of labels)
    expect(
      names.some((name) => known.get(name)?.labels.has(label)),
      `${label} in ${expression}`,
    ).toBe(true)
}

describe('the monitoring example', () => {
  it('has a dashboard whose panels ask for metrics that exist', async () => {
    const dashboard = JSON.parse(read('grafana/defimon.json')) as {
      readonly panels: readonly {
        readonly id: number
        readonly title: string
        readonly targets: readonly { readonly expr: string }[]
      }[]
    }
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length)
    for (const { targets } of dashboard.panels) for (const { expr } of targets) await checkExpression(expr)
  })

  it('shows every metric on the dashboard', async () => {
    const text = read('grafana/defimon.json')
    const missing = [...(await metrics()).keys()].filter((name) => !text.includes(name.replace(/_(bucket|sum|count)$/, '')))
    expect(missing).toEqual([])
  })

  it('has alerts that ask for metrics that exist, wait, and say what they mean', async () => {
    const { groups } = parse(read('prometheus/alerts.yml')) as {
      readonly groups: readonly { readonly rules: readonly Record<string, never>[] }[]
    }
    const rules = groups.flatMap((group) => group.rules) as unknown as readonly {
      readonly alert: string
      readonly expr: string
      readonly for: string
      readonly labels: { readonly severity: string }
      readonly annotations: { readonly summary: string; readonly description: string }
    }[]
    expect(rules.length).toBeGreaterThan(8)
    for (const rule of rules) {
      await checkExpression(rule.expr)
      expect(rule.for).toMatch(/^\d+m$/)
      expect(['warning', 'critical']).toContain(rule.labels.severity)
      expect(`${rule.annotations.summary}${rule.annotations.description}`.length).toBeGreaterThan(30)
    }
  })

  it('mounts files that are there, listens on this machine alone, and holds no password', () => {
    const { services } = parse(read('docker-compose.yml')) as {
      readonly services: Readonly<
        Record<string, { readonly image: string; readonly ports: readonly string[]; readonly volumes: readonly string[] }>
      >
    }
    expect(Object.keys(services).sort()).toEqual(['grafana', 'kafka', 'postgres', 'prometheus'])
    for (const { image, ports, volumes } of Object.values(services)) {
      expect(image).toMatch(/:v?\d+(\.\d+)*$/)
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/)
      for (const volume of volumes) {
        const [from] = volume.split(':') as [string]
        // The token is made by whoever starts it.
        if (from.startsWith('./') && from !== './defimon-token') expect(read(from).length).toBeGreaterThan(0)
      }
    }
    expect(read('docker-compose.yml')).not.toMatch(/PASSWORD: [^$]/)
    for (const file of ['prometheus/prometheus.yml', 'grafana/datasource.yml', 'grafana/dashboards.yml'])
      expect(parse(read(file))).toBeTruthy()
  })
})
