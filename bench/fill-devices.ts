/** Devices as imports leave them, but made by the database itself: for measurements that read none of their hashes. */
import pg from 'pg'
import { filler, fillRegistry } from '../test/support/fill-registry.ts'
import type { openBenchRegistry } from './registry-store.ts'

/** Tokens of a device in the made-up table; real ones have six or seven. */
const tokensPerDevice = 7
const step = 50_000

export async function fillDevices(
  {
    connectionString,
    tenantId,
  }: Pick<Awaited<ReturnType<typeof openBenchRegistry>>, 'connectionString' | 'tenantId'>,
  count: number,
): Promise<void> {
  // A connection of its own: the server's give up on what takes as long as this.
  const client = new pg.Client({ connectionString })
  await client.connect()
  const { rows } = await client.query<{ made: number }>(
    'select count(*)::int as made from import_row where tenant_id = $1 and submitted_by = $2',
    [tenantId, filler],
  )
  const from = rows[0]?.made ?? 0
  await fillRegistry(client, { tenantId, from, to: from + count })
  // Its last receipts wait for a decision, which no server can make without their hashes.
  await client.query('delete from import_work where tenant_id = $1', [tenantId])
  for (let done = 0; done < count; done += step)
    await client.query(
      `with made as (
         select device_id, array(select gen_random_uuid() from generate_series(1, $2::int) where device_id is not null) as own
         from device where tenant_id = $1 and not exists (
           select from device_identity as identity where identity.tenant_id = $1 and identity.device_id = device.device_id)
         limit $3
       ), identities as (
         insert into device_identity (tenant_id, device_id, record, tokens)
         select $1, device_id, decode(repeat(md5(device_id::text), 16), 'hex'), own from made
       )
       insert into identity_token (token, holders) select unnest(own), array[$1, device_id] from made`,
      [tenantId, tokensPerDevice, step],
    )
  await client.query('vacuum analyze')
  await client.end()
}
