/** Batches and jobs of partners in PostgreSQL: a job is an import with its rows. */
import type { Selectable } from 'kysely'
import type { TenantId } from '../../core/ids.ts'
import {
  type BatchDevice,
  type Batches,
  batchKey,
  type DeviceBatch,
} from '../../core/partners/batch.ts'
import { parseUuid } from '../../core/uuid.ts'
import { toDevice } from '../devices/device-rows.ts'
import { serialIn } from '../devices/serial-in.ts'
import type { Store } from '../sql/store.ts'
import type { DeviceTable } from '../sql/tables/devices.ts'
import { importJob, policyJob } from './partner-jobs.ts'
import { submissionsIn } from './submissions.ts'

const withState = `select name, created_by, created_at, batch_key,
  (select count(*) from device where device.tenant_id = $1 and device.partner_id = $2
    and device.batch_key = batch.batch_key) as devices
  from device_batch as batch where tenant_id = $1 and partner_id = $2`

type BatchRow = {
  readonly name: string
  readonly created_by: string
  readonly created_at: Date
  readonly batch_key: string
  readonly devices: string
}

/** Keys of batches whose rows are not all decided. */
async function busyBatches(
  pool: Store['pool'],
  { customerId, partnerId }: Parameters<Batches['list']>[0],
): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ batch_key: string }>(
    `select distinct batch_key from channel_import join import_work using (import_id)
     where channel_import.tenant_id = $1 and partner_id = $2 and batch_key is not null`,
    [customerId, partnerId],
  )
  return new Set(rows.map((row) => row.batch_key))
}

/** With the profile of the partner that it was given. */
const withPolicy = `select device.*, (select profile.display_name from profile_device as given
    join partner_policy as policy on policy.tenant_id = given.tenant_id and policy.policy_id = given.profile_id
    join deployment_profile as profile on profile.tenant_id = given.tenant_id and profile.profile_id = given.profile_id
    where given.tenant_id = device.tenant_id and given.device_id = device.device_id
      and policy.partner_id = device.partner_id) as policy_name
  from device where device.tenant_id = $1 and device.partner_id = $2`

type OwnDevice = Selectable<DeviceTable> & { readonly policy_name: string | null }

export function batchesIn({ pool }: Pick<Store, 'pool'>): Batches {
  return {
    async list(of) {
      const { rows } = await pool.query<BatchRow>(`${withState} order by created_at, batch_key`, [
        of.customerId,
        of.partnerId,
      ])
      const busy = await busyBatches(pool, of)
      return rows.map((row) => toBatch(row, busy))
    },

    async find(of, key) {
      const { rows } = await pool.query<BatchRow>(`${withState} and batch_key = $3`, [
        of.customerId,
        of.partnerId,
        key,
      ])
      return rows[0] && toBatch(rows[0], await busyBatches(pool, of))
    },

    async add({ customerId, partnerId }, { name, createdBy }) {
      const { rowCount } = await pool.query(
        `insert into device_batch (tenant_id, partner_id, batch_key, name, created_by) values ($1, $2, $3, $4, $5)
         on conflict do nothing`,
        [customerId, partnerId, batchKey(name), name, createdBy],
      )
      return rowCount === 1
    },

    async devices({ customerId, partnerId }, { key, after, limit }) {
      const place = [customerId, partnerId, key]
      const { rows } = await pool.query<OwnDevice>(
        `${withPolicy} and device.batch_key = $3 and ($4::uuid is null or device.device_id > $4)
         order by device.device_id limit $5`,
        [...place, after ?? null, limit],
      )
      const { rows: counted } = await pool.query<{ total: string }>(
        'select count(*) as total from device where tenant_id = $1 and partner_id = $2 and batch_key = $3',
        place,
      )
      return {
        rows: rows.map((row) => toBatchDevice(customerId, row)),
        total: Number(counted[0]?.total ?? 0),
      }
    },

    async own({ customerId, partnerId }, { key, devices }) {
      const { rows } = await pool.query<OwnDevice>(
        `${withPolicy} and ($3::text is null or device.batch_key = $3)
         and (device.device_id = any($4::uuid[]) or ${serialIn('device', '$5')})`,
        [
          customerId,
          partnerId,
          key ?? null,
          devices.flatMap((each) => parseUuid(each) ?? []),
          devices,
        ],
      )
      return rows.map((row) => toBatchDevice(customerId, row))
    },

    async job(place, id) {
      const jobId = parseUuid(id)
      if (jobId === undefined) return undefined
      return (await importJob(pool, place, jobId)) ?? (await policyJob(pool, place, jobId))
    },

    async keepPolicyJob({ customerId, partnerId }, { id, rows }) {
      await pool.query(
        'insert into policy_job (tenant_id, job_id, partner_id, results) values ($1, $2, $3, $4)',
        [customerId, id, partnerId, JSON.stringify(rows)],
      )
    },

    submissions: submissionsIn(pool),
  }
}

function toBatch(row: BatchRow, busy: ReadonlySet<string>): DeviceBatch {
  return {
    name: row.name,
    createdBy: row.created_by,
    createdAt: row.created_at,
    devices: Number(row.devices),
    isBusy: busy.has(row.batch_key),
  }
}

function toBatchDevice(customerId: TenantId, row: OwnDevice): BatchDevice {
  return { device: toDevice(customerId, row), policyName: row.policy_name }
}
