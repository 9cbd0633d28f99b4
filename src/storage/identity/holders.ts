/**
 * Tokens and their holders. A token is a row; adding a holder waits for a concurrent addition and then sees its
 * result. That is the whole protection against two simultaneous imports of one device: it needs no isolation level,
 * and no row that both would have to lock beforehand.
 */
import type pg from 'pg'
import type { Token } from '../../core/identity/tokens.ts'
import type { DeviceId, TenantId } from '../../core/ids.ts'
import type { Holder, Holders } from '../../core/imports/slice.ts'
import { uuidArray } from '../sql/binary-arrays.ts'

/** The holders of each token that were known when the decision was made. */
export type SeenHolders = Holders

export async function findHolders(
  client: Pick<pg.ClientBase, 'query'>,
  tokens: readonly Token[],
): Promise<Holders> {
  const { rows } = await client.query<{
    token: Token
    holders: string[]
    crowded: TenantId[] | null
  }>({
    name: 'identity-token-holders',
    text: 'select token, holders, crowded from identity_token where token = any($1::uuid[])',
    values: [uuidArray(tokens)],
  })
  return {
    holders: new Map(rows.map(({ token, holders }) => [token, pairs(holders)])),
    crowded: new Map(
      rows.flatMap(({ token, crowded }) => (crowded === null ? [] : [[token, crowded] as const])),
    ),
  }
}

/** Removes devices from their tokens; all of these are locked at once, for the same reason that `addHolders` sorts. */
export async function removeHolders(
  client: Pick<pg.ClientBase, 'query'>,
  tokens: readonly string[],
  devices: readonly string[],
): Promise<void> {
  await client.query({ ...lockTokens, values: [tokens] })
  await client.query(
    `update identity_token set holders = array(
       select pair.id from generate_series(1, cardinality(identity_token.holders), 2) as slot,
         lateral (values (slot, identity_token.holders[slot]), (slot + 1, identity_token.holders[slot + 1])) as pair(place, id)
       where identity_token.holders[slot + 1] <> all ($2::uuid[]) order by pair.place)
     where token = any($1::uuid[])`,
    [tokens, devices],
  )
  await client.query(
    'delete from identity_token where token = any($1::uuid[]) and cardinality(holders) = 0 and crowded is null',
    [tokens],
  )
}

/** The order in which tokens are always locked. */
export const lockTokens = {
  name: 'identity-token-lock',
  text: 'select from identity_token where token = any($1::uuid[]) order by token for update',
} as const

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
