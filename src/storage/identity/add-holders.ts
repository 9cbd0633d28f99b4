/** Adds devices to tokens, which is what decides who owns a device (see `holders.ts`). */
import pg from 'pg'
import type { Token } from '../../core/identity/tokens.ts'
import type { DeviceId, TenantId } from '../../core/ids.ts'
import { uuidArray } from '../sql/binary-arrays.ts'
import { ClaimLost } from '../sql/database.ts'
import { pairs, type SeenHolders } from './holders.ts'

export type NewHolder = { readonly token: Token; readonly deviceId: DeviceId }

export type AddedHolders = {
  readonly added: readonly NewHolder[]
  /** Tokens that had no room for a device. */
  readonly crowded?: readonly Token[]
  readonly seen: SeenHolders
}

export type HolderCount = { readonly token: Token; readonly devices: number }

/**
 * Adds devices of one tenant to tokens. Throws `ClaimLost` if a token has a holder that `seen` does not contain,
 * because the decision relied on its absence, or if the token has disappeared. Returns the shared tokens with their
 * counts.
 */
export async function addHolders(
  client: Pick<pg.ClientBase, 'query'>,
  tenantId: TenantId,
  { added, crowded = [], seen }: AddedHolders,
): Promise<readonly HolderCount[]> {
  // Sorted, so that two imports that race for several tokens do not deadlock. Between the two statements they still
  // may; PostgreSQL aborts one, which is then repeated.
  const sorted = added.toSorted((a, b) => (a.token < b.token ? -1 : a.token > b.token ? 1 : 0))
  const isAgain = (holder: NewHolder | undefined, token: Token) => holder?.token === token
  const isFresh = ({ token }: NewHolder, n: number) =>
    !(seen.holders.has(token) || isAgain(sorted[n - 1], token) || isAgain(sorted[n + 1], token))
  const fresh = sorted.filter(isFresh)
  if (fresh.length > 0) await insertFresh(client, tenantId, fresh)
  const rest = sorted.filter((holder, n) => !isFresh(holder, n))
  const shared = rest.length === 0 ? [] : await insertNew(client, tenantId, rest)
  // An already crowded token is not written again: two imports meet on the pairs.
  const news = crowded.filter((token) => !seen.crowded.get(token)?.includes(tenantId))
  if (shared.length === 0 && news.length === 0) return []
  return append(client, tenantId, { shared, crowded: news, seen, ours: added })
}

/** Tokens that nobody holds and one device brings: nearly all. They cost half of what `insertNew` does. */
async function insertFresh(
  client: Pick<pg.ClientBase, 'query'>,
  tenantId: TenantId,
  sorted: readonly NewHolder[],
): Promise<void> {
  try {
    await client.query({
      name: 'identity-token-insert-fresh',
      text: insertSql,
      values: insertValues(tenantId, sorted),
    })
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === uniqueViolation) throw new ClaimLost()
    throw error
  }
}

const uniqueViolation = '23505'

const insertSql = `insert into identity_token (token, holders)
  select token, array[$1::uuid, device] from unnest($2::uuid[], $3::uuid[]) as given(token, device)`

function insertValues(tenantId: TenantId, sorted: readonly NewHolder[]) {
  return [
    tenantId,
    uuidArray(sorted.map(({ token }) => token)),
    uuidArray(sorted.map(({ deviceId }) => deviceId)),
  ]
}

/** Those that could not be inserted, because the token has a holder or belongs to another new device too. */
async function insertNew(
  client: Pick<pg.ClientBase, 'query'>,
  tenantId: TenantId,
  sorted: readonly NewHolder[],
): Promise<readonly NewHolder[]> {
  const { rowCount } = await client.query({
    name: 'identity-token-insert',
    text: `${insertSql} on conflict (token) do nothing`,
    values: insertValues(tenantId, sorted),
  })
  if (rowCount === sorted.length) return []
  const { rows } = await client.query<{ token: Token; device: DeviceId }>({
    name: 'identity-token-first',
    text: 'select token, holders[2] as device from identity_token where token = any($1::uuid[])',
    values: [uuidArray(sorted.map(({ token }) => token))],
  })
  const first = new Map(rows.map(({ token, device }) => [token, device]))
  return sorted.filter(({ token, deviceId }) => first.get(token) !== deviceId)
}

type Shared = {
  readonly shared: readonly NewHolder[]
  readonly crowded: readonly Token[]
  readonly seen: SeenHolders
  readonly ours: readonly NewHolder[]
}

async function append(
  client: Pick<pg.ClientBase, 'query'>,
  tenantId: TenantId,
  { shared, crowded, seen, ours }: Shared,
): Promise<readonly HolderCount[]> {
  const tokens = shared.map(({ token }) => token)
  const touched = [...new Set([...tokens, ...crowded])]
  const { rows } = await client.query<LockedToken>({
    name: 'identity-token-lock-and-read',
    text: 'select token, holders, crowded from identity_token where token = any($1::uuid[]) order by token for update',
    values: [uuidArray(touched)],
  })
  // It existed a moment ago and disappeared with its last holder: the device would not be found by it.
  if (rows.length !== touched.length) throw new ClaimLost()
  refuseNews(rows, seen, new Set(ours.map(({ deviceId }) => deviceId)))
  const counts = tokens.length === 0 ? [] : await appendShared(client, tenantId, shared)
  if (crowded.length > 0) await markCrowded(client, tenantId, crowded)
  return counts
}

type LockedToken = {
  readonly token: Token
  readonly holders: string[]
  readonly crowded: TenantId[] | null
}

/** An unknown holder, or unlisted devices: the decision's basis is gone. */
function refuseNews(
  rows: readonly LockedToken[],
  seen: SeenHolders,
  own: ReadonlySet<DeviceId>,
): void {
  for (const { token, holders, crowded } of rows) {
    const known = new Set((seen.holders.get(token) ?? []).map(({ deviceId }) => deviceId))
    const isNews = pairs(holders).some(({ deviceId }) => !own.has(deviceId) && !known.has(deviceId))
    const missing = crowded?.length ?? 0
    if (isNews || missing > (seen.crowded.get(token)?.length ?? 0)) throw new ClaimLost()
  }
}

async function appendShared(
  client: Pick<pg.ClientBase, 'query'>,
  tenantId: TenantId,
  shared: readonly NewHolder[],
): Promise<readonly HolderCount[]> {
  const { rows } = await client.query<HolderCount>({
    name: 'identity-token-append',
    text: `update identity_token set holders = identity_token.holders || addition.added
      from (
        select token, array_agg(id order by place) as added
        from unnest($2::uuid[], $3::uuid[]) with ordinality as given(token, device, position),
          lateral (values (2 * position, $1::uuid), (2 * position + 1, device)) as pair(place, id)
        group by token
      ) as addition
      where identity_token.token = addition.token
      returning identity_token.token, cardinality(identity_token.holders) / 2 as devices`,
    values: [tenantId, shared.map(({ token }) => token), shared.map(({ deviceId }) => deviceId)],
  })
  return rows
}

async function markCrowded(
  client: Pick<pg.ClientBase, 'query'>,
  tenantId: TenantId,
  tokens: readonly Token[],
): Promise<void> {
  await client.query({
    name: 'identity-token-crowded',
    text: `update identity_token set crowded = coalesce(crowded, '{}') || $1::uuid
      where token = any($2::uuid[]) and not coalesce(crowded, '{}') @> array[$1::uuid]`,
    values: [tenantId, uuidArray([...new Set(tokens)])],
  })
}
