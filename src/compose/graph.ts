/** Microsoft Graph, in its two versions. */

import { spending } from '../core/budgets/budget.ts'
import type { TenantId } from '../core/ids.ts'
import { budgetsIn } from '../storage/budgets/budgets.ts'
import { usersIn } from '../storage/directory/users.ts'
import { askingIn } from '../storage/enrollment/enrollments.ts'
import type { Store } from '../storage/sql/store.ts'
import { graphApp } from '../surfaces/graph/app.ts'
import { graphPlace } from '../surfaces/graph/surface.ts'
import { pathOf } from '../surfaces/http/path-of.ts'
import type { Base } from './base.ts'
import { guardOn } from './guarding.ts'
import type { IdentityProvider } from './identity-provider.ts'
import { graphPortsIn } from './ports/graph-ports.ts'

/** How long strict refuses to change a device that has just been imported. [observed; the number is inferred] */
const settlingSeconds = 60

export function graphSurface(base: Base, provider: IdentityProvider) {
  const { store, now, fidelity, onImport, emulation, report } = base
  const { throttling = fidelity === 'strict' ? 'graph' : 'off' } = base
  const portsIn = (unit: Store) => {
    const shared = base.basePortsIn(unit)
    return {
      ...shared,
      ...graphPortsIn(unit),
      people: provider.peopleIn(unit),
      users: usersIn(unit),
      firstPasswords: provider.firstPasswords,
      duration: async (id: TenantId) => (await shared.tenants.find(id))?.importSeconds ?? 0,
      now,
      fidelity,
      ...askingIn(unit),
      settlesFor: fidelity === 'strict' && throttling === 'graph' ? settlingSeconds : 0,
      onImport,
    }
  }
  const guard = guardOn(base, provider.stepUp, portsIn)
  const deps = {
    ...base,
    guard,
    verify: provider.verify,
    ...(throttling === 'graph' && { spend: spending(budgetsIn(store), now) }),
    ...(emulation && { aroundParts: emulation.aroundParts }),
    report: (error: Error, requestId: string) => report(error, requestId),
  }
  const versions = { 'v1.0': graphApp(deps, 'v1.0'), beta: graphApp(deps, 'beta') }
  const fetch = (request: Request) =>
    versions[/^\/beta(\/|$)/i.test(pathOf(request)) ? 'beta' : 'v1.0'].fetch(request)
  return { ...graphPlace, app: { fetch }, versions, ports: guard.ports }
}
