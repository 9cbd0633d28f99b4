/**
 * All that the steps of a sign-in will ask for, read by one statement at the beginning of a request: each step still
 * asks for what it needs, and finds it read.
 */
import type { Application, Applications } from '../../core/applications/application.ts'
import type { People, Person } from '../../core/directory/user.ts'
import type { ApplicationId, TenantId } from '../../core/ids.ts'
import type { Tenant, Tenants } from '../../core/tenants/tenant.ts'
import { parseUuid } from '../../core/uuid.ts'
import type { Consents } from './consent.ts'
import type { FactorStanding } from './factors/factor-policy.ts'
import type { State } from './protocol-state.ts'
import { forgettingAfter, learn, once } from './read-once.ts'
import { furtherNameOf, nameOf } from './write-together.ts'

export type Shown = {
  readonly tenantId: TenantId
  /** What the request shows, such as a code: its id, and the kinds that are kept under it. */
  readonly id: string
  readonly kinds: readonly string[]
  /** Absent: the program that the state is about. */
  readonly applicationId?: ApplicationId
}

/** A state that was found, by its kind. */
type FoundState = { readonly kind: string; readonly state: State }

export type Together = {
  readonly tenant: Tenant | undefined
  /** Of the kinds that were shown; with them the grant and the session that they name. */
  readonly states: readonly FoundState[]
  readonly program?: {
    readonly id: ApplicationId
    readonly application: Application | undefined
  }
  readonly subject?: {
    readonly id: string
    readonly person: Person | undefined
    readonly standing: FactorStanding
    readonly consents: readonly string[]
  }
}

export type ReadTogether = (shown: Shown) => Promise<Together>

const names = {
  tenant: (idOrDomain: string) => ['tenant', parseUuid(idOrDomain) ?? idOrDomain.toLowerCase()],
  application: (tenantId: TenantId, id: string) => ['application', tenantId, parseUuid(id) ?? id],
  person: (tenantId: TenantId, id: string) => ['person', tenantId, parseUuid(id) ?? id],
  standing: (tenantId: TenantId, id: string) => ['standing', tenantId, parseUuid(id) ?? id],
  consents: (tenantId: TenantId, id: string, applicationId: string) => [
    ...['consents', tenantId, parseUuid(id) ?? id, applicationId],
  ],
} as const

/** `tenant` as the path names it: where that is a domain, or no tenant at all, each step reads for itself. */
export async function readAhead(
  read: ReadTogether,
  { tenant: name, ...shown }: Omit<Shown, 'tenantId'> & { readonly tenant: string },
): Promise<void> {
  const tenantId = parseUuid(name) as TenantId | undefined
  if (tenantId === undefined) return
  const { tenant, states, program, subject } = await read({ ...shown, tenantId })
  learn(names.tenant(tenantId), tenant)
  if (tenant === undefined) return
  for (const kind of shown.kinds) {
    const { state } = states.find((each) => each.kind === kind) ?? {}
    learn(nameOf({ tenantId, kind, id: shown.id }), state)
    learnNamed(tenantId, states, state)
  }
  if (program !== undefined) learn(names.application(tenantId, program.id), program.application)
  if (subject === undefined) return
  const { id, person, standing, consents } = subject
  learn(names.person(tenantId, id), person)
  learn(names.standing(tenantId, id), standing)
  if (program !== undefined) learn(names.consents(tenantId, id, program.id), consents)
}

/** The grant and the session that a code or a token names. */
function learnNamed(
  tenantId: TenantId,
  states: readonly FoundState[],
  state: State | undefined,
): void {
  const { grantId, sessionUid } = state?.payload ?? {}
  const grant = states.find(({ kind }) => kind === 'Grant')
  if (grant !== undefined && typeof grantId === 'string')
    learn(nameOf({ tenantId, kind: 'Grant', id: grantId }), grant.state)
  const session = states.find(({ kind }) => kind === 'Session')
  if (session !== undefined && typeof sessionUid === 'string')
    learn(furtherNameOf({ tenantId, kind: 'Session' }, { sessionUid }), session.state)
}

type Ports = {
  readonly tenants: Pick<Tenants, 'find' | 'list'>
  readonly applications: Pick<Applications, 'find' | 'list' | 'consent'>
  readonly people: People
  readonly consents: Consents
}

/** The ports of the steps of a sign-in, which read each thing once in a request. */
export function onceInRequest<P extends Ports>(ports: P): P {
  const { tenants, applications, people, consents } = ports
  return {
    ...ports,
    tenants: {
      ...tenants,
      find: (name: string) => once(names.tenant(name), () => tenants.find(name)),
    },
    applications: {
      ...forgettingAfter(applications, ['find', 'list']),
      find: (tenantId: TenantId, id: string) =>
        once(names.application(tenantId, id), () => applications.find(tenantId, id)),
    },
    people: {
      ...forgettingAfter(people, ['find', 'findByName']),
      find: (tenantId: TenantId, id: string) =>
        once(names.person(tenantId, id), () => people.find(tenantId, id)),
    },
    consents: {
      ...forgettingAfter(consents, ['of', 'list']),
      of: (person: Pick<Person, 'tenantId' | 'id'>, applicationId: ApplicationId) =>
        once(names.consents(person.tenantId, person.id, applicationId), () =>
          consents.of(person, applicationId),
        ),
    },
  }
}

/** What a person has and the tenant wants, read once in a request. */
export function standingOnce(
  standings: (tenantId: TenantId, personId: string) => Promise<FactorStanding>,
): typeof standings {
  return (tenantId, personId) =>
    once(names.standing(tenantId, personId), () => standings(tenantId, personId))
}
