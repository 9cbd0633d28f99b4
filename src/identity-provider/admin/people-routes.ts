/** People with their roles and factors, for the portal's page of people. */
import type { PeoplePage, ListedPerson as WirePerson } from 'taxiway-autopilot/admin'
import { z } from 'zod'
import type { Access } from '../../core/access/decide.ts'
import { listRoles } from '../../core/access/manage-roles.ts'
import type { Roles } from '../../core/access/roles.ts'
import { type Route, routesWith } from '../../surfaces/http/route.ts'
import type { ListedPerson, PeopleList } from '../core/people-list.ts'

export type PeopleRouteDeps = {
  readonly access: Pick<Access, 'hasWhole'>
  readonly roles: Pick<Roles, 'list'>
  readonly peopleList: PeopleList
}

const text = z.string().max(256).optional()

const peopleQuery = z.strictObject({
  /** Part of a name or address. */
  q: text,
  /** A role's display name; needs the permission to read roles. */
  role: text,
  /** Who has one, or none at all; needs the permission to read factors. */
  factor: z.enum(['passkey', 'code', 'none']).optional(),
  /** `next` of the page before. */
  after: z.string().max(320).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})

const personAnswer = z.object({
  id: z.string(),
  userPrincipalName: z.string(),
  displayName: z.string(),
  enabled: z.boolean(),
  roles: z.array(z.string()).nullable(),
  factors: z.object({ passkeys: z.number(), codes: z.number() }).nullable(),
  lastSignInDateTime: z.string().nullable(),
}) satisfies z.ZodType<WirePerson>

const peopleAnswer = z.object({
  value: z.array(personAnswer),
  next: z.string().nullable(),
}) satisfies z.ZodType<PeoplePage>

const route = routesWith<PeopleRouteDeps>()

export const peopleRoutes: readonly Route<PeopleRouteDeps>[] = [
  route({
    method: 'GET',
    path: '/people',
    permission: 'users.read',
    summary:
      'People and, for those who may read them, their roles, and how many factors each of them has.',
    query: peopleQuery,
    answer: peopleAnswer,
    handle: async ({ ports, caller, query: { limit, factor, role, ...wanted } }) => {
      const mayReadFactors = await ports.access.hasWhole(caller, 'factors.read')
      const mayReadRoles = await ports.access.hasWhole(caller, 'roles.read')
      const query = {
        ...wanted,
        limit: limit + 1,
        ...(mayReadFactors && { factor }),
        ...(mayReadRoles && { role }),
      }
      const found = await ports.peopleList(caller.tenantId, query)
      const roles = new Map(
        (await listRoles(ports, caller.tenantId)).map(({ id, displayName }) => [id, displayName]),
      )
      const shown = found.slice(0, limit)
      return {
        value: shown.map((person) =>
          presentPerson(person, { roles, mayReadFactors, mayReadRoles }),
        ),
        next: found.length > limit ? (shown.at(-1)?.userPrincipalName ?? null) : null,
      }
    },
  }),
]

type Known = {
  readonly roles: ReadonlyMap<string, string>
  readonly mayReadFactors: boolean
  readonly mayReadRoles: boolean
}

function presentPerson(
  person: ListedPerson,
  { roles, mayReadFactors, mayReadRoles }: Known,
): WirePerson {
  const assigned = person.assignedRoles.flatMap((id) => roles.get(id) ?? [])
  return {
    id: person.id,
    userPrincipalName: person.userPrincipalName,
    displayName: person.displayName,
    enabled: person.enabled,
    roles: mayReadRoles ? [...new Set([...person.roles, ...assigned])] : null,
    factors: mayReadFactors ? { passkeys: person.passkeys, codes: person.codes } : null,
    lastSignInDateTime: mayReadFactors ? (person.lastSignInAt?.toISOString() ?? null) : null,
  }
}
