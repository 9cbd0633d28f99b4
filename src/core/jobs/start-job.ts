/** Starting a job: the devices are determined now; what happens to each is decided when its turn comes. */
import { isWithin, type TagScope } from '../access/tag-scope.ts'
import { currentScope } from '../acting.ts'
import type { Act, AdmitAct } from '../approvals/admit-act.ts'
import type { Subject } from '../approvals/approval.ts'
import type { AuditActor } from '../audit/audit.ts'
import type { AssignedUserDeps } from '../devices/assigned-user.ts'
import type { Devices } from '../devices/device.ts'
import type { DeviceList } from '../devices/device-list.ts'
import { DomainError } from '../errors.ts'
import type { DeviceId, TenantId } from '../ids.ts'
import { newUuid } from '../uuid.ts'
import { chosenIds, devicesAtATime, devicesById, type Selection } from './chosen-devices.ts'
import type { DeviceJobs, Job, JobRequest, NewJob } from './device-job.ts'
import { labelOf } from './job-label.ts'
import { requireChange } from './require-change.ts'

export type StartDeps = AssignedUserDeps & {
  readonly deviceJobs: DeviceJobs
  readonly list: DeviceList
  readonly devices: Pick<Devices, 'list'>
  readonly admit: AdmitAct
}

export type Start = {
  readonly tenantId: TenantId
  readonly request: JobRequest
  readonly selection: Selection
  readonly by: string
  readonly actor: AuditActor
  readonly scope: TagScope
}

/** Rows written at a time. */
const slice = 5_000

export async function startJob(deps: StartDeps, start: Start): Promise<Job> {
  const { request, selection, tenantId } = start
  if (request.kind === 'update-devices') await requireChange(deps, tenantId, request.change)
  const chosen = await chosenIds(deps.list, tenantId, selection)
  if (chosen.length === 0) throw new DomainError('request-invalid', 'No device is selected.')
  await admitJob(deps, start, chosen)
  const label = labelOf(request, chosen.length)
  const job: NewJob = { ...start, id: newUuid(), label, isWide: isWide(start) }
  await deps.deviceJobs.add(job, chosen.length)
  for (let at = 0; at < chosen.length; at += slice) {
    const rows = chosen
      .slice(at, at + slice)
      .map((deviceId, i) => ({ number: at + i + 1, deviceId }))
    await deps.deviceJobs.addRows(job, rows)
  }
  const made = await deps.deviceJobs.find(tenantId, job.id, start)
  if (made === undefined) throw new Error('the job that was just made is not there')
  return made
}

/** The devices are chosen among those that its maker may read. */
export function isWide({ scope }: Pick<Start, 'scope'>): boolean {
  return !isWithin(currentScope(), scope)
}

/** A job is counted as a whole, before it begins: its slices are admitted with it. */
async function admitJob(
  { admit, devices }: StartDeps,
  { tenantId, request }: Start,
  chosen: readonly DeviceId[],
): Promise<void> {
  const action = actionOf(request)
  if (action === undefined) return
  const subjects: Subject[] = []
  for (let at = 0; at < chosen.length; at += devicesAtATime) {
    const found = await devicesById(devices, tenantId, chosen.slice(at, at + devicesAtATime))
    for (const { id, serialNumber, userPrincipalName } of found.values())
      if (action !== 'clear-users' || userPrincipalName) subjects.push({ id, name: serialNumber })
  }
  await admit({ tenantId, action, subjects })
}

function actionOf(request: JobRequest): Act['action'] | undefined {
  if (request.kind === 'delete-devices')
    return request.act === 'release' ? 'release-devices' : 'delete-devices'
  const clears =
    request.kind === 'update-devices' &&
    request.change.userPrincipalName !== undefined &&
    'clear' in request.change.userPrincipalName
  return clears ? 'clear-users' : undefined
}
