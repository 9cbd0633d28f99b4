/** Work that goes on in the background. */
import type { ImportJobs } from '../../core/imports/import-jobs.ts'
import { jobAnswer, listOf } from './contract.ts'
import { presentJob } from './present.ts'
import { type AdminRoute, route } from './routes.ts'

export function jobRoutes({ jobs }: { readonly jobs: ImportJobs }): readonly AdminRoute[] {
  return [
    route({
      method: 'GET',
      path: '/jobs',
      permission: 'jobs.read',
      summary: 'Imports that are not yet decided altogether.',
      answer: listOf(jobAnswer),
      handle: async ({ caller }) => ({
        value: (await jobs.list(caller.tenantId)).map(presentJob),
      }),
    }),
  ]
}
