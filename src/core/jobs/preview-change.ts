/** What a change would do to many devices, without doing it. */
import type { Device } from '../devices/device.ts'
import type { DeviceId } from '../ids.ts'
import { chosenIds, devicesAtATime, devicesById } from './chosen-devices.ts'
import type { DeviceChange, Job, JobRow } from './device-job.ts'
import { labelOf } from './job-label.ts'
import { planChange } from './plan-change.ts'
import { withinReach } from './plan-within-reach.ts'
import { requireChange } from './require-change.ts'
import type { Start, StartDeps } from './start-job.ts'

export type Preview = {
  readonly label: string
  readonly counts: Job['counts']
  /** The first rows, as many as a person looks at. */
  readonly rows: readonly JobRow[]
}

const shownRows = 200

/** What the change would do, without doing it. */
export async function previewChange(
  deps: StartDeps,
  { tenantId, selection }: Pick<Start, 'tenantId' | 'selection'>,
  change: DeviceChange,
): Promise<Preview> {
  const warning = (await requireChange(deps, tenantId, change)) ?? null
  const ids = await chosenIds(deps.list, tenantId, selection)
  const counts = { asked: ids.length, changed: 0, unchanged: 0, refused: 0, missing: 0 }
  const rows: JobRow[] = []
  for (let at = 0; at < ids.length; at += devicesAtATime) {
    const part = ids.slice(at, at + devicesAtATime)
    const devices = await devicesById(deps.devices, tenantId, part)
    for (const [i, id] of part.entries()) {
      const row = previewRow(at + i + 1, id, { device: devices.get(id), change, warning })
      if (row.state !== 'waiting') counts[row.state] += 1
      if (rows.length < shownRows) rows.push(row)
    }
  }
  return { label: labelOf({ kind: 'update-devices', change }, ids.length), counts, rows }
}

function previewRow(
  number: number,
  deviceId: DeviceId,
  of: { device: Device | undefined; change: DeviceChange; warning: string | null },
): JobRow {
  const { device, change, warning } = of
  const empty = { number, deviceId, reason: null, before: null, after: null }
  if (device === undefined) return { ...empty, serialNumber: '', state: 'missing' }
  const plan = withinReach(planChange(device, change))
  const { serialNumber } = device
  switch (plan.kind) {
    case 'unchanged':
      return { ...empty, serialNumber, state: 'unchanged' }
    case 'refused':
      return { ...empty, serialNumber, state: 'refused', reason: plan.reason, before: plan.before }
    case 'change':
      return {
        ...empty,
        serialNumber,
        state: 'changed',
        reason: 'userPrincipalName' in plan.after ? warning : null,
        before: plan.before,
        after: plan.after,
      }
  }
}
