/**
 * Tokens and their holders. A token is a row; whoever adds a holder to it waits for whoever is adding one,
 * and then sees him. That is the whole protection against two imports of one device at the same moment:
 * it needs no isolation level, and no row that both would have to lock beforehand.
 */
import type pg from 'pg'
import type { Token } from '../../core/identity/tokens.ts'
import type { DeviceId, TenantId } from '../../core/ids.ts'
import type { Holder } from '../../core/import/slice.ts'
import { ClaimLost } from '../database.ts'

/** A token that leads to more devices than this identifies nothing. */
const mostHolders = 50

/** What was known of each token when it was decided what to do. */
export type SeenHolders = ReadonlyMap<Token, readonly Holder[]>

export type NewHolder = { readonly token: Token; readonly deviceId: DeviceId }

export type HolderCount = { readonly token: Token; readonly devices: number }

export async function findHolders(
  client: pg.ClientBase,
  tokens: readonly Token[],
): Promise<Map<Token, readonly Holder[]>> {
  const { rows } = await client.query<{ token: Token; holders: string[] }>({
    name: 'identity-token-holders',
    text: 'select token, holders from identity_token where token = any($1::uuid[])',
    values: [tokens],
  })
  return new Map(
    rows.map(({ token, holders }) => [
      token,
      holders.length > 2 * mostHolders ? [] : pairs(holders),
    ]),
  )
}

/**
 * Adds devices of one tenant to tokens. Throws `ClaimLost` when a token has got a holder that `seen` does not
 * know, since what was decided rested on its absence, or has gone meanwhile. Returns the tokens that are shared, with their counts.
 */
export async function addHolders(
  client: pg.ClientBase,
  tenantId: TenantId,
  { added, seen }: { added: readonly NewHolder[]; seen: SeenHolders },
): Promise<readonly HolderCount[]> {
  // Sorted, so that two imports that race for several tokens never wait for each other in a ring.
  const sorted = added.toSorted((a, b) => (a.token < b.token ? -1 : a.token > b.token ? 1 : 0))
  const shared = await insertNew(client, tenantId, sorted)
  return shared.length === 0 ? [] : append(client, tenantId, { shared, seen, ours: added })
}

/** What could not be inserted, since the token has a holder or is another new device's too. Mostly nothing. */
async function insertNew(
  client: pg.ClientBase,
  tenantId: TenantId,
  sorted: readonly NewHolder[],
): Promise<readonly NewHolder[]> {
  const tokens = sorted.map(({ token }) => token)
  const { rowCount } = await client.query({
    name: 'identity-token-insert',
    text: `insert into identity_token (token, holders)
      select token, array[$1::uuid, device] from unnest($2::uuid[], $3::uuid[]) as t(token, device)
      on conflict (token) do nothing`,
    values: [tenantId, tokens, sorted.map(({ deviceId }) => deviceId)],
  })
  if (rowCount === sorted.length) return []
  const { rows } = await client.query<{ token: Token; device: DeviceId }>({
    name: 'identity-token-first',
    text: 'select token, holders[2] as device from identity_token where token = any($1::uuid[])',
    values: [tokens],
  })
  const first = new Map(rows.map(({ token, device }) => [token, device]))
  return sorted.filter(({ token, deviceId }) => first.get(token) !== deviceId)
}

async function append(
  client: pg.ClientBase,
  tenantId: TenantId,
  {
    shared,
    seen,
    ours,
  }: { shared: readonly NewHolder[]; seen: SeenHolders; ours: readonly NewHolder[] },
): Promise<readonly HolderCount[]> {
  const tokens = shared.map(({ token }) => token)
  const locked = await client.query({
    name: 'identity-token-lock',
    text: 'select from identity_token where token = any($1::uuid[]) order by token for update',
    values: [tokens],
  })
  // One was there a moment ago and went with its last holder: the device would not be found by it.
  if (locked.rowCount !== new Set(tokens).size) throw new ClaimLost()
  const { rows } = await client.query<{ token: Token; holders: string[] }>({
    name: 'identity-token-append',
    text: `update identity_token t set holders = t.holders || v.added
      from (
        select token, array_agg(id order by place) as added
        from unnest($2::uuid[], $3::uuid[]) with ordinality as u(token, device, n),
          lateral (values (2 * n, $1::uuid), (2 * n + 1, device)) as p(place, id)
        group by token
      ) v
      where t.token = v.token and cardinality(t.holders) <= $4
      returning t.token, t.holders`,
    values: [tenantId, tokens, shared.map(({ deviceId }) => deviceId), 2 * mostHolders],
  })
  const own = new Set(ours.map(({ deviceId }) => deviceId))
  for (const { token, holders } of rows) {
    const known = new Set((seen.get(token) ?? []).map(({ deviceId }) => deviceId))
    const stranger = pairs(holders).find(
      ({ deviceId }) => !own.has(deviceId) && !known.has(deviceId),
    )
    if (stranger !== undefined) throw new ClaimLost()
  }
  return rows.map(({ token, holders }) => ({ token, devices: holders.length / 2 }))
}

/** Takes a device out of all its tokens. */
export async function removeHolder(
  client: pg.ClientBase,
  tokens: readonly string[],
  deviceId: string,
): Promise<void> {
  await client.query(
    'select from identity_token where token = any($1::uuid[]) order by token for update',
    [tokens],
  )
  await client.query(
    `update identity_token set holders =
       holders[:array_position(holders, $2::uuid) - 2] || holders[array_position(holders, $2::uuid) + 1:]
     where token = any($1::uuid[]) and $2::uuid = any(holders)`,
    [tokens, deviceId],
  )
  await client.query(
    'delete from identity_token where token = any($1::uuid[]) and cardinality(holders) = 0',
    [tokens],
  )
}

/** Tenant and device of each holder, from their flat form. */
export function pairs(flat: readonly string[]): readonly Holder[] {
  return Array.from({ length: flat.length / 2 }, (_, n) => ({
    tenantId: flat[2 * n] as TenantId,
    deviceId: flat[2 * n + 1] as DeviceId,
  }))
}

export function flat(holders: readonly Holder[]): string[] {
  return holders.flatMap(({ tenantId, deviceId }) => [tenantId, deviceId])
}
