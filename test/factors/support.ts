/** Second factors on a real database, one tenant with people, and as many servers as a test wants. */
import type { Person } from '../../src/core/directory/user.ts'
import type { FactorEvent } from '../../src/core/factors/factor-events.ts'
import type { NewOathToken, OathTokenId } from '../../src/core/factors/oath-token.ts'
import {
  appSettings,
  codeAt,
  type OtpSettings,
  stepAt,
} from '../../src/core/factors/one-time-code.ts'
import { newUuid, type TenantId } from '../../src/core/ids.ts'
import { webAuthn } from '../../src/passkeys/web-authn.ts'
import { attemptsIn } from '../../src/storage/authority/attempts.ts'
import { wrapWith } from '../../src/storage/authority/key-encryption.ts'
import { protocolStateIn } from '../../src/storage/authority/protocol-state.ts'
import { openStore } from '../../src/storage/database.ts'
import { codeLocksIn } from '../../src/storage/factors/code-locks.ts'
import { factorPoliciesIn, factorStandingsIn } from '../../src/storage/factors/factor-standings.ts'
import { oathTokensIn } from '../../src/storage/factors/oath-tokens.ts'
import { passkeysIn } from '../../src/storage/factors/passkeys.ts'
import { recoveryCodesIn } from '../../src/storage/factors/recovery-codes.ts'
import { migrate } from '../../src/storage/migrate.ts'
import { peopleIn } from '../../src/storage/people.ts'
import { tenantsIn } from '../../src/storage/tenants.ts'
import { usersIn } from '../../src/storage/users.ts'
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
    tell: async (event: FactorEvent) => {
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
