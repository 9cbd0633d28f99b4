/** Second factors on a real database, one tenant with people, and as many servers as a test wants. */
import type { Person } from '../../src/core/directory/user.ts'
import type { OathTokenId, TenantId } from '../../src/core/ids.ts'
import { newUuid } from '../../src/core/uuid.ts'
import type { NewOathToken } from '../../src/identity-provider/core/factors/codes/oath-token.ts'
import {
  appSettings,
  codeAt,
  type OtpSettings,
  stepAt,
} from '../../src/identity-provider/core/factors/codes/one-time-code.ts'
import type { FactorEvent } from '../../src/identity-provider/core/factors/factor-events.ts'
import { webAuthn } from '../../src/identity-provider/passkeys/web-authn.ts'
import { attemptsIn } from '../../src/identity-provider/storage/attempts.ts'
import { codeLocksIn } from '../../src/identity-provider/storage/factors/code-locks.ts'
import {
  factorPoliciesIn,
  factorStandingsIn,
} from '../../src/identity-provider/storage/factors/factor-standings.ts'
import { oathTokensIn } from '../../src/identity-provider/storage/factors/oath-tokens.ts'
import { passkeysIn } from '../../src/identity-provider/storage/factors/passkeys.ts'
import { recoveryCodesIn } from '../../src/identity-provider/storage/factors/recovery-codes.ts'
import { peopleIn } from '../../src/identity-provider/storage/people.ts'
import { protocolStateIn } from '../../src/identity-provider/storage/protocol-state.ts'
import { usersIn } from '../../src/storage/directory/users.ts'
import { wrapWith } from '../../src/storage/secrets/key-encryption.ts'
import { openStore } from '../../src/storage/sql/database.ts'
import { migrate } from '../../src/storage/sql/migrate.ts'
import { tenantsIn } from '../../src/storage/tenants/tenants.ts'
import { cloneDatabase, localBackend } from '../support/postgres.ts'

export const origin = 'https://localhost:8443'
const wrap = wrapWith(Buffer.alloc(32, 7))

/** One server's view of the database. */
export function serverOn(connectionString: string) {
  const store = openStore({ connectionString })
  const events: FactorEvent[] = []
  return {
    store,
    events,
    notify: async (event: FactorEvent) => {
      events.push(event)
    },
    tokens: oathTokensIn(store, wrap),
    attempts: attemptsIn(store),
    locks: codeLocksIn(store),
    recovery: recoveryCodesIn(store),
    passkeys: passkeysIn(store),
    standings: factorStandingsIn(store),
    policies: factorPoliciesIn(store),
    state: protocolStateIn(store, wrap),
    people: peopleIn(store),
    protocol: webAuthn,
    origin,
  }
}

export type Server = ReturnType<typeof serverOn>

/** A fresh database with two servers on it and a tenant of two people. */
export async function startFactors() {
  const database = await cloneDatabase(localBackend, migrate)
  const servers = [
    serverOn(database.connectionString),
    serverOn(database.connectionString),
  ] as const
  const [server] = servers
  const contoso = await newTenant(server, 'contoso.test')
  return {
    ...server,
    servers,
    connectionString: database.connectionString,
    contoso,
    ada: await newPerson(server, contoso, 'ada@contoso.test'),
    bob: await newPerson(server, contoso, 'bob@contoso.test'),
    async close() {
      for (const { store } of servers) await store.close()
      await database.drop()
    },
  }
}

export async function newTenant({ store }: Server, domain: string): Promise<TenantId> {
  const id = newUuid() as TenantId
  await tenantsIn(store).ensure({ id, displayName: domain, domains: [domain] })
  return id
}

export async function newPerson(
  { store, people }: Server,
  tenantId: TenantId,
  userPrincipalName: string,
): Promise<Person> {
  await usersIn(store).ensure({
    id: newUuid(),
    tenantId,
    userPrincipalName,
    displayName: userPrincipalName,
    passwordHash: null,
    roles: [],
    licensed: false,
  })
  const person = await people.findByName(tenantId, userPrincipalName)
  if (person === undefined) throw new Error('the person was not stored')
  return person
}

export const secret = Buffer.from('a seed of twenty byte')

/** An app's token of the person, at work. */
export function appOf(person: Person, change: Partial<NewOathToken> = {}): NewOathToken {
  return {
    ...appSettings,
    tenantId: person.tenantId,
    id: newUuid() as OathTokenId,
    personId: person.id,
    activatedAt: new Date(),
    secret,
    drift: 0,
    ...change,
  }
}

/** The code that a device shows at `now`, or some steps later. */
export function codeShown(now: Date, steps = 0, settings: OtpSettings = appSettings): string {
  return codeAt(secret, settings, stepAt(now, settings) + steps)
}
