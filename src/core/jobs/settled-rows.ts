/** What becomes of the devices of a slice, by the kind of its job. */
import { reaches } from '../access/tag-scope.ts'
import { currentScope } from '../acting.ts'
import { nameOfActor } from '../audit/audit.ts'
import { changeDevices } from '../devices/change-device.ts'
import { type DeletedDevices, restoreDevices, whyNot } from '../devices/deleted-device.ts'
import type { Device, Devices } from '../devices/device.ts'
import type { DeviceId, TenantId } from '../ids.ts'
import type { OnDelete } from '../tenants/on-delete.ts'
import type { DeviceChange, HeldJob, JobRow, SettledRow } from './device-job.ts'
import { type Plan, planChange, planUndo } from './plan-change.ts'
import { withinReach } from './plan-within-reach.ts'

export type SettleDeps = {
  readonly devices: Devices
  readonly deleted: Pick<DeletedDevices, 'find' | 'restore'>
  readonly now: () => Date
}

export async function settledRows(deps: SettleDeps, held: HeldJob): Promise<readonly SettledRow[]> {
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
  { devices, now }: SettleDeps,
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
      withinReach(
        undoOf === null
          ? planChange(device, change)
          : planUndo(device, row.before ?? {}, row.after ?? {}),
      )
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
  { devices }: SettleDeps,
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
  { deleted: reserved }: SettleDeps,
  { tenantId, rows, actor }: HeldJob,
): Promise<readonly SettledRow[]> {
  const ids = rows.map(({ deviceId }) => deviceId)
  const back = await restoreDevices(reserved, tenantId, { ids, by: nameOfActor(actor) })
  const serials = new Map(back.map(({ id, serialNumber }) => [id, serialNumber]))
  const settled: SettledRow[] = []
  for (const { number, deviceId } of rows) {
    const serialNumber = serials.get(deviceId)
    if (serialNumber !== undefined) settled.push({ number, state: 'changed', serialNumber })
    else settled.push(await leftAlone(reserved, tenantId, { number, deviceId }))
  }
  return settled
}

async function leftAlone(
  reserved: SettleDeps['deleted'],
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
