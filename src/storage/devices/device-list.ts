/** The device list in PostgreSQL: pages in any order, counts per value, and the additional members of each row. */
import { sql } from 'kysely'
import type {
  DeviceList,
  FacetCounts,
  FacetField,
  FacetQuery,
  ListedDevice,
} from '../../core/devices/device-list.ts'
import type { ClaimLevel } from '../../core/devices/history.ts'
import { type DeviceId, splitReceiptId, type TenantId } from '../../core/ids.ts'
import type { Store } from '../sql/store.ts'
import { type DeviceRow, toDevice } from './device-rows.ts'
import { facetOf, keptFacet } from './device-tally.ts'
import { countDevices, devicesWithin, listDevices, plainFilter } from './list-devices.ts'

type Row = DeviceRow & { readonly claim_level: ClaimLevel; readonly provisional_until: Date | null }

export function deviceListIn({ db, pool }: Store): DeviceList {
  return {
    async page(tenantId, query) {
      const found = await listDevices<Row>(db, { tenantId }, query)
      const beside = await besideOf(pool, tenantId, found.rows)
      return {
        ...found,
        rows: found.rows.map((row) => listed(tenantId, row, beside.get(row.device_id))),
      }
    },

    async facet(tenantId, query) {
      return await countedValues(db, tenantId, query)
    },

    async count(tenantId, filter) {
      return await countDevices(db, { tenantId, filter: plainFilter(filter) })
    },

    async ids(tenantId, { filter, after, limit }) {
      const meant = await devicesWithin(db, { tenantId, filter: plainFilter(filter) })
      const further = after === undefined ? sql`` : sql`and device_id > ${after}`
      const { rows } = await sql<{ device_id: DeviceId }>`select device_id from device
        where ${meant} ${further} order by device_id limit ${limit}`.execute(db)
      return rows.map(({ device_id }) => device_id)
    },
  }
}

const facetColumns = {
  groupTag: 'group_tag',
  manufacturer: 'manufacturer',
  model: 'model',
  enrollmentState: 'enrollment_state',
  purchaseOrderIdentifier: 'purchase_order_identifier',
  userPrincipalName: 'user_principal_name',
} as const satisfies Record<FacetField, string>

/** Values that differ only in case count as one, shown in the spelling of the first. */
async function countedValues(
  db: Store['db'],
  tenantId: TenantId,
  { field, filter: given, top }: FacetQuery,
): Promise<FacetCounts> {
  const wanted = { tenantId, filter: plainFilter(given) }
  const name = facetColumns[field]
  const kept = await keptFacet(db, wanted, { field, name, top })
  if (kept !== undefined) return kept
  const value = sql`coalesce(${sql.ref(name)}, '')`
  const { rows } = await sql<{ value: string; count: string; total: string }>`
    select min(${value}) as value, count(*) as count, sum(count(*)) over () as total
    from device where ${await devicesWithin(db, wanted)}
    group by lower(${value}) order by count desc, lower(${value}) limit ${top}`.execute(db)
  return facetOf(rows)
}

type Beside = { readonly conflictId: string | null; readonly importId: string | null }

/** For one page: the open conflict about each device, and the import that brought its first hash. */
async function besideOf(
  pool: Store['pool'],
  tenantId: TenantId,
  devices: readonly Row[],
): Promise<ReadonlyMap<string, Beside>> {
  if (devices.length === 0) return new Map()
  const { rows } = await pool.query<{ id: string; conflict: string | null; hash: string | null }>({
    name: 'device-list-beside',
    // Conflicts and hashes may be on different nodes, so each has a part of its own.
    text: `select asked.id,
        (select conflict.conflict_id from identity_conflict as conflict where conflict.tenant_id = $1 and conflict.state = 'open'
          and (conflict.device_id = asked.id or conflict.candidates @> array[asked.id]) order by conflict.conflict_id limit 1) as conflict,
        null::uuid as hash
      from unnest($2::uuid[]) as asked(id)
      union all select asked.id, null, (select device_hash.hash_id from device_hash where device_hash.tenant_id = $1 and device_hash.device_id = asked.id
          order by device_hash.accepted_at, device_hash.hash_id limit 1)
      from unnest($2::uuid[]) as asked(id)`,
    values: [tenantId, devices.map(({ device_id }) => device_id)],
  })
  const conflicts = new Map(
    rows.flatMap(({ id, conflict }) => (conflict ? [[id, conflict] as const] : [])),
  )
  const hashes = new Map(rows.flatMap(({ id, hash }) => (hash ? [[id, hash] as const] : [])))
  return new Map(
    devices.map(({ device_id: id }) => [
      id,
      {
        conflictId: conflicts.get(id) ?? null,
        importId: splitReceiptId(hashes.get(id) ?? '')?.importId ?? null,
      },
    ]),
  )
}

function listed(tenantId: TenantId, row: Row, beside: Beside | undefined): ListedDevice {
  return {
    device: toDevice(tenantId, row),
    claimLevel: row.claim_level,
    provisionalUntil: row.provisional_until,
    conflictId: beside?.conflictId ?? null,
    importId: beside?.importId ?? null,
  }
}
