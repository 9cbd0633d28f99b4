/**
 * Every list, filter, order, search and count with a million devices, beside the same with ten thousand in the same
 * run. What is asked goes through the whole server, but for the network.
 */
import pg from 'pg'
import { createApp } from '../src/compose/app.ts'
import { assignedProfile } from '../test/support/assigned-profile.ts'
import { fillRegistry } from '../test/support/databases/fill-registry.ts'
import { type ListShape, listShapes } from '../test/support/databases/list-shapes.ts'
import { type Client, clientsOf, origin } from '../test/support/registry-clients.ts'
import { openBenchRegistry, percentile, timed } from './registry-store.ts'
import type { Report } from './report.ts'

/** TAXIWAY_BENCH_DEVICES: fewer, where there is no time for a million. */
const sizes = [10_000, Number(process.env['TAXIWAY_BENCH_DEVICES'] ?? 1_000_000)] as const
const rounds = 21
/** Rounds before those that count. */
const warmUp = 3
const maxGrowth = 1.5

type Filled = { readonly client: Client; readonly profileId: string; readonly devices: number }

export async function run(report: Report): Promise<void> {
  const registries = await Promise.all(sizes.map(() => openBenchRegistry()))
  try {
    const filled: Filled[] = []
    for (const [i, registry] of registries.entries())
      filled.push(await fill(registry, sizes[i] ?? 0))
    const [few, many] = filled
    if (few === undefined || many === undefined) throw new Error('nothing was filled')
    const shapes = listShapes(few.profileId)
    const shapesOfMany = listShapes(many.profileId)
    for (const [i, shape] of shapes.entries()) {
      const [small, large] = await bothTimes([few, shape], [many, shapesOfMany[i] ?? shape])
      report({
        name: shape.name,
        figure: `${large.toFixed(1)} ms with ${sizes[1].toLocaleString('en')}`,
        floor: `${small.toFixed(1)} ms with ${sizes[0].toLocaleString('en')}`,
        ratio: small / large,
        goal: 'at most 1.5 ×',
        met: large <= maxGrowth * small,
      })
    }
  } finally {
    for (const registry of registries) await registry.close()
  }
}

async function fill(
  registry: Awaited<ReturnType<typeof openBenchRegistry>>,
  devices: number,
): Promise<Filled> {
  const { store, wrap } = registry
  const app = await createApp({
    store,
    wrap,
    publicUrl: origin,
    onImport: () => undefined,
    report: (error) => console.error(error),
  })
  const client = await clientsOf(app, store).newTenant()
  const started = performance.now()
  // A connection of its own: the server's give up on what takes as long as this.
  const long = new pg.Client({ connectionString: registry.connectionString })
  await long.connect()
  await fillRegistry(long, { tenantId: client.tenantId, from: 0, to: devices })
  const seconds = (performance.now() - started) / 1000
  await long.query('vacuum analyze')
  const { rows } = await long.query<{ bytes: number }>(
    'select sum(pg_total_relation_size(relid))::float8 as bytes from pg_stat_user_tables',
  )
  await long.end()
  console.error(
    `${devices.toLocaleString('en')} devices in ${seconds.toFixed(0)} s, ${((rows[0]?.bytes ?? 0) / devices).toFixed(0)} bytes each`,
  )
  return { client, profileId: await assignedProfile(client), devices }
}

async function bothTimes(
  few: readonly [Filled, ListShape],
  many: readonly [Filled, ListShape],
): Promise<readonly [number, number]> {
  const times: [number[], number[]] = [[], []]
  for (let round = -warmUp; round < rounds; round++)
    for (const [i, [of, shape]] of [few, many].entries()) {
      if (shape.before !== undefined && round === -warmUp) await ask(of, shape.before(of.devices))
      const took = await timed(() => ask(of, shape.path(of.devices)))
      if (round >= 0) times[i]?.push(took)
    }
  return [percentile(times[0], 0.5), percentile(times[1], 0.5)]
}

async function ask({ client }: Filled, path: string): Promise<void> {
  const answer = await client.ask('GET', path)
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
  await answer.arrayBuffer()
}
