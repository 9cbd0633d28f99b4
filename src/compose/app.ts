/** The list of surfaces, and everything about a running Taxiway that does not belong to one. */
import { leftoversIn } from '../storage/upkeep/leftovers.ts'
import type { AppOptions } from './app-options.ts'
import { baseOf } from './base.ts'
import { decidingOn } from './deciding.ts'
import { deviceSurfaces } from './device-surfaces.ts'
import { graphSurface } from './graph.ts'
import { identityProviderOn } from './identity-provider.ts'
import { operationsSurface } from './operations.ts'
import { peopleSurfaces } from './people-surfaces.ts'
import { listLag } from './ports/base-ports.ts'
import { seedPortsIn } from './ports/seed-ports.ts'
import { jobAndPlanRunner } from './removal-plans.ts'
import { routesOf } from './serving/routes.ts'
import { serveSurfaces } from './serving/serve-surfaces.ts'
import { deliverySender } from './webhooks.ts'

export type App = Awaited<ReturnType<typeof createApp>>

export async function createApp(options: AppOptions) {
  const base = await baseOf(options)
  const deciding = await decidingOn(base)
  const provider = identityProviderOn(base)
  const graph = graphSurface(base, provider)
  const operations = operationsSurface(base)
  const needs = { graph: graph.ports, deciding, provider, ...operations.countDevices }
  const { deployment, mdm } = await deviceSurfaces(base, needs)
  const forPeople = peopleSurfaces(base, { provider, deciding })
  const surfaces = [graph, ...forPeople, deployment, mdm, operations, provider.surface]
  return {
    fetch: serveSurfaces(surfaces, options, operations.countAnswer),
    surfaces,
    decideNext: () => deciding.decideNext(operations.countDecisions),
    ...deployment.due,
    runNextJob: jobAndPlanRunner(base),
    sendDeliveries: deliverySender(base),
    leftovers: leftoversIn(options.store, { listLag, lockingAttempts: provider.lockingAttempts }),
    now: base.now,
    keepSignInTidy: provider.keepSignInTidy,
    settleRemovals: provider.settleRemovals,
    hashPassword: provider.hashPassword,
    firstPasswordLifetime: provider.firstPasswordLifetime,
    metrics: operations.metrics.fetch,
    verify: provider.verify,
    access: base.access,
    assignedUsers: base.assignedUsers,
    roles: base.roles,
    sendNotices: deciding.sendNotices,
    makeCheckpoints: deciding.makeCheckpoints,
    checkpointKey: deciding.checkpointKey,
    routes: routesOf(surfaces),
    origin: base.origin,
    tenants: base.tenants,
    partners: base.partners,
    ...seedPortsIn(base),
    applications: provider.applications,
    signInPolicies: provider.signInPolicies,
    signingKeys: provider.signingKeys,
    protocolState: provider.protocolState,
    imports: base.imports,
    devices: base.devices,
    groups: graph.ports.groups,
    profiles: graph.ports.profiles,
    directoryPeople: graph.ports.directoryPeople,
  }
}
