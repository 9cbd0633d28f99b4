/** Starting a job: the devices are determined now; what happens to each is decided when its turn comes. */
import { nameTemplateFaults } from 'taxiway-autopilot'
import type { TagScope } from '../access/tag-scope.ts'
import type { Act, AdmitAct } from '../approvals/admit-act.ts'
import type { Subject } from '../approvals/approval.ts'
import type { AuditActor } from '../audit/audit.ts'
import { type AssignedUserDeps, checkAssignedUser } from '../devices/assigned-user.ts'
import type { Device, Devices } from '../devices/device.ts'
import type { DeviceList, StoredListField } from '../devices/device-list.ts'
import { DomainError } from '../errors.ts'
import { type DeviceId, newUuid, type TenantId } from '../ids.ts'
import type { Filter } from '../query.ts'
import type { DeviceChange, DeviceJobs, Job, JobRequest, JobRow, NewJob } from './device-job.ts'
import { planChange } from './plan-change.ts'

export type StartDeps = AssignedUserDeps & {
  readonly deviceJobs: DeviceJobs
  readonly list: DeviceList
  readonly devices: Pick<Devices, 'list'>
  readonly admit: AdmitAct
}

export type Selection =
  | { readonly ids: readonly DeviceId[] }
  | {
      readonly filter: Filter<StoredListField> | undefined
      readonly except: ReadonlySet<DeviceId>
      /** How many devices the person saw; a different number now is refused. */
      readonly expectedCount: number
    }

export type Start = {
  readonly tenantId: TenantId
  readonly request: JobRequest
  readonly selection: Selection
  readonly by: string
  readonly actor: AuditActor
  readonly scope: TagScope
}

/** Ids read and rows written at a time. */
const slice = 5_000

export async function startJob(deps: StartDeps, start: Start): Promise<Job> {
  const { request, selection, tenantId } = start
  if (request.kind === 'update-devices') await requireChange(deps, tenantId, request.change)
  const chosen = await chosenIds(deps.list, tenantId, selection)
  if (chosen.length === 0) throw new DomainError('request-invalid', 'No device is selected.')
  await admitJob(deps, start, chosen)
  const job: NewJob = { ...start, id: newUuid(), label: labelOf(request, chosen.length) }
  await deps.deviceJobs.add(job, chosen.length)
  for (let at = 0; at < chosen.length; at += slice) {
    const rows = chosen
      .slice(at, at + slice)
      .map((deviceId, i) => ({ number: at + i + 1, deviceId }))
    await deps.deviceJobs.addRows(job, rows)
  }
  const made = await deps.deviceJobs.find(tenantId, job.id)
  if (made === undefined) throw new Error('the job that was just made is not there')
  return made
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
  for (let at = 0; at < chosen.length; at += previewSlice) {
    const found = await devicesById(devices, tenantId, chosen.slice(at, at + previewSlice))
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

async function chosenIds(
  list: DeviceList,
  tenantId: TenantId,
  selection: Selection,
): Promise<readonly DeviceId[]> {
  if ('ids' in selection) return [...new Set(selection.ids)]
  const { filter, except, expectedCount } = selection
  const found: DeviceId[] = []
  for (let after: DeviceId | undefined; ; ) {
    const query = { limit: slice, ...(filter && { filter }), ...(after && { after }) }
    const ids = await list.ids(tenantId, query)
    found.push(...ids.filter((id) => !except.has(id)))
    after = ids.at(-1)
    if (ids.length < slice || after === undefined) break
  }
  if (found.length !== expectedCount) {
    throw new DomainError(
      'conflict',
      `${found.length} devices match now, not ${expectedCount}. Look at the list again.`,
    )
  }
  return found
}

/** Throws for a change that changes nothing, or that no device could accept; answers the warning about its user. */
async function requireChange(
  deps: AssignedUserDeps,
  tenantId: TenantId,
  change: DeviceChange,
): Promise<string | undefined> {
  if (Object.keys(change).length === 0) {
    throw new DomainError('request-invalid', 'change: name at least one value to change.')
  }
  const template = change.displayName?.template
  const [fault] = template === undefined ? [] : nameTemplateFaults(template)
  if (fault !== undefined) {
    throw new DomainError('request-invalid', `change.displayName: the template ${fault}.`)
  }
  const { userPrincipalName: user } = change
  return user !== undefined && 'set' in user
    ? await checkAssignedUser(deps, tenantId, user.set)
    : undefined
}

function labelOf(request: JobRequest, count: number): string {
  const devices = count === 1 ? '1 device' : `${count} devices`
  switch (request.kind) {
    case 'delete-devices':
      return `${request.act === 'release' ? 'Release' : 'Delete'} ${devices}`
    case 'restore-devices':
      return `Restore ${devices}`
    case 'export-devices':
      return `Export ${devices}`
    case 'update-devices':
      return `Change ${devices}: ${describe(request.change)}`
  }
}

function describe({ groupTag, displayName, userPrincipalName }: DeviceChange): string {
  return [
    ...(groupTag ? [`group tag ${wordsOf(groupTag)}`] : []),
    ...(displayName ? [`name '${displayName.template}'`] : []),
    ...(userPrincipalName ? [`user ${wordsOf(userPrincipalName)}`] : []),
  ].join(', ')
}

function wordsOf(
  change: NonNullable<DeviceChange['groupTag'] | DeviceChange['userPrincipalName']>,
) {
  if ('set' in change) return `'${change.set}'`
  if ('prepend' in change) return `with '${change.prepend}' in front`
  return 'append' in change ? `with '${change.append}' at the end` : 'removed'
}

export type Preview = {
  readonly label: string
  readonly counts: Job['counts']
  /** The first rows, as many as a person looks at. */
  readonly rows: readonly JobRow[]
}

const shownRows = 200
/** Devices read at a time for a preview. */
const previewSlice = 1_000

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
  for (let at = 0; at < ids.length; at += previewSlice) {
    const part = ids.slice(at, at + previewSlice)
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
  const plan = planChange(device, change)
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

export async function devicesById(
  devices: Pick<Devices, 'list'>,
  tenantId: TenantId,
  ids: readonly DeviceId[],
): Promise<ReadonlyMap<DeviceId, Device>> {
  if (ids.length === 0) return new Map()
  const filter = { kind: 'in', field: 'id', values: ids } as const
  const { rows } = await devices.list(tenantId, { filter, page: { limit: ids.length } })
  return new Map(rows.map((device) => [device.id, device]))
}
