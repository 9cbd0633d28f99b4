/**
 * Tokens and their holders. A token is a row; whoever adds a holder to it waits for whoever is adding one,
 * and then sees him. That is the whole protection against two imports of one device at the same moment:
 * it needs no isolation level, and no row that both would have to lock beforehand.
 */
import type pg from 'pg'
import type { Token } from '../../core/identity/tokens.ts'
import type { DeviceId, TenantId } from '../../core/ids.ts'
import type { Holder } from '../../core/import/slice.ts'
import { uuidArray } from '../binary-arrays.ts'

/** A token that leads to more devices than this identifies nothing. */
export const mostHolders = 50

/** What was known of each token when it was decided what to do. */
export type SeenHolders = ReadonlyMap<Token, readonly Holder[]>

export async function findHolders(
  client: pg.ClientBase,
  tokens: readonly Token[],
): Promise<Map<Token, readonly Holder[]>> {
  const { rows } = await client.query<{ token: Token; holders: string[] }>({
    name: 'identity-token-holders',
    text: 'select token, holders from identity_token where token = any($1::uuid[])',
    values: [uuidArray(tokens)],
  })
  return new Map(
    rows.map(({ token, holders }) => [
      token,
      holders.length > 2 * mostHolders ? [] : pairs(holders),
    ]),
  )
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
