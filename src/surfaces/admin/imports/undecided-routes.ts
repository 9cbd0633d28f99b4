/** Imports that are not decided altogether. */
import type { ImportJobs } from '../../../core/imports/import-jobs.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { listOf } from '../contract.ts'
import { presentUndecided } from './present-undecided.ts'
import { undecidedAnswer } from './undecided-contract.ts'

export type UndecidedDeps = { readonly jobs: ImportJobs }

const route = routesWith<UndecidedDeps>()

export const undecidedImportRoutes: readonly Route<UndecidedDeps>[] = [
  route({
    method: 'GET',
    path: '/imports/undecided',
    permission: 'jobs.read',
    summary: 'Imports that are not yet decided altogether.',
    answer: listOf(undecidedAnswer),
    handle: async ({ ports, caller }) => ({
      value: (await ports.jobs.list(caller.tenantId)).map(presentUndecided),
    }),
  }),
]
