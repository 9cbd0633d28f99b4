/**
 * Two reads of Graph next to a Prism mock of the same routes, and next to the least that they can cost.
 *
 * All answer the same bodies to the same requests over connections that stay open. The goal is about the least. Prism,
 * which asks no database, is a peer (docs/decisions/0008-reads.md): it speaks plain HTTP only, over which Graph's clients
 * send no token, so it is measured behind the same TLS as ours, too.
 */
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Store } from '../../src/storage/sql/store.ts'
import type { BenchRow, Report } from '../report.ts'
import type { BareServer } from './bare-server.ts'
import { readyAt, stopped } from './child.ts'
import { fetchOver, type Measured, measureInTurn, type Target } from './load.ts'
import { startPrism } from './prism.ts'
import { databaseProcess } from './processor-time.ts'
import { type RunningTaxiway, startTaxiwayProcess } from './taxiway-server.ts'

const set = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities'

type Registry = {
  readonly store: Store
  readonly connectionString: string
  readonly tenantId: string
  readonly folder: string
}

type Read = { readonly name: string; readonly path: string; readonly body: unknown }

/** A server that answers the reads, below its origin. */
type Contestant = Pick<Target, 'processes'> & {
  readonly who: string
  readonly origin: string
  readonly stop?: () => Promise<void>
}

export async function compareReads(registry: Registry, report: Report): Promise<void> {
  const folder = join(registry.folder, 'http')
  mkdirSync(folder)
  const taxiway = await startTaxiwayProcess({
    databaseUrl: registry.connectionString,
    folder: registry.folder,
    tenant: { id: registry.tenantId, domain: 'bench.test' },
  })
  const headers = { authorization: `Bearer ${taxiway.token}` }
  const ask = (path: string) => fetchOver(`${taxiway.origin}${path}`, headers)
  const list = await ask(`${set}?$top=50`)
  const [{ id }] = list['value'] as [{ id: string }]
  const reads = {
    list: { name: 'list page of 50', path: `${set}?$top=50`, body: list },
    one: { name: 'get by id', path: `${set}/${id}`, body: await ask(`${set}/${id}`) },
  }
  const database = await databaseProcess(registry.store)
  const contestants: readonly Contestant[] = [
    { who: 'Taxiway', ...taxiway, processes: { server: taxiway.pid, database } },
    ...(await prisms(taxiway, folder, reads)),
    ...(await bareServer(taxiway, { registry, database, id }, reads)),
  ]
  try {
    for (const read of Object.values(reads)) await compare(read, { contestants, headers }, report)
  } finally {
    for (const { stop } of contestants) await stop?.()
  }
}

/** Ours is the first of the contestants. */
async function compare(
  { name, path }: Read,
  { contestants, headers }: { contestants: readonly Contestant[]; headers: Target['headers'] },
  report: Report,
): Promise<void> {
  const targets = contestants.map(({ origin, processes }) => ({
    url: `${origin}${path}`,
    headers,
    processes,
  }))
  const [ours, ...others] = await measureInTurn(targets)
  for (const [i, theirs] of others.entries()) {
    const who = contestants[i + 1]?.who ?? ''
    if (ours) report(besides(`Graph over HTTPS, ${name}`, ours, { who, theirs }))
  }
}

type Reads = { readonly list: Read; readonly one: Read }

async function prisms(
  { dataDir }: RunningTaxiway,
  folder: string,
  { list, one }: Reads,
): Promise<readonly Contestant[]> {
  const examples = { list: list.body, one: one.body }
  const secured = await startPrism({ folder, tls: dataDir }, examples)
  const plain = await startPrism({ folder }, examples)
  if (secured === undefined || plain === undefined) return []
  return [
    { who: 'Prism behind the same TLS', ...secured, processes: { server: secured.pid } },
    { who: 'Prism over plain HTTP', ...plain, processes: { server: plain.pid } },
  ]
}

async function bareServer(
  { dataDir }: RunningTaxiway,
  { registry, database, id }: { registry: Registry; database: number; id: string },
  { list, one }: Reads,
): Promise<readonly Contestant[]> {
  const { connectionString: databaseUrl, tenantId } = registry
  const page = 'select * from device where tenant_id = $1 order by device_id limit 51'
  const single = 'select * from device where tenant_id = $1 and device_id = $2'
  const options: BareServer = {
    cert: join(dataDir, 'server.pem'),
    key: join(dataDir, 'server.key'),
    databaseUrl,
    answers: {
      [list.path]: { body: list.body, statement: { name: 'page', text: page, values: [tenantId] } },
      [one.path]: {
        body: one.body,
        statement: { name: 'single', text: single, values: [tenantId, id] },
      },
    },
  }
  const program = join(import.meta.dirname, 'bare-server.ts')
  const child = spawn(process.execPath, [program, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const origin = await readyAt(child.stdout)
  const server = child.pid ?? 0
  return [
    {
      who: bare.who,
      origin: `${origin}/queried`,
      processes: { server, database },
      stop: () => stopped(child),
    },
    { who: 'node:https, JSON', origin: `${origin}/stringified`, processes: { server } },
  ]
}

/** What the goal is about: at least so many times as many requests a second. */
const bare = { who: 'node:https, one statement, JSON', goal: 0.85 }

function besides(
  name: string,
  ours: Measured,
  { who, theirs }: { readonly who: string; readonly theirs: Measured },
): BenchRow {
  const ratio = ours.perSecond / theirs.perSecond
  const goal = who === bare.who ? bare.goal : undefined
  return {
    name,
    figure: said(ours),
    floor: `${said(theirs)} (${who})`,
    ratio,
    ...(goal !== undefined && { goal: `≥ ${goal}`, met: ratio >= goal }),
  }
}

/** Such as `900/s, p99 20 ms; µs each: server 800, database 150, load 90`. */
function said({ perSecond, p99, work }: Measured): string {
  const each = Object.entries(work).filter(([, time]) => !Number.isNaN(time))
  const works = each.map(([name, time]) => `${name} ${time.toFixed(0)}`).join(', ')
  return `${perSecond.toFixed(0)}/s, p99 ${p99.toFixed(0)} ms; µs each: ${works}`
}
