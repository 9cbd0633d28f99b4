/** An authority on a database of its own, with one tenant and one application, and a clock that tests set. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createApplication } from '../../../src/core/applications/application.ts'
import type { TenantId } from '../../../src/core/ids.ts'
import type { RunInTransaction } from '../../../src/core/run-in-transaction.ts'
import { newUuid } from '../../../src/core/uuid.ts'
import { verifyBearer } from '../../../src/identity-provider/bearer/bearer.ts'
import { livePrograms } from '../../../src/identity-provider/bearer/live-programs.ts'
import { announcerOf } from '../../../src/identity-provider/core/factors/announcements.ts'
import { keyRing } from '../../../src/identity-provider/core/key-ring.ts'
import type { PasswordPorts } from '../../../src/identity-provider/core/passwords/own-password.ts'
import { sealsWith } from '../../../src/identity-provider/core/seals.ts'
import { passkeyFirstWith } from '../../../src/identity-provider/pages/factors/passkey-first-page.ts'
import { webAuthn } from '../../../src/identity-provider/passkeys/web-authn.ts'
import { argon2Passwords } from '../../../src/identity-provider/passwords/argon2.ts'
import { isCommonPassword } from '../../../src/identity-provider/passwords/common-passwords.ts'
import { authorityApp } from '../../../src/identity-provider/protocol/app.ts'
import type { AuthorityDeps } from '../../../src/identity-provider/protocol/authority.ts'
import { attemptsIn } from '../../../src/identity-provider/storage/attempts.ts'
import { consentsIn } from '../../../src/identity-provider/storage/consents.ts'
import { factorPortsIn } from '../../../src/identity-provider/storage/factors/factor-ports.ts'
import { recordFactorEvents } from '../../../src/identity-provider/storage/factors/record-factor-event.ts'
import { identityProvidersIn } from '../../../src/identity-provider/storage/identity-providers.ts'
import { pagePortsIn } from '../../../src/identity-provider/storage/page-ports.ts'
import { peopleIn } from '../../../src/identity-provider/storage/people.ts'
import { protocolStateIn } from '../../../src/identity-provider/storage/protocol-state.ts'
import { readTogetherIn } from '../../../src/identity-provider/storage/read-together.ts'
import { signInPoliciesIn } from '../../../src/identity-provider/storage/sign-in-policies.ts'
import { signInsIn } from '../../../src/identity-provider/storage/sign-ins.ts'
import { signingKeysIn } from '../../../src/identity-provider/storage/signing-keys.ts'
import { outboundFetch } from '../../../src/outbound/outbound-fetch.ts'
import { rolesIn } from '../../../src/storage/access/roles.ts'
import { applicationsIn } from '../../../src/storage/applications/applications.ts'
import { auditIn } from '../../../src/storage/audit/audited-acts.ts'
import { wrapWith } from '../../../src/storage/secrets/key-encryption.ts'
import { openStore } from '../../../src/storage/sql/database.ts'
import { migrate } from '../../../src/storage/sql/migrate.ts'
import type { Store } from '../../../src/storage/sql/store.ts'
import { tenantsIn } from '../../../src/storage/tenants/tenants.ts'
import { type Backend, cloneDatabase, localBackend } from '../../support/postgres.ts'

export const publicUrl = 'https://localhost:8443'
export const graph = 'https://graph.microsoft.com'

/** The key-encryption key of every server in these tests. */
export const wrap = wrapWith(Buffer.alloc(32, 7))

/** What a test may put in the place of the usual. */
type Replaceable = Pick<AuthorityDeps, 'factors' | 'factorPages' | 'outbound' | 'passwords'>

/** One server on a database; several may share it. */
export function authorityOn(
  connectionString: string,
  options: { now?: () => Date; origin?: string; deps?: Partial<Replaceable> } = {},
) {
  const { now = () => new Date(), origin = publicUrl } = options
  const store = openStore({ connectionString })
  const failures: unknown[] = []
  const seals = sealsWith(wrap, now)
  const deps = {
    origin: {
      configured: origin,
      hosts: ['localhost', '127.0.0.1', 'login.microsoftonline.com'],
    },
    publicUrl: origin,
    tenants: tenantsIn(store),
    applications: applicationsIn(store),
    state: protocolStateIn(store, wrap),
    keys: keyRing(signingKeysIn(store, wrap)),
    people: peopleIn(store),
    programs: livePrograms(applicationsIn(store)),
    passwords: argon2Passwords(),
    attempts: attemptsIn(store),
    policies: signInPoliciesIn(store),
    consents: consentsIn(store),
    readTogether: readTogetherIn(store, wrap),
    identityProviders: identityProvidersIn(store, wrap),
    outbound: outboundFetch(),
    audit: auditIn(store, pagePortsIn),
    factors: { required: async () => [] },
    factorPages: {},
    seals,
    passkeyFirst: passkeyFirstWith({
      ...factorPortsIn(store, { wrap, whole: store, remember: (attempts) => attempts }),
      people: peopleIn(store),
      protocol: webAuthn,
      seals,
      origin: publicUrl,
    }),
    ...passwordPortsOf(store),
    announcer: announcerOf({
      ...factorPortsIn(store, { wrap, whole: store, remember: (attempts) => attempts }),
      roles: rolesIn(store),
    }),
    now,
    report: (error: unknown) => failures.push(error),
    ...options.deps,
  }
  const app = authorityApp(deps)
  const bearer = verifyBearer({ ...deps, audiences: [graph, origin] })
  return { store, deps, app, bearer, failures }
}

function passwordPortsOf(store: Store) {
  const transact: RunInTransaction<PasswordPorts> = (work) =>
    store.transaction((unit) => work({ people: peopleIn(unit), notify: recordFactorEvents(unit) }))
  return { transact, isCommonPassword, signIns: signInsIn(store) }
}

export type TestAuthority = Awaited<ReturnType<typeof startAuthority>>

/** A server on a fresh database with tenant `contoso.test` and an application `Import robot`. */
export async function startAuthority(
  options: {
    backend?: Backend
    now?: () => Date
    origin?: string
    deps?: Partial<Replaceable>
  } = {},
) {
  const database = await cloneDatabase(options.backend ?? localBackend, migrate)
  const server = authorityOn(database.connectionString, options)
  const tenantId = newUuid() as TenantId
  await server.deps.tenants.ensure({
    id: tenantId,
    displayName: 'Contoso',
    domains: ['contoso.test', 'contoso.example'],
  })
  const application = await createApplication(server.deps.applications, {
    tenantId,
    displayName: 'Import robot',
    roles: ['DeviceManagementServiceConfig.ReadWrite.All'],
  })
  const form = {
    grant_type: 'client_credentials',
    client_id: application.applicationId as string,
    client_secret: application.secret,
    scope: `${graph}/.default`,
  }

  return {
    ...server,
    connectionString: database.connectionString,
    tenantId,
    application,
    form,
    /** Asks for a token with the right form, changed by `change`. */
    ask: (change: Record<string, string> = {}, tenant: string = tenantId) =>
      post(server.app, `/${tenant}/oauth2/v2.0/token`, { ...form, ...change }),
    async close() {
      await server.store.close()
      await database.drop()
    },
  }
}

export type TokenAnswer = {
  readonly token_type: string
  readonly expires_in: number
  readonly ext_expires_in: number
  readonly access_token: string
}

type App = ReturnType<typeof authorityOn>['app']

export function post(app: App, path: string, form: Record<string, string>): Promise<Response> {
  return Promise.resolve(
    app.request(`${publicUrl}${path}`, { method: 'POST', body: new URLSearchParams(form) }),
  )
}

export async function tokenOf(answer: Response): Promise<string> {
  const { access_token } = (await answer.json()) as TokenAnswer
  return access_token
}

/** Header and payload of a JWT, unverified. */
export function decode(token: string): [Record<string, unknown>, Record<string, unknown>] {
  const [header = '', payload = ''] = token.split('.')
  return [parsePart(header), parsePart(payload)]
}

function parsePart(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
}

/** A captured answer of the real service; `fixtures/README.md` says from where. */
export function captured(name: string) {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', `${name}.json`), 'utf8'))
}
