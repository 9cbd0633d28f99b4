/** Background work. */
import type { ImportJobs } from '../../core/imports/import-jobs.ts'
import { type Route, routesWith } from '../http/route.ts'
import { jobAnswer, listOf } from './contract.ts'
import { presentJob } from './present.ts'

export type JobDeps = { readonly jobs: ImportJobs }

const route = routesWith<JobDeps>()

export const jobRoutes: readonly Route<JobDeps>[] = [
  route({
    method: 'GET',
    path: '/imports/undecided',
    permission: 'jobs.read',
    summary: 'Imports that are not yet decided altogether.',
    answer: listOf(jobAnswer),
    handle: async ({ ports, caller }) => ({
      value: (await ports.jobs.list(caller.tenantId)).map(presentJob),
    }),
  }),
]
