/** Jobs on many devices: begun, cancelled and undone. */
import { nameOfCaller } from '../../../core/access/caller.ts'
import { currentScope } from '../../../core/acting.ts'
import { actorOf } from '../../../core/audit/audit.ts'
import { DomainError } from '../../../core/errors.ts'
import { ids } from '../../../core/id-kinds.ts'
import { findJob, undoJob } from '../../../core/jobs/undo-job.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { begin } from './begin-job.ts'
import { deviceJobAnswer, jobRequest, keptFor, presentDeviceJob } from './job-contract.ts'
import { type DeviceJobDeps, requireKind } from './job-ports.ts'
import { jobReadingRoutes } from './job-reading-routes.ts'

const audit = { category: 'Enrollment', resource: 'DeviceJob' } as const
const route = routesWith<DeviceJobDeps>()

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

export const deviceJobRoutes: readonly Route<DeviceJobDeps>[] = [
  ...actingRoutes,
  ...jobReadingRoutes,
]
