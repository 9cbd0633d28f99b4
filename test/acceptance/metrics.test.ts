/** Metrics are for this machine, and at the origin only where the operator says so; and what operators are given to watch them with. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { eventually } from '../support/eventually.ts'
import { databaseSettings } from '../support/server-database.ts'
import { root } from '../support/taxiway-command.ts'
import { startTaxiwayProcess } from '../support/taxiway-process.ts'
import { trust } from '../support/wire-client.ts'

test('metrics are in plain HTTP on the loopback address and not at the origin', async () => {
  const server = await startTaxiwayProcess({ env: await databaseSettings() })
  const port = await eventually(() => portOf(server.log()))
  trust(server.ca)
  const separate = await fetch(`http://127.0.0.1:${port}/metrics`)
  expect(separate.headers.get('content-type')).toContain('text/plain')
  expect(await separate.text()).toContain('taxiway_http_requests_total')
  expect((await fetch(`${server.origin}/metrics`)).status).toBe(404)
  expect((await fetch(`http://127.0.0.1:${port}/livez`)).status).toBe(404)
  await server.dispose()
})

/** The port that the log names; throws before it does. */
function portOf(log: string): number {
  const line = log.split('\n').find((each) => each.includes('metrics are at'))
  if (line === undefined) throw new Error('the log names no port of metrics')
  return JSON.parse(line).port
}

test('at the origin where the operator says so: documented name by name, and all that dashboard and alerts ask for', async () => {
  const server = await startTaxiwayProcess({
    env: { ...(await databaseSettings()), TAXIWAY_METRICS_PORT: 'origin' },
  })
  trust(server.ca)
  const text = await (await fetch(`${server.origin}/metrics`)).text()
  await server.dispose()
  const live = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name))
  const own = [...live].filter((name) => name.startsWith('taxiway_')).toSorted()
  const documented = documentedMetrics()
  expect([...documented.keys()].toSorted()).toEqual(own)
  expect(expressions.length).toBeGreaterThan(15)
  for (const expression of expressions) {
    const names = namesIn(expression)
    expect(names, expression).not.toEqual([])
    expect({ expression, missing: names.filter((name) => !live.has(name)) }).toEqual({
      expression,
      missing: [],
    })
    // A label that no metric has would make an expression silently empty.
    const labels = new Set([...names.flatMap((name) => documented.get(name) ?? []), ...ofScrape])
    expect({
      expression,
      unknown: labelsIn(expression).filter((name) => !labels.has(name)),
    }).toEqual({ expression, unknown: [] })
  }
})

/** Labels that Prometheus itself adds. */
const ofScrape = ['job', 'instance']

type Panel = {
  readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[]
}
const dashboard: { readonly panels: readonly Panel[] } = JSON.parse(
  readFileSync(join(root, 'deploy/grafana-dashboard.json'), 'utf8'),
)
const alerts: { groups: { rules: { expr: string }[] }[] } = parse(
  readFileSync(join(root, 'deploy/prometheus-alerts.yml'), 'utf8'),
)

const expressions = [
  ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
  // Whether a target answers is Prometheus's own.
  ...alerts.groups
    .flatMap(({ rules }) => rules.map(({ expr }) => expr))
    .filter((each) => !/^up\b/.test(each)),
]

function namesIn(expression: string): readonly string[] {
  return [...new Set(expression.match(/\b(taxiway|process|nodejs)_\w+/g) ?? [])]
}

function labelsIn(expression: string): readonly string[] {
  const selected = [...expression.matchAll(/\{([^}]*)\}/g)].flatMap(([, list = '']) =>
    [...list.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, name = '']) => name),
  )
  const grouped = [...expression.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) =>
    list.split(/, */),
  )
  return [...selected, ...grouped]
}

/** The names of docs/server.md with their labels. */
function documentedMetrics(): ReadonlyMap<string, readonly string[]> {
  const page = readFileSync(join(root, 'docs/server.md'), 'utf8')
  const [, section = ''] = page.split('### Metrics\n')
  const rows = section.trim().split('\n\n')[0]?.split('\n').slice(2) ?? []
  return new Map(
    rows.flatMap((row) => {
      const [, names = '', labels = ''] = row.split('|')
      return wordsIn(names).map((name) => [name, wordsIn(labels)] as const)
    }),
  )
}

function wordsIn(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word)
}

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0

test.runIf(hasSystemd)('the unit is one that systemd understands', () => {
  const { status, stderr } = spawnSync(
    'systemd-analyze',
    ['verify', '--man=no', join(root, 'deploy/taxiway.service')],
    { encoding: 'utf8' },
  )
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})
