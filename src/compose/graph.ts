/** Microsoft Graph, in its two versions. */
import { spending } from '../core/budgets/budget.ts'
import type { TenantId } from '../core/ids.ts'
import { budgetsIn } from '../storage/budgets/budgets.ts'
import { graphApp } from '../surfaces/graph/app.ts'
import { graphPlace } from '../surfaces/graph/surface.ts'
import { pathOf } from '../surfaces/http/path-of.ts'
import type { Base } from './base.ts'
import { graphPortsIn } from './graph-ports.ts'
import type { Guarded } from './identity-provider.ts'

export function graphSurface(base: Base, guarded: Guarded) {
  const { store, now, tenants, emulation, report } = base
  const { throttling = base.fidelity === 'strict' ? 'graph' : 'off' } = base
  const ports = graphPortsIn(store)
  const deps = {
    ...base,
    ...ports,
    ...guarded,
    ...(throttling === 'graph' && { spend: spending(budgetsIn(store), now) }),
    ...(emulation && { aroundParts: emulation.aroundParts }),
    duration: async (id: TenantId) => (await tenants.find(id))?.importSeconds ?? 0,
    report: (error: Error, requestId: string) => report(error, requestId),
  }
  const versions = { 'v1.0': graphApp(deps, 'v1.0'), beta: graphApp(deps, 'beta') }
  const fetch = (request: Request) =>
    versions[/^\/beta(\/|$)/i.test(pathOf(request)) ? 'beta' : 'v1.0'].fetch(request)
  return { ...graphPlace, app: { fetch }, versions, ports }
}
