/** Proposes values shared by many devices for the deny list; a person decides (docs/identity.md). */
import type pg from 'pg'
import type { IdentityToken } from '../../core/identity/identity-tokens.ts'
import type { HolderCount } from './add-holders.ts'

/** Devices that share a value before it is proposed: two may be a clone, ten are a pattern. */
const proposedFrom = 10

/** Token kind → kind of value in the deny list. Exclusively claimed values are never proposed. */
const kinds: Readonly<Record<string, string>> = {
  uuid: 'uuid',
  serial: 'serial',
  'product-key-id': 'productKeyId',
  lan: 'mac',
  card: 'mac',
  disk: 'disk',
  'offline-id': 'offlineId',
}

export async function propose(
  client: Pick<pg.ClientBase, 'query'>,
  shared: readonly HolderCount[],
  tokens: readonly IdentityToken[],
): Promise<void> {
  const frequent = new Map(
    shared
      .filter(({ devices }) => devices >= proposedFrom)
      .map(({ token, devices }) => [token, devices]),
  )
  if (frequent.size === 0) return
  const found = tokens.filter(({ kind, token }) => frequent.has(token) && kinds[kind] !== undefined)
  const unique = [...new Map(found.map((each) => [each.token, each])).values()]
  if (unique.length === 0) return
  await client.query({
    name: 'deny-proposal-insert',
    text: `insert into deny_proposal (kind, value, devices, seen_at)
      select kind, value, devices, now() from unnest($1::text[], $2::text[], $3::int[]) as proposal(kind, value, devices)
      order by kind, value
      on conflict (kind, value) do update set devices = excluded.devices, seen_at = excluded.seen_at`,
    values: [
      unique.map(({ kind }) => kinds[kind]),
      unique.map(({ value }) => value),
      unique.map(({ token }) => frequent.get(token)),
    ],
  })
}
