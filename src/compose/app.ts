/** Wires core, storage and surfaces into one `Request → Response`; the only file that sees both sides. */

import { accessBy } from '../core/access/decide.ts'
import { scopedDevices } from '../core/access/scoped-devices.ts'
import { scopedImports } from '../core/access/scoped-imports.ts'
import { checkpointSigner } from '../core/audit/checkpoint.ts'
import { spending } from '../core/budgets/budget.ts'
import { type Clock, realClock } from '../core/clock.ts'
import { tokensUnder } from '../core/identity/tokens.ts'
import type { TenantId } from '../core/ids.ts'
import { decideNextSlice } from '../core/imports/decide-slice.ts'
import type { ImportQueue } from '../core/imports/slice.ts'
import type { Wrap } from '../core/wrap.ts'
import { outboundFetch } from '../host/outbound/outbound-fetch.ts'
import { openIdentityProvider } from '../identity-provider/door.ts'
import { rolesIn } from '../storage/access/roles.ts'
import { applicationSecretsIn } from '../storage/applications/application-secrets.ts'
import { auditTrailIn } from '../storage/audit/audit-trail.ts'
import { auditIn } from '../storage/audit/audited-acts.ts'
import { makeCheckpoints } from '../storage/audit/checkpoints.ts'
import { budgetsIn } from '../storage/budgets/budgets.ts'
import { conflictsIn } from '../storage/conflicts/conflicts.ts'
import { devicesIn } from '../storage/devices/devices.ts'
import { usersIn } from '../storage/directory/users.ts'
import { eventsIn } from '../storage/events/events.ts'
import { denyValuesIn, ensureDefaultDenyValues } from '../storage/identity/deny-values.ts'
import { deviceHistoriesIn, identityLookupIn } from '../storage/identity/histories.ts'
import { importJobsIn } from '../storage/imports/import-jobs.ts'
import { importQueueIn } from '../storage/imports/import-queue.ts'
import { importedDevicesIn } from '../storage/imports/imports.ts'
import { installationSecret } from '../storage/secrets/installation-secrets.ts'
import type { Store } from '../storage/sql/database.ts'
import { tenantsIn } from '../storage/tenants/tenants.ts'
import { leftoversIn } from '../storage/upkeep/leftovers.ts'
import { adminApp } from '../surfaces/admin/app.ts'
import { graphApp } from '../surfaces/graph/app.ts'
import type { Fidelity } from '../surfaces/graph/fidelity.ts'
import { rememberAddress } from '../surfaces/http/client-address.ts'
import type { Connection } from '../surfaces/http/connection.ts'
import { hygiene } from '../surfaces/http/hygiene.ts'
import { pathOf } from '../surfaces/http/path-of.ts'
import { publicOriginAt } from '../surfaces/http/public-origin.ts'
import { operationsApp } from '../surfaces/operations/app.ts'
import { graphPortsIn } from './graph-ports.ts'

export type AppOptions = {
  readonly store: Store
  readonly wrap: Wrap
  /** The origin clients use, such as `https://localhost:8443`. */
  readonly publicUrl: string
  /** Told that imports wait to be decided. */
  readonly onImport: () => void
  readonly report: (error: unknown, requestId?: string) => void
  /** Absent: lenient. */
  readonly fidelity?: Fidelity
  /** Metrics have a port of their own; absent = they are at the origin. */
  readonly metricsApart?: boolean
  /** Absent: `graph` with strict fidelity, else off. */
  readonly throttling?: 'graph' | 'off'
  /** What an emulator puts in the place of the real time and between the queue and the decisions. */
  readonly emulation?: Emulation
}

export type Emulation = {
  readonly clock: Clock
  readonly overrule: (queue: ImportQueue) => ImportQueue
  /** For the requests inside a batch, which come by no connection. */
  readonly aroundParts: (ask: Fetch) => Fetch
}

/** How long strict lists go on showing a device that is gone, in seconds. [observed: about 30 minutes] */
const listLag = 1_800

export type App = Awaited<ReturnType<typeof createApp>>

export async function createApp(options: AppOptions) {
  const { store, wrap, publicUrl, onImport, report, emulation, fidelity = 'lenient' } = options
  const { throttling = fidelity === 'strict' ? 'graph' : 'off' } = options
  const { now } = emulation?.clock ?? realClock
  const tenants = tenantsIn(store)
  const roles = rolesIn(store)
  const trail = auditTrailIn(store)
  const origin = publicOriginAt(publicUrl)
  const access = accessBy(roles)
  const audit = auditIn(store)
  const identityProvider = openIdentityProvider({
    store,
    wrap,
    publicUrl,
    origin,
    now,
    clockMayGoBack: emulation !== undefined,
    tenants,
    roles,
    access,
    audit,
    outbound: outboundFetch(),
    report,
  })
  const { applications, people, verify } = identityProvider
  const guard = { access, audit, stepUp: identityProvider.stepUp }
  const imports = scopedImports(importedDevicesIn(store, wrap))
  const queue = emulation?.overrule(importQueueIn(store, wrap)) ?? importQueueIn(store, wrap)
  await ensureDefaultDenyValues(store)
  const denyValues = denyValuesIn(store)
  const tokens = tokensUnder(await installationSecret(store, wrap, 'identity-tokens'))

  const graph = {
    imports,
    onImport,
    now,
    ...graphPortsIn(store),
    roles,
    access: guard.access,
    ...(throttling === 'graph' && { spend: spending(budgetsIn(store), now) }),
    tenants,
    fidelity,
    ...(emulation && { aroundParts: emulation.aroundParts }),
    duration: async (id: TenantId) => (await tenants.find(id))?.importSeconds ?? 0,
    devices: scopedDevices(devicesIn(store, { listLag: fidelity === 'strict' ? listLag : 0 })),
    guard,
    people,
    trail,
    verify,
    origin,
    report: (error: Error, requestId: string) => report(error, requestId),
  }
  const signer = checkpointSigner(await installationSecret(store, wrap, 'audit-checkpoints'))
  const identity = {
    conflicts: conflictsIn(store, wrap),
    histories: deviceHistoriesIn(store),
    lookup: identityLookupIn(store, wrap),
    examiner: async () => ({ tokens, denyList: await denyValues.current() }),
    events: eventsIn(store),
    denyValues,
    access: graph.guard.access,
  }
  const admin = adminApp({
    ...identity,
    identityProvider: identityProvider.adminRoutes,
    tenants,
    applications,
    secrets: applicationSecretsIn(store),
    roles,
    access: guard.access,
    trail,
    checkpointKey: signer.publicKey,
    jobs: importJobsIn(store),
    verify,
    guard,
    report: graph.report,
  })
  const surfaces = {
    'v1.0': graphApp(graph, 'v1.0'),
    beta: graphApp(graph, 'beta'),
  }
  const operations = operationsApp({
    ready: () => answers(store),
    metricsApart: options.metricsApart ?? false,
  })
  const hygienic = hygiene(publicUrl)

  function surfaceOf(request: Request): { readonly fetch: Fetch; readonly name: string } {
    const first = pathOf(request).split('/', 2)[1]?.toLowerCase() ?? ''
    if (first === 'v1.0' || first === 'beta') return { fetch: surfaces[first].fetch, name: 'graph' }
    if (first === 'admin') return { fetch: admin.fetch, name: 'admin' }
    if (operationsPaths.has(first)) return { fetch: operations.app.fetch, name: 'operations' }
    return { fetch: identityProvider.app.fetch, name: 'authority' }
  }

  return {
    async fetch(request: Request, connection?: Connection): Promise<Response> {
      rememberAddress(request, connection?.address)
      const { fetch, name } = surfaceOf(request)
      const response = hygienic(await fetch(request))
      operations.requests.inc({ surface: name, method: request.method, status: response.status })
      return response
    },
    decideNext: () =>
      decideNextSlice(queue, {
        tokens,
        denyList: denyValues.current,
        onDecided: operations.countDecisions,
      }),
    leftovers: leftoversIn(store, {
      listLag,
      lockingAttempts: identityProvider.lockingAttempts,
    }),
    now,
    keepSignInTidy: identityProvider.keepSignInTidy,
    settleRemovals: identityProvider.settleRemovals,
    hashPassword: identityProvider.hashPassword,
    firstPasswordLifetime: identityProvider.firstPasswordLifetime,
    metrics: operations.metrics.fetch,
    verify,
    access,
    roles,
    /** Signs the ends of the audit trails that have grown; what was signed is for outside the database too. */
    makeCheckpoints: () => makeCheckpoints(store.pool, signer),
    checkpointKey: signer.publicKey,
    /** The protected surfaces, whose own tables of routes a test of them all goes by. */
    surfaces: { ...surfaces, admin },
    origin,
    tenants,
    users: usersIn(store),
    applications,
    signingKeys: identityProvider.signingKeys,
    protocolState: identityProvider.protocolState,
    imports,
    devices: graph.devices,
    groups: graph.groups,
    profiles: graph.profiles,
    directoryPeople: graph.directoryPeople,
  }
}

function answers({ pool }: Store): Promise<boolean> {
  return pool.query('select').then(
    () => true,
    () => false,
  )
}

type Fetch = (request: Request) => Response | Promise<Response>

const operationsPaths = new Set(['', 'livez', 'readyz', 'metrics'])
