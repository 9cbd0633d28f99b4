/** Jobs on many devices: previewed, started, watched, cancelled, undone, and their results as files. */
import type { z } from 'zod'
import { type Caller, nameOfCaller } from '../../../core/access/caller.ts'
import type { Access } from '../../../core/access/decide.ts'
import type { Permission } from '../../../core/access/permissions.ts'
import type { StepUp } from '../../../core/access/step-up.ts'
import { currentScope } from '../../../core/acting.ts'
import { actorOf } from '../../../core/audit/audit.ts'
import { DomainError } from '../../../core/errors.ts'
import { ids, newUuid, type TenantId } from '../../../core/ids.ts'
import type { JobRequest } from '../../../core/jobs/device-job.ts'
import {
  previewChange,
  type Selection,
  type StartDeps,
  startJob,
} from '../../../core/jobs/start-job.ts'
import { findJob, undoJob } from '../../../core/jobs/undo-job.ts'
import type { ProfilePlans } from '../../../core/profiles/assignment-state.ts'
import { type Input, type Route, routesWith } from '../../http/route.ts'
import { wantedDevices } from '../devices/wanted-devices.ts'
import {
  deviceJobAnswer,
  jobPage,
  jobPageQuery,
  jobRequest,
  jobResultQuery,
  jobRowsPage,
  jobRowsQuery,
  keptFor,
  presentDeviceJob,
  presentJobRow,
} from './job-contract.ts'
import { type ResultDeps, resultOf } from './job-result.ts'

export type DeviceJobDeps = StartDeps &
  ResultDeps & {
    readonly plans: Pick<ProfilePlans, 'plan'>
    readonly access: Access
    readonly stepUp: StepUp
    readonly now: () => Date
    /** Called when a job is waiting. */
    readonly onJob: () => void
  }

type Body = z.output<typeof jobRequest>

const audit = { category: 'Enrollment', resource: 'DeviceJob' } as const
const route = routesWith<DeviceJobDeps>()

/** The permission that a job requires; its scope determines the devices that the job reaches. */
function permissionOf({
  kind,
  format,
}: Pick<Body, 'format'> & { readonly kind: JobRequest['kind'] }): Permission {
  if (kind === 'update-devices' || kind === 'restore-devices') return 'devices.update'
  if (kind === 'delete-devices') return 'devices.delete'
  return format === 'intune' ? 'hashes.read' : 'devices.read'
}

async function requireKind(
  { access, stepUp }: DeviceJobDeps,
  caller: Caller,
  wanted: Pick<Body, 'format'> & { readonly kind: JobRequest['kind']; readonly act?: Body['act'] },
) {
  const permission = permissionOf(wanted)
  const scope = await access.require(caller, permission)
  if (wanted.act === 'release') await access.require(caller, 'devices.release')
  if (permission === 'devices.delete' || permission === 'hashes.read') await stepUp(caller)
  return scope
}

const actingRoutes: readonly Route<DeviceJobDeps>[] = [
  route({
    method: 'POST',
    path: '/jobs',
    permission: 'devices.read',
    audit,
    summary: `Change, delete, release or export many devices. Changes and deletions can be undone for ${keptFor}; with dryRun a change is only previewed.`,
    body: jobRequest,
    answer: deviceJobAnswer,
    status: 201,
    handle: (input) => begin(input),
  }),
  route({
    method: 'POST',
    path: '/jobs/:id/cancel',
    permission: 'devices.read',
    audit: { ...audit, action: 'cancel' },
    summary: 'End a job that still runs. What is done stays.',
    answer: deviceJobAnswer,
    handle: async ({ ports, caller, parameter }) => {
      const { deviceJobs, now } = ports
      const job = await findJob(deviceJobs, caller.tenantId, parameter('id', ids.job))
      await requireKind(ports, caller, { kind: job.request.kind, format: 'spreadsheet' })
      if (!(await deviceJobs.cancel(caller.tenantId, job.id)))
        throw new DomainError('conflict', 'The job is over; there is nothing to cancel.')
      return presentDeviceJob(await findJob(deviceJobs, caller.tenantId, job.id), now())
    },
  }),
  route({
    method: 'POST',
    path: '/jobs/:id/undo',
    permission: 'devices.update',
    audit: { ...audit, action: 'undo' },
    summary:
      'Take a change back, on the devices that nobody has changed since, or restore what was deleted, as a job of its own.',
    answer: deviceJobAnswer,
    status: 201,
    handle: async ({ ports, caller, parameter }) => {
      const job = await undoJob(ports.deviceJobs, {
        tenantId: caller.tenantId,
        id: parameter('id', ids.job),
        by: nameOfCaller(caller),
        actor: actorOf(caller),
        scope: currentScope(),
        now: ports.now(),
      })
      ports.onJob()
      return presentDeviceJob(job, ports.now())
    },
  }),
]

async function begin({
  ports,
  caller,
  body,
}: Input<DeviceJobDeps, Body>): Promise<z.input<typeof deviceJobAnswer>> {
  const { tenantId } = caller
  const scope = await requireKind(ports, caller, body)
  const request = requestOf(body)
  const selection = await selectionOf(ports, tenantId, body.selection)
  const actor = actorOf(caller)
  const start = { tenantId, request, selection, by: nameOfCaller(caller), actor, scope }
  if (body.dryRun && request.kind === 'update-devices') {
    const { label, counts, rows } = await previewChange(ports, start, request.change)
    const preview = { ...start, id: newUuid(), label }
    await ports.deviceJobs.keepPreview(preview, counts, rows)
    return presentDeviceJob(await findJob(ports.deviceJobs, tenantId, preview.id), ports.now())
  }
  const job = await startJob(ports, start)
  ports.onJob()
  return presentDeviceJob(job, ports.now())
}

function requestOf({ kind, act, change, format, columns }: Body): JobRequest {
  if (kind === 'delete-devices') return { kind, act }
  if (kind === 'export-devices') return { kind, format, columns }
  if (change === undefined)
    throw new DomainError('request-invalid', 'change: say what is to be changed.')
  return { kind, change: change as Extract<JobRequest, { kind: 'update-devices' }>['change'] }
}

async function selectionOf(
  { plans }: DeviceJobDeps,
  tenantId: TenantId,
  selection: Body['selection'],
): Promise<Selection> {
  if ('ids' in selection) return { ids: selection.ids }
  const { q, filter, except, expectedCount } = selection
  const wanted = await wantedDevices(plans, tenantId, { q, filter })
  return { filter: wanted, except: new Set(except), expectedCount }
}

const readingRoutes: readonly Route<DeviceJobDeps>[] = [
  route({
    method: 'GET',
    path: '/jobs',
    permission: 'devices.read',
    summary: 'Jobs on many devices, the newest first.',
    query: jobPageQuery,
    answer: jobPage,
    handle: async ({ ports, caller, query: { limit, ...query } }) => {
      const found = await ports.deviceJobs.list(caller.tenantId, { ...query, limit: limit + 1 })
      const value = found.slice(0, limit).map((job) => presentDeviceJob(job, ports.now()))
      return { value, next: found.length > limit ? (value.at(-1)?.id ?? null) : null }
    },
  }),
  route({
    method: 'GET',
    path: '/jobs/:id',
    permission: 'devices.read',
    summary: 'One job.',
    answer: deviceJobAnswer,
    handle: async ({ ports, caller, parameter }) =>
      presentDeviceJob(
        await findJob(ports.deviceJobs, caller.tenantId, parameter('id', ids.job)),
        ports.now(),
      ),
  }),
  route({
    method: 'GET',
    path: '/jobs/:id/rows',
    permission: 'devices.read',
    summary: 'What became of each device, in the order in which they were chosen.',
    query: jobRowsQuery,
    answer: jobRowsPage,
    handle: async ({ ports, caller, parameter, query: { limit, ...query } }) => {
      const { deviceJobs } = ports
      const { id } = await findJob(deviceJobs, caller.tenantId, parameter('id', ids.job))
      const found = await deviceJobs.rows(caller.tenantId, { ...query, id, limit: limit + 1 })
      const shown = found.slice(0, limit)
      const next = found.length > limit ? String(shown.at(-1)?.number ?? '') : null
      return { value: shown.map(presentJobRow), next }
    },
  }),
  route({
    method: 'GET',
    path: '/jobs/:id/result',
    permission: 'devices.read',
    summary: 'The result as a file.',
    query: jobResultQuery,
    handle: async ({ ports, caller, parameter, query: { format } }) => {
      const job = await findJob(ports.deviceJobs, caller.tenantId, parameter('id', ids.job))
      if (job.request.kind === 'export-devices') await requireKind(ports, caller, job.request)
      const { lines, name, type } = resultOf(ports, caller.tenantId, { job, format })
      const bytes = ReadableStream.from(lines).pipeThrough(new TextEncoderStream())
      return new Response(bytes as ReadableStream<Uint8Array<ArrayBuffer>>, {
        headers: {
          'content-type': `${type}; charset=utf-8`,
          'content-disposition': `attachment; filename="${name}"`,
        },
      })
    },
  }),
]

export const deviceJobRoutes: readonly Route<DeviceJobDeps>[] = [...actingRoutes, ...readingRoutes]
