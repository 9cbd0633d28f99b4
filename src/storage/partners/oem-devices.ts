/** What an OEM built, and what it registered, in PostgreSQL: a few statements, however many devices. */
import type { Token } from '../../core/identity/tokens.ts'
import type { DeviceId, TenantId } from '../../core/ids.ts'
import type {
  Inventory,
  OemName,
  OwnRegistration,
  OwnRegistrations,
} from '../../core/oem/oem-submission.ts'
import type { Wrap } from '../../core/wrap.ts'
import { unwrapHash, wrapHash } from '../devices/hash-bytes.ts'
import { findHolders } from '../identity/holders.ts'
import { uuidArray } from '../sql/binary-arrays.ts'
import type { Store } from '../sql/store.ts'

export function inventoryIn({ pool }: Pick<Store, 'pool'>, wrap: Wrap): Inventory {
  return {
    async report(oemId, reported) {
      // Reported twice, the last counts.
      const devices = [...new Map(reported.map((each) => [each.id, each])).values()]
      if (devices.length === 0) return
      await pool.query(
        `insert into known_device (known_id, reported_by, bytes, length)
         select id, $1, bytes, length from unnest($2::uuid[], $3::bytea[], $4::int[]) as built(id, bytes, length) order by id
         on conflict (known_id) do update set bytes = excluded.bytes, length = excluded.length, reported_at = excluded.reported_at`,
        [
          oemId,
          devices.map(({ id }) => id),
          devices.map(({ id, bytes }) => wrapHash(wrap, id, bytes)),
          devices.map(({ bytes }) => bytes.length),
        ],
      )
      const named = reported.flatMap(({ id, tokens }) => tokens.map((token) => ({ id, token })))
      await pool.query(
        `insert into known_token (token, known_id)
         select distinct token, id from unnest($1::uuid[], $2::uuid[]) as named(token, id) order by token, id on conflict do nothing`,
        [named.map(({ token }) => token), named.map(({ id }) => id)],
      )
    },
  }
}

type Found = {
  readonly product_key: string | null
  readonly manufacturer: string
  readonly model: string
  readonly serial_number: string
  /** Two of those with these names, each as `<tenant> <device>`. */
  readonly places: readonly string[]
}

const found = (isNamed: string) => `select product_key, manufacturer, model, serial_number,
    (array_agg(tenant_id || ' ' || device_id))[1:2] as places
  from device where partner_id = $1 and channel = 'oemDirect' and ${isNamed}
  group by product_key, manufacturer, model, serial_number`

export function ownRegistrationsIn({ pool }: Pick<Store, 'pool'>, wrap: Wrap): OwnRegistrations {
  async function looked(isNamed: string, oemId: TenantId, names: readonly string[]) {
    if (names.length === 0) return []
    return (await pool.query<Found>(found(isNamed), [oemId, names])).rows
  }
  return {
    async find(oemId, names) {
      const serials = names.flatMap(({ tuple }) => tuple?.serialNumber ?? [])
      const keys = names.flatMap(({ tuple, productKeyId }) => (tuple ? [] : (productKeyId ?? [])))
      const bySerial = await looked('serial_number = any($2)', oemId, serials)
      const byKey = await looked('product_key = any($2)', oemId, keys)
      const [ofSerial, ofKey] = [
        Map.groupBy(bySerial, ({ serial_number }) => serial_number),
        Map.groupBy(byKey, ({ product_key }) => product_key),
      ]
      return names.map((name) => {
        const { tuple, productKeyId } = name
        const likely = tuple ? ofSerial.get(tuple.serialNumber) : ofKey.get(productKeyId)
        return (likely ?? []).filter((each) => isMeant(name, each)).flatMap(registrationsOf)
      })
    },

    async reportedUnder(oemId, tokens) {
      if (tokens.length === 0) return new Map()
      const { rows } = await pool.query<{
        token: Token
        known_id: string
        bytes: Buffer
        length: number
      }>(
        `select known_token.token, known_device.known_id, known_device.bytes, known_device.length
         from known_token join known_device using (known_id)
         where known_token.token = any($1::uuid[]) and known_device.reported_by = $2`,
        [uuidArray(tokens), oemId],
      )
      const byToken = Map.groupBy(rows, ({ token }) => token)
      return new Map(
        [...byToken].map(([token, all]) => [
          token,
          all.map((row) => unwrapHash(wrap, row.known_id, row)),
        ]),
      )
    },

    async holding(oemId, tokens) {
      if (tokens.length === 0) return new Map()
      const { holders } = await findHolders(pool, tokens)
      const all = [...holders.values()].flat()
      const { rows } = await pool.query<{ device_id: DeviceId }>(
        `select device_id from device where tenant_id = any($2::uuid[]) and device_id = any($3::uuid[])
           and partner_id = $1 and channel = 'oemDirect'`,
        [
          oemId,
          [...new Set(all.map(({ tenantId }) => tenantId))],
          all.map(({ deviceId }) => deviceId),
        ],
      )
      const own = new Set(rows.map(({ device_id }) => device_id))
      return new Map(
        [...holders].map(([token, held]) => [
          token,
          held
            .filter(({ deviceId }) => own.has(deviceId))
            .map(({ tenantId: customerId, deviceId }) => ({ customerId, deviceId })),
        ]),
      )
    },
  }
}

function isMeant({ tuple, productKeyId }: OemName, each: Found): boolean {
  return (
    (productKeyId === null || productKeyId === each.product_key) &&
    (tuple === null || (tuple.manufacturer === each.manufacturer && tuple.model === each.model))
  )
}

function registrationsOf({ places }: Found): readonly OwnRegistration[] {
  return places.map((place) => {
    const [customerId, deviceId] = place.split(' ')
    return { customerId: customerId as TenantId, deviceId: deviceId as DeviceId }
  })
}
