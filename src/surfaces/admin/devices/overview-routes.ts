/** `/admin/v1/overview`: everything that the first page shows, in one answer. */
import type { Overview } from 'taxiway-autopilot/admin'
import { z } from 'zod'
import type { Caller } from '../../../core/access/caller.ts'
import type { Access } from '../../../core/access/decide.ts'
import { currentScope } from '../../../core/acting.ts'
import type { FacetField } from '../../../core/devices/device-list.ts'
import type { Overviews } from '../../../core/devices/overview.ts'
import type { ImportLists } from '../../../core/imports/import-list.ts'
import { storedFilter } from '../../../core/profiles/stored-filter.ts'
import { betweenSyncs, type SyncDeps, syncState } from '../../../core/sync/autopilot-sync.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { importSummaryAnswer, presentImportSummary } from '../imports/import-contract.ts'
import type { DeviceListDeps } from './device-list-routes.ts'

export type OverviewDeps = Pick<DeviceListDeps, 'list' | 'plans'> &
  SyncDeps & {
    readonly access: Access
    readonly overviews: Overviews
    readonly importLists: ImportLists
  }

const counted = z.array(z.object({ value: z.string(), count: z.number() }))
const named = z.array(z.object({ name: z.string(), count: z.number() }))

const overviewAnswer = z.object({
  asOf: z.string(),
  registered: z.number(),
  byDay: z.array(z.object({ day: z.string(), count: z.number() })),
  byManufacturer: counted,
  byModel: counted,
  byTag: counted,
  funnel: z.object({ registered: z.number(), assigned: z.number(), enrolled: z.number() }),
  failures: named.nullable(),
  conflictsOpen: z.number().nullable(),
  provisionalEndingSoon: z.number(),
  sync: z.object({
    lastAt: z.string().nullable(),
    nextAt: z.string().nullable(),
    running: z.boolean(),
  }),
  lastImports: z.array(importSummaryAnswer).nullable(),
}) satisfies z.ZodType<Overview>

const overviewQuery = z.object({ days: z.coerce.number().int().min(1).max(366).default(30) })

const dayInMs = 86_400_000
const shownValues = 8
const shownImports = 5

const route = routesWith<OverviewDeps>()

export const overviewRoutes: readonly Route<OverviewDeps>[] = [
  route({
    method: 'GET',
    path: '/overview',
    permission: 'devices.read',
    summary:
      'What is registered, how far it got, what failed, and what waits for a person; null is what the caller may not read.',
    query: overviewQuery,
    answer: overviewAnswer,
    handle: ({ ports, caller, query }) => overviewOf(ports, caller, query.days),
  }),
]

async function overviewOf(
  deps: OverviewDeps,
  caller: Caller,
  days: number,
): Promise<z.input<typeof overviewAnswer>> {
  const { tenantId } = caller
  const now = deps.now()
  const imports = await deps.access.scopeOf(caller, 'imports.read')
  const countsConflicts = await deps.access.hasWhole(caller, 'identity.read')
  const since = new Date(now.getTime() - days * dayInMs)
  const plan = await deps.plans.plan(tenantId)
  const assigned = storedFilter(
    { filter: { kind: 'compare', field: 'profileStatus', op: 'eq', value: 'assigned' } },
    plan,
  )
  const facet = async (field: FacetField) => [
    ...(await deps.list.facet(tenantId, { field, top: shownValues })).values,
  ]
  const [numbers, withProfile, byManufacturer, byModel, byTag, sync, lastImports] =
    await Promise.all([
      deps.overviews.of(tenantId, {
        since,
        now,
        imports,
        countsConflicts,
        devices: currentScope(),
      }),
      deps.list.count(tenantId, assigned),
      facet('manufacturer'),
      facet('model'),
      facet('groupTag'),
      syncState(deps, tenantId),
      imports && deps.importLists.list(tenantId, { limit: shownImports, scope: imports }),
    ])
  const { registered, enrolled, byDay, failures, ...waiting } = numbers
  const { triggeredAt } = sync
  return {
    asOf: now.toISOString(),
    registered,
    byDay: [...byDay],
    byManufacturer,
    byModel,
    byTag,
    funnel: { registered, assigned: withProfile, enrolled },
    failures: failures && [...failures],
    ...waiting,
    sync: {
      lastAt: triggeredAt?.toISOString() ?? null,
      nextAt:
        triggeredAt === null
          ? null
          : new Date(triggeredAt.getTime() + betweenSyncs * 1000).toISOString(),
      running: sync.running,
    },
    lastImports: lastImports?.map(presentImportSummary) ?? null,
  }
}
