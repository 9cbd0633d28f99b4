/** Two reads of Graph next to a Prism mock of the same routes, and next to the least that they can cost. */
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Store } from '../../src/storage/database.ts'
import type { BenchRow, Report } from '../report.ts'
import type { BareServer } from './bare-server.ts'
import { readyAt, stopped } from './child.ts'
import { fetchOver, type Measured, measureInTurn, type Target } from './load.ts'
import { startPrism } from './prism.ts'
import { parentOf } from './processor-time.ts'
import { startTaxiwayProcess } from './taxiway-server.ts'

const set = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities'

type Registry = {
  readonly store: Store
  readonly connectionString: string
  readonly tenantId: string
  readonly folder: string
}

export async function compareReads(registry: Registry, report: Report): Promise<void> {
  const { connectionString: databaseUrl, tenantId } = registry
  const folder = join(registry.folder, 'http')
  mkdirSync(folder)
  const tenant = { id: tenantId, domain: 'bench.test' }
  const taxiway = await startTaxiwayProcess({ databaseUrl, folder, tenant })
  const headers = { authorization: `Bearer ${taxiway.token}` }
  const list = await fetchOver(`${taxiway.origin}${set}?$top=50`, headers)
  const [first] = list['value'] as { id: string }[]
  const id = first?.id ?? ''
  const one = await fetchOver(`${taxiway.origin}${set}/${id}`, headers)

  const examples = { list, one }
  const prism = await startPrism({ folder, tls: taxiway.dataDir }, examples)
  const plainPrism = await startPrism({ folder }, examples)
  const bare = await startBare({
    cert: join(taxiway.dataDir, 'server.pem'),
    key: join(taxiway.dataDir, 'server.key'),
    databaseUrl,
    answers: {
      list: { body: list, statement: page(tenantId) },
      one: { body: one, statement: single(tenantId, id) },
    },
  })
  const database = await serverOf(registry.store)

  const reads = {
    'list page of 50': ['list', `${set}?$top=50`],
    'get by id': ['one', `${set}/${id}`],
  } as const
  for (const [name, [what, path]] of Object.entries(reads)) {
    const at = (origin: string, processes: Target['processes'], below: string = path): Target => ({
      url: `${origin}${below}`,
      headers,
      processes,
    })
    const ours = at(taxiway.origin, { server: taxiway.pid, database })
    const others: readonly Other[] = [
      ...(prism ? [{ who: prismGoal, ...at(prism.origin, { server: prism.pid }) }] : []),
      ...(plainPrism
        ? [{ who: 'Prism over plain HTTP', ...at(plainPrism.origin, { server: plainPrism.pid }) }]
        : []),
      {
        who: 'node:https, one statement, JSON',
        ...at(bare.origin, { server: bare.pid, database }, `/queried/${what}`),
      },
      { who: 'node:https, JSON', ...at(bare.origin, { server: bare.pid }, `/stringified/${what}`) },
    ]
    const [own, ...figures] = await measureInTurn([ours, ...others])
    for (const [i, theirs] of figures.entries()) {
      if (own)
        report(besides(`Graph over HTTPS, ${name}`, own, { who: others[i]?.who ?? '', theirs }))
    }
  }
  await taxiway.stop()
  await prism?.stop()
  await plainPrism?.stop()
  await bare.stop()
}

type Other = Target & { readonly who: string }

/** The one that the goal is about. */
const prismGoal = 'Prism behind the same TLS'

function besides(
  name: string,
  ours: Measured,
  { who, theirs }: { readonly who: string; readonly theirs: Measured },
): BenchRow {
  const ratio = ours.perSecond / theirs.perSecond
  return {
    name,
    figure: said(ours),
    floor: `${said(theirs)} (${who})`,
    ratio,
    ...(who === prismGoal && { goal: '≥ 5', met: ratio >= 5 }),
  }
}

/** Such as `900/s, p99 20 ms; µs each: server 800, database 150, load 90`. */
function said({ perSecond, p99, work }: Measured): string {
  const each = Object.entries(work).filter(([, time]) => !Number.isNaN(time))
  const works = each.map(([name, time]) => `${name} ${time.toFixed(0)}`).join(', ')
  return `${perSecond.toFixed(0)}/s, p99 ${p99.toFixed(0)} ms; µs each: ${works}`
}

const page = (tenantId: string) => ({
  name: 'page',
  text: 'select * from device where tenant_id = $1 order by device_id limit 51',
  values: [tenantId],
})

const single = (tenantId: string, id: string) => ({
  name: 'single',
  text: 'select * from device where tenant_id = $1 and device_id = $2',
  values: [tenantId, id],
})

async function startBare(options: BareServer) {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'bare-server.ts'), JSON.stringify(options)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  return { origin: await readyAt(child.stdout), pid: child.pid ?? 0, stop: () => stopped(child) }
}

/** The server's process, whose children answer; 0 where that cannot be found out. */
async function serverOf({ pool }: Store): Promise<number> {
  const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid')
  return parentOf(rows[0]?.pid ?? 0) ?? 0
}
