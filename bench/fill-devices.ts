/** Devices as imports leave them, but made by the database itself: for measurements that read none of what is in them. */
import pg from 'pg'
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
  for (let done = 0; done < count; done += step) {
    await client.query(
      `with made as (
         insert into device (tenant_id, device_id, serial_number, manufacturer, model, directory_object_id,
           directory_device_id, registered_at)
         select $1, gen_random_uuid(), upper(substr(md5(random()::text), 1, 10)), 'Maker', 'Model', gen_random_uuid(),
           gen_random_uuid(), now()
         from generate_series(1, $2::int) returning device_id
       ), tokens as (
         select device_id, array(select gen_random_uuid() from generate_series(1, $3::int) where device_id is not null) as own
         from made
       ), identities as (
         insert into device_identity (tenant_id, device_id, record, tokens)
         select $1, device_id, decode(repeat(md5(device_id::text), 16), 'hex'), own from tokens
       )
       insert into identity_token (token, holders)
       select unnest(own), array[$1, device_id] from tokens`,
      [tenantId, Math.min(step, count - done), tokensPerDevice],
    )
  }
  await client.query('vacuum analyze identity_token, device, device_identity')
  await client.end()
}
