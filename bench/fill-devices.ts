/** Devices as imports leave them, but without their hashes: for measurements of what reads none. */
import pg from 'pg'
import { filler, fillRegistry } from '../test/support/databases/fill-registry.ts'
import { fillIdentities } from './fill-identities.ts'
import type { openBenchRegistry } from './registry-store.ts'

type Registry = Pick<
  Awaited<ReturnType<typeof openBenchRegistry>>,
  'connectionString' | 'tenantId' | 'wrap' | 'tokens'
>

export async function fillDevices(registry: Registry, count: number): Promise<void> {
  const { connectionString, tenantId } = registry
  // A connection of its own: the server's give up on what takes as long as this.
  const client = new pg.Client({ connectionString })
  await client.connect()
  // Nobody waits for each of its pages to reach the disk.
  await client.query('set synchronous_commit = off')
  const { rows } = await client.query<{ made: number }>(
    'select count(*)::int as made from import_row where tenant_id = $1 and submitted_by = $2',
    [tenantId, filler],
  )
  const from = rows[0]?.made ?? 0
  await fillRegistry(client, { tenantId, from, to: from + count })
  // Its last receipts wait for a decision, which no server can make without their hashes.
  await client.query('delete from import_work where tenant_id = $1', [tenantId])
  await fillIdentities(client, registry)
  await client.query('vacuum analyze')
  await client.end()
}
