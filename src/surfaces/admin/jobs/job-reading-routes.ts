/** Jobs that are there, what became of each device, and their results as files. */
import { currentScope } from '../../../core/acting.ts'
import { ids } from '../../../core/id-kinds.ts'
import { currentReach, findJob } from '../../../core/jobs/undo-job.ts'
import { type Route, routesWith } from '../../http/route.ts'
import {
  deviceJobAnswer,
  jobPage,
  jobPageQuery,
  jobResultQuery,
  jobRowsPage,
  jobRowsQuery,
  presentDeviceJob,
  presentJobRow,
} from './job-contract.ts'
import { type DeviceJobDeps, requireKind } from './job-ports.ts'
import { resultOf } from './job-result.ts'

const route = routesWith<DeviceJobDeps>()

export const jobReadingRoutes: readonly Route<DeviceJobDeps>[] = [
  route({
    method: 'GET',
    path: '/jobs',
    permission: 'devices.read',
    summary:
      'Jobs on many devices that you may see, the newest first: your own, and those within your group tags.',
    query: jobPageQuery,
    answer: jobPage,
    handle: async ({ ports, caller, query: { limit, ...query } }) => {
      const wanted = { ...query, limit: limit + 1, reach: currentReach() }
      const found = await ports.deviceJobs.list(caller.tenantId, wanted)
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
      // An export shows devices as they are now, and hashes: of those alone that the permission for it reaches.
      const scope =
        job.request.kind === 'export-devices'
          ? await requireKind(ports, caller, job.request)
          : currentScope()
      const { lines, name, type } = resultOf(ports, caller.tenantId, { job, format, scope })
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
