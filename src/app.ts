/** Wires core, storage and surfaces into one `Request → Response`; the only file that sees both sides. */

import { lockingRules } from './core/access/attempts.ts'
import { accessBy } from './core/access/decide.ts'
import { keyRing } from './core/access/key-ring.ts'
import { scopedDevices } from './core/access/scoped-devices.ts'
import { scopedImports } from './core/access/scoped-imports.ts'
import type { Wrap } from './core/access/wrap.ts'
import { checkpointSigner } from './core/audit/checkpoint.ts'
import { spending } from './core/budget/budget.ts'
import { type Clock, realClock } from './core/clock.ts'
import { announcerOf } from './core/factors/announcements.ts'
import { settleAllRemovals, settledStandings } from './core/factors/delayed-removal.ts'
import { factorsBy } from './core/factors/factor-policy.ts'
import { stepUpBy } from './core/factors/step-up.ts'
import { tokensUnder } from './core/identity/tokens.ts'
import type { TenantId } from './core/ids.ts'
import { decideNextSlice } from './core/import/decide-slice.ts'
import type { ImportQueue } from './core/import/slice.ts'
import { outboundFetch } from './outbound/outbound-fetch.ts'
import { webAuthn } from './passkeys/web-authn.ts'
import { argon2Passwords } from './passwords/argon2.ts'
import { isCommonPassword } from './passwords/common-passwords.ts'
import { applicationSecretsIn } from './storage/admin/application-secrets.ts'
import { importJobsIn } from './storage/admin/import-jobs.ts'
import { administratorsIn } from './storage/administrators.ts'
import { auditTrailIn } from './storage/audit/audit-trail.ts'
import { auditIn } from './storage/audit/audited-acts.ts'
import { makeCheckpoints } from './storage/audit/checkpoints.ts'
import { applicationsIn } from './storage/authority/applications.ts'
import { attemptsIn } from './storage/authority/attempts.ts'
import { identityProvidersIn } from './storage/authority/identity-providers.ts'
import { protocolStateIn } from './storage/authority/protocol-state.ts'
import { signInPoliciesIn } from './storage/authority/sign-in-policies.ts'
import { signInsIn } from './storage/authority/sign-ins.ts'
import { signingKeysIn } from './storage/authority/signing-keys.ts'
import { budgetsIn } from './storage/budgets.ts'
import type { Store } from './storage/database.ts'
import { devicesIn } from './storage/devices.ts'
import { eventsIn } from './storage/events.ts'
import { factorPortsIn } from './storage/factors/factor-ports.ts'
import { graphPortsIn } from './storage/graph-ports.ts'
import { conflictsIn } from './storage/identity/conflicts.ts'
import { denyValuesIn, ensureDefaultDenyValues } from './storage/identity/deny-values.ts'
import { deviceHistoriesIn, identityLookupIn } from './storage/identity/histories.ts'
import { importQueueIn } from './storage/import-queue.ts'
import { importedDevicesIn } from './storage/imports.ts'
import { installationSecret } from './storage/installation-secrets.ts'
import { leftoversIn } from './storage/leftovers.ts'
import { peopleIn } from './storage/people.ts'
import { rolesIn } from './storage/roles/roles.ts'
import { tenantsIn } from './storage/tenants.ts'
import { usersIn } from './storage/users.ts'
import { adminApp } from './surfaces/admin/app.ts'
import { authorityApp } from './surfaces/authority/app.ts'
import { factorPagesOf } from './surfaces/authority/factor-pages/factor-pages.ts'
import { graphApp } from './surfaces/graph/app.ts'
import type { Fidelity } from './surfaces/graph/fidelity.ts'
import { verifyBearer } from './surfaces/http/bearer.ts'
import { rememberAddress } from './surfaces/http/client-address.ts'
import type { Connection } from './surfaces/http/connection.ts'
import { hygiene } from './surfaces/http/hygiene.ts'
import { pathOf } from './surfaces/http/path-of.ts'
import { publicOriginAt } from './surfaces/http/public-origin.ts'
import { rememberVerdicts } from './surfaces/http/remember-verdicts.ts'
import { operationsApp } from './surfaces/operations/app.ts'
import { readTokenFile } from './token-files/read-token-file.ts'

const graphAudiences = ['https://graph.microsoft.com', '00000003-0000-0000-c000-000000000000']

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
  const applications = applicationsIn(store)
  const roles = rolesIn(store)
  const trail = auditTrailIn(store)
  const people = peopleIn(store)
  const ports = { ...factorPortsIn(store, wrap), people, now }
  const factorPorts = { ...ports, standings: settledStandings(ports) }
  const guard = {
    access: accessBy(roles),
    audit: auditIn(store),
    stepUp: stepUpBy(factorPorts.standings, now),
  }
  const state = protocolStateIn(store, wrap)
  const imports = scopedImports(importedDevicesIn(store, wrap))
  const queue = emulation?.overrule(importQueueIn(store, wrap)) ?? importQueueIn(store, wrap)
  const signingKeys = signingKeysIn(store, wrap)
  const keys = keyRing(signingKeys)
  await ensureDefaultDenyValues(store)
  const denyValues = denyValuesIn(store)
  const tokens = tokensUnder(await installationSecret(store, wrap, 'identity-tokens'))
  const origin = publicOriginAt(publicUrl)

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
    verify: rememberVerdicts(
      verifyBearer({
        publicUrl,
        audiences: [...graphAudiences, publicUrl],
        keys,
        tenants,
        people,
        now,
        clockMayGoBack: emulation !== undefined,
      }),
      { now },
    ),
    origin,
    report: (error: Error, requestId: string) => report(error, requestId),
  }
  const secondFactors = {
    ...factorPorts,
    roles,
    protocol: webAuthn,
    readTokenFile,
    origin: new URL(publicUrl).origin,
  }
  const factors = factorsBy(secondFactors.standings)
  const passwords = argon2Passwords()
  const signIns = signInsIn(store)
  const signInPolicies = signInPoliciesIn(store)
  const identityProviders = identityProvidersIn(store, wrap)
  const authority = authorityApp({
    origin,
    applications,
    tenants,
    people,
    audit: guard.audit,
    keys,
    state,
    passwords,
    tell: factorPorts.tell,
    inOne: factorPorts.inOne,
    signIns,
    isCommonPassword,
    attempts: attemptsIn(store),
    policies: signInPolicies,
    identityProviders,
    outbound: outboundFetch(),
    factors,
    announcer: announcerOf(secondFactors),
    factorPages: factorPagesOf({ ...secondFactors, factors }),
    now,
    report,
  })
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
    ...secondFactors,
    administrators: administratorsIn(store),
    passwords,
    signInPolicies,
    identityProviders,
    tenants,
    applications,
    secrets: applicationSecretsIn(store),
    roles,
    access: guard.access,
    trail,
    checkpointKey: signer.publicKey,
    jobs: importJobsIn(store),
    verify: graph.verify,
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
    return { fetch: authority.fetch, name: 'authority' }
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
      lockingAttempts: lockingRules.map(({ kind }) => kind),
    }),
    now,
    /** Removes the last strong factors whose day is over. */
    settleRemovals: () => settleAllRemovals(ports),
    metrics: operations.metrics.fetch,
    verify: graph.verify,
    access: guard.access,
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
    signingKeys,
    protocolState: state,
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
