/** What a job came to, as a file: the rows of a change, or the devices of an export as they are now. */
import { csvCell, guardedCell } from 'taxiway-autopilot'
import { reaches, type TagScope } from '../../../core/access/tag-scope.ts'
import type { Device } from '../../../core/devices/device.ts'
import type { DeviceHashes } from '../../../core/devices/device-hashes.ts'
import type { TenantId } from '../../../core/ids.ts'
import { devicesById } from '../../../core/jobs/chosen-devices.ts'
import type { DeviceJobs, Job, JobRow } from '../../../core/jobs/device-job.ts'
import type { StartDeps } from '../../../core/jobs/start-job.ts'
import { safeCell } from '../audit/audit-export.ts'

export type ResultDeps = Pick<StartDeps, 'devices' | 'deviceJobs'> & {
  readonly deviceHashes: Pick<DeviceHashes, 'newest'>
}

/** Rows read at a time. */
const slice = 1_000

const columns = {
  serialNumber: ({ serialNumber }) => serialNumber,
  manufacturer: ({ manufacturer }) => manufacturer,
  model: ({ model }) => model,
  groupTag: ({ groupTag }) => groupTag,
  purchaseOrderIdentifier: ({ purchaseOrderIdentifier }) => purchaseOrderIdentifier,
  userPrincipalName: ({ userPrincipalName }) => userPrincipalName,
  displayName: ({ displayName }) => displayName,
  enrollmentState: ({ enrollmentState }) => enrollmentState,
  lastContactedDateTime: ({ lastContactedAt }) => lastContactedAt?.toISOString() ?? null,
  registeredDateTime: ({ registeredAt }) => registeredAt.toISOString(),
  id: ({ id }) => id,
} as const satisfies Record<string, (device: Device) => string | null>

type ColumnName = keyof typeof columns

const everyColumn = Object.keys(columns) as readonly ColumnName[]

type Shown = {
  readonly job: Job
  readonly format: 'csv' | 'jsonl'
  /** Which devices an export shows of those that the reader may read. */
  readonly scope: TagScope
}

/** The lines of the file, its name and its type. */
export function resultOf(deps: ResultDeps, tenantId: TenantId, { job, format, scope }: Shown) {
  const { request } = job
  if (request.kind === 'export-devices') {
    const lines = exported(deps, tenantId, { job, scope })
    if (request.format === 'json')
      return { lines, name: 'devices.jsonl', type: 'application/jsonl' }
    return { lines, name: 'devices.csv', type: 'text/csv' }
  }
  const rows = jobRows(deps.deviceJobs, tenantId, job.id)
  if (format === 'csv') return { lines: asCsv(rows), name: 'result.csv', type: 'text/csv' }
  return { lines: asJson(rows), name: 'result.jsonl', type: 'application/jsonl' }
}

type Rows = AsyncGenerator<readonly JobRow[]>

async function* jobRows(jobs: DeviceJobs, tenantId: TenantId, id: string): Rows {
  for (let after = 0; ; ) {
    const rows = await jobs.rows(tenantId, { id, after, limit: slice })
    if (rows.length === 0) return
    yield rows
    after = rows.at(-1)?.number ?? after
  }
}

async function* asCsv(slices: Rows): AsyncGenerator<string> {
  yield 'deviceId,serialNumber,result,reason,before,after\r\n'
  for await (const rows of slices)
    for (const { deviceId, serialNumber, state, reason, before, after } of rows) {
      const cells = [deviceId, serialNumber, state, reason ?? '', words(before), words(after)]
      yield `${cells.map(safeCell).join(',')}\r\n`
    }
}

function words(values: JobRow['before']): string {
  return Object.entries(values ?? {})
    .map(([name, value]) => `${name}: ${value ?? ''}`)
    .join('; ')
}

async function* asJson(slices: Rows): AsyncGenerator<string> {
  for await (const rows of slices)
    for (const { number: _, ...row } of rows) yield `${JSON.stringify(row)}\n`
}

async function* exported(
  { devices, deviceHashes, deviceJobs }: ResultDeps,
  tenantId: TenantId,
  { job: { id, request }, scope }: Pick<Shown, 'job' | 'scope'>,
): AsyncGenerator<string> {
  if (request.kind !== 'export-devices') return
  const { format } = request
  const asked = request.columns.filter((name): name is ColumnName => name in columns)
  const shown = asked.length > 0 ? asked : everyColumn
  if (format === 'intune') yield `${intuneHeader}\r\n`
  if (format === 'spreadsheet') yield `${shown.join(',')}\r\n`
  for await (const rows of jobRows(deviceJobs, tenantId, id)) {
    const ids = rows.map(({ deviceId }) => deviceId)
    const found = await devicesById(devices, tenantId, ids)
    const hashes = format === 'intune' ? await deviceHashes.newest(tenantId, ids) : undefined
    const those = ids.flatMap((each) => found.get(each) ?? [])
    for (const device of those.filter(({ groupTag }) => reaches(scope, groupTag)))
      yield lineOf(device, { format, shown, hash: hashes?.get(device.id) })
  }
}

/** The columns that Intune accepts, users included. [documented: "Manually register devices"] */
const intuneHeader = 'Device Serial Number,Windows Product ID,Hardware Hash,Group Tag,Assigned User'

type Wanted = {
  readonly format: 'spreadsheet' | 'intune' | 'json'
  readonly shown: readonly ColumnName[]
  readonly hash: Uint8Array | undefined
}

function lineOf(device: Device, { format, shown, hash }: Wanted): string {
  const values = shown.map((name) => columns[name](device) ?? '')
  switch (format) {
    case 'json':
      return `${JSON.stringify(Object.fromEntries(shown.map((name, i) => [name, values[i]])))}\n`
    case 'spreadsheet':
      return `${values.map(safeCell).join(',')}\r\n`
    case 'intune': {
      const { serialNumber, productKey, groupTag, userPrincipalName } = device
      const base64 = hash === undefined ? '' : Buffer.from(hash).toString('base64')
      const cells = [serialNumber, productKey, base64, groupTag, userPrincipalName]
      return `${cells.map((cell) => csvCell(guardedCell(cell ?? ''))).join(',')}\r\n`
    }
  }
}
