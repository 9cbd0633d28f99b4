/** `/admin/v1`: what Graph has no word for. */

import { principalsIn } from '../storage/access/principals.ts'
import { applicationCertificatesIn } from '../storage/applications/application-certificates.ts'
import { applicationSecretsIn } from '../storage/applications/application-secrets.ts'
import { conflictsIn } from '../storage/conflicts/conflicts.ts'
import { eventsIn } from '../storage/events/events.ts'
import { deviceHistoriesIn, identityLookupIn } from '../storage/identity/histories.ts'
import { importJobsIn } from '../storage/imports/import-jobs.ts'
import { adminApp } from '../surfaces/admin/app.ts'
import { adminPlace } from '../surfaces/admin/surface.ts'
import type { Base } from './base.ts'
import type { Deciding } from './deciding.ts'
import type { DeploymentPorts } from './deployment-ports.ts'
import type { GraphPorts } from './graph-ports.ts'
import type { IdentityProvider } from './identity-provider.ts'
import { portalPortsOf } from './portal-ports.ts'

export type AdminNeeds = {
  readonly provider: IdentityProvider
  readonly deciding: Deciding
  readonly graph: GraphPorts
  readonly deployment: DeploymentPorts
}

export function adminSurface(base: Base, { provider, deciding, graph, deployment }: AdminNeeds) {
  const { store, wrap, report } = base
  const { tokens, denyValues, checkpointKey } = deciding
  const app = adminApp({
    ...deployment,
    ...base,
    ...provider.guarded,
    ...portalPortsOf(base, graph),
    plans: graph.plans,
    identityProvider: provider.adminRoutes,
    applications: provider.applications,
    secrets: applicationSecretsIn(store),
    certificates: applicationCertificatesIn(store),
    wellKnownByDefault: base.emulation !== undefined,
    principals: principalsIn(store),
    conflicts: conflictsIn(store, wrap),
    histories: deviceHistoriesIn(store),
    lookup: identityLookupIn(store, wrap),
    examiner: async () => ({ tokens, denyList: await denyValues.current() }),
    events: eventsIn(store),
    denyValues,
    checkpointKey,
    jobs: importJobsIn(store),
    report: (error: Error, requestId: string) => report(error, requestId),
  })
  return { ...adminPlace, app }
}
