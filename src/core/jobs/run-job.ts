/**
 * One slice of a job: each row is planned on the device as it is now, carried out, and recorded with its previous
 * values. Rows at which the server fails again and again are refused, so that every job ends.
 */

import { common, reaches, type TagScope } from '../access/tag-scope.ts'
import { asAdmitted, currentScope, withActor, withNotes, withScope } from '../acting.ts'
import { type AuditEntry, nameOfActor } from '../audit/audit.ts'
import { changeDevices } from '../devices/change-device.ts'
import { type DeletedDevices, restoreDevices, whyNot } from '../devices/deleted-device.ts'
import type { Device, Devices } from '../devices/device.ts'
import type { DeviceId, TenantId } from '../ids.ts'
import type { OnDelete } from '../tenants/on-delete.ts'
import type {
  DeviceChange,
  HeldJob,
  JobCounts,
  JobQueue,
  JobRow,
  SettledRow,
} from './device-job.ts'
import { givenUp } from './given-up.ts'
import { permissionsOfJob } from './job-permissions.ts'
import { type Plan, planChange, planUndo } from './plan-change.ts'
import type { Standing } from './standing.ts'

export type RunDeps = {
  readonly queue: JobQueue
  readonly devices: Devices
  readonly deleted: Pick<DeletedDevices, 'find' | 'restore'>
  readonly standing: Standing
  readonly now: () => Date
  /** Writes the event of devices that the slice has changed, in its transaction. */
  readonly announceChanged: (held: HeldJob, ids: readonly DeviceId[]) => Promise<void>
  /** Writes the audit entry of a finished job, in its last slice's transaction. */
  readonly appendAudit: (held: HeldJob, entry: AuditEntry) => Promise<void>
}

/** Works on one slice; false = no job is waiting. */
export function runNextSlice(deps: RunDeps): Promise<boolean> {
  return deps.queue.withNextSlice(async (held) => {
    const scope = held.rows.length === 0 ? held.scope : await scopeNow(deps, held)
    if (scope === undefined) return await held.settle(held.rows.map(forbidden))
    // The rows are the record of what was done; the audit trail names the job once.
    await withScope(scope, () =>
      withActor(held.actor, () =>
        withNotes(
          () => undefined,
          async () => {
            // Its devices were counted when it began.
            if (held.rows.length > 0) await workOn(deps, held)
            else await deps.appendAudit(held, entryOf(held, await held.end()))
          },
        ),
      ),
    )
  })
}

/** As far as the job reached when it began, and its maker still reaches; undefined = not at all. */
async function scopeNow(
  { standing }: RunDeps,
  { tenantId, actor, request, scope }: HeldJob,
): Promise<TagScope | undefined> {
  const now = await standing.scopeOf(tenantId, actor, permissionsOfJob(request))
  return now && common(scope, now)
}

function forbidden({ number }: JobRow): SettledRow {
  const reason = 'The one who began the job may not do this any more.'
  return { number, state: 'refused', reason }
}

async function workOn(deps: RunDeps, held: HeldJob): Promise<void> {
  const rows = held.isGivenUp
    ? held.rows.map(({ number }): SettledRow => ({ number, state: 'refused', reason: givenUp }))
    : await asAdmitted(() => settled(deps, held))
  await held.settle(rows)
  // Deletions and restorations announce themselves.
  if (held.request.kind !== 'update-devices') return
  const changed = new Set(rows.flatMap(({ state, number }) => (state === 'changed' ? number : [])))
  const ids = held.rows.flatMap(({ number, deviceId }) => (changed.has(number) ? deviceId : []))
  if (ids.length > 0) await deps.announceChanged(held, ids)
}

async function settled(deps: RunDeps, held: HeldJob): Promise<readonly SettledRow[]> {
  const devices = await held.devices()
  switch (held.request.kind) {
    case 'delete-devices':
      return await deleted(deps, { ...held, act: held.request.act }, devices)
    case 'restore-devices':
      return await restored(deps, held)
    case 'export-devices':
      return held.rows.map((row) => exported(row, devices.get(row.deviceId)))
    case 'update-devices':
      return await changed(deps, { ...held, change: held.request.change }, devices)
  }
}

/** All that change together: one by one they cost ten times as much. */
async function changed(
  { devices, now }: RunDeps,
  {
    tenantId,
    rows,
    undoOf,
    change,
  }: Pick<HeldJob, 'tenantId' | 'rows' | 'undoOf'> & { readonly change: DeviceChange },
  found: ReadonlyMap<DeviceId, Device>,
): Promise<readonly SettledRow[]> {
  const planned = rows.map((row) => {
    const device = found.get(row.deviceId)
    const plan =
      device &&
      (undoOf === null
        ? planChange(device, change)
        : planUndo(device, row.before ?? {}, row.after ?? {}))
    return { row, device, plan }
  })
  const wanted = planned.flatMap(({ device, plan }) =>
    device !== undefined && plan?.kind === 'change' ? [{ device, given: plan.after }] : [],
  )
  const done = await changeDevices({ devices, tenantId, now: now() }, wanted)
  return planned.map((each) => outcome(each, done))
}

type Planned = {
  readonly row: JobRow
  readonly device: Device | undefined
  readonly plan: Plan | undefined
}

function outcome(
  { row: { number }, device, plan }: Planned,
  done: ReadonlySet<DeviceId>,
): SettledRow {
  if (device === undefined || plan === undefined) return { number, state: 'missing' }
  const { id, serialNumber } = device
  if (plan.kind === 'unchanged') return { number, serialNumber, state: 'unchanged' }
  const { before } = plan
  if (plan.kind === 'refused')
    return { number, serialNumber, state: 'refused', reason: plan.reason, before }
  return done.has(id)
    ? { number, serialNumber, state: 'changed', before, after: plan.after }
    : { number, state: 'missing' }
}

async function deleted(
  { devices }: RunDeps,
  {
    tenantId,
    rows,
    act,
  }: Pick<HeldJob, 'tenantId' | 'rows'> & { readonly act?: OnDelete | undefined },
  found: ReadonlyMap<DeviceId, Device>,
): Promise<readonly SettledRow[]> {
  const removed = await devices.remove(tenantId, [...found.keys()], { act })
  const gone = new Set(removed.map(({ id }) => id))
  return rows.map(({ number, deviceId }): SettledRow => {
    const serialNumber = found.get(deviceId)?.serialNumber
    return {
      number,
      state: gone.has(deviceId) ? 'changed' : 'missing',
      ...(serialNumber !== undefined && { serialNumber }),
    }
  })
}

/** Those that are still reserved; the others say what became of them. */
async function restored(
  { deleted: reserved }: RunDeps,
  { tenantId, rows, actor }: HeldJob,
): Promise<readonly SettledRow[]> {
  const ids = rows.map(({ deviceId }) => deviceId)
  const back = await restoreDevices(reserved, tenantId, { ids, by: nameOfActor(actor) })
  const serials = new Map(back.map(({ id, serialNumber }) => [id, serialNumber]))
  const settledRows: SettledRow[] = []
  for (const { number, deviceId } of rows) {
    const serialNumber = serials.get(deviceId)
    if (serialNumber !== undefined) settledRows.push({ number, state: 'changed', serialNumber })
    else settledRows.push(await leftAlone(reserved, tenantId, { number, deviceId }))
  }
  return settledRows
}

async function leftAlone(
  reserved: RunDeps['deleted'],
  tenantId: TenantId,
  { number, deviceId }: Pick<JobRow, 'number' | 'deviceId'>,
): Promise<SettledRow> {
  const found = await reserved.find(tenantId, deviceId)
  if (found === undefined || !reaches(currentScope(), found.device.groupTag))
    return { number, state: 'missing' }
  const { serialNumber } = found.device
  return { number, serialNumber, state: 'refused', reason: whyNot(found) }
}

function exported({ number }: JobRow, device: Device | undefined): SettledRow {
  return device === undefined
    ? { number, state: 'missing' }
    : { number, state: 'changed', serialNumber: device.serialNumber }
}

function entryOf(held: HeldJob, counts: JobCounts): AuditEntry {
  const properties = Object.entries(counts).map(([name, count]) => ({
    name,
    before: null,
    after: String(count),
  }))
  return {
    category: 'Enrollment',
    activity: 'Action end DeviceJob',
    operation: 'Action',
    result: 'Success',
    actor: held.actor,
    correlationId: held.id,
    resources: [{ type: 'DeviceJob', id: held.id, name: held.label, properties }],
  }
}
