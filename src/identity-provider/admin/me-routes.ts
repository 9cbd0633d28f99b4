/** Who am I, and what may I do: what an application must know before it shows a person anything. */
import type { z } from 'zod'
import type { UserCaller } from '../../core/access/caller.ts'
import type { Access } from '../../core/access/decide.ts'
import type { TagScope } from '../../core/access/tag-scope.ts'
import type { People } from '../../core/directory/user.ts'
import { DomainError } from '../../core/errors.ts'
import type { Partners } from '../../core/partners/partner.ts'
import type { Tenants } from '../../core/tenants/tenant.ts'
import { type Route, routesWith } from '../../surfaces/http/route.ts'
import { type FactorStandings, needsPasskey } from '../core/factors/factor-policy.ts'
import { freshFor, freshUntilOf } from '../core/factors/fresh-factor.ts'
import { meAnswer } from './me-contract.ts'

/** What a client may need to know about the server. */
export type ServerFacts = {
  readonly version: string
  readonly fidelity: 'lenient' | 'strict'
  readonly emulator: boolean
  readonly maxImportRows: number
}

export type MeRouteDeps = {
  readonly access: Access
  readonly tenants: Pick<Tenants, 'find'>
  readonly people: Pick<People, 'find'>
  readonly partners: Pick<Partners, 'find'>
  readonly standings: FactorStandings
  readonly server: ServerFacts
  readonly now: () => Date
}

const route = routesWith<MeRouteDeps>()

export const meRoutes: readonly Route<MeRouteDeps>[] = [
  route({
    method: 'GET',
    path: '/me',
    permission: 'own-account.read',
    summary: 'Who you are, what you may do and where, and how fresh your sign-in is.',
    answer: meAnswer,
    handle: async ({ ports, caller }) => {
      if (caller.kind !== 'user') {
        throw new DomainError('not-found', 'An application has no person: /me is for people.')
      }
      return await meOf(ports, caller)
    },
  }),
]

async function meOf(deps: MeRouteDeps, caller: UserCaller): Promise<z.input<typeof meAnswer>> {
  const { tenantId, userId } = caller
  const [tenant, person, standing, scopes, partner] = await Promise.all([
    deps.tenants.find(tenantId),
    deps.people.find(tenantId, userId),
    deps.standings(tenantId, userId),
    deps.access.all(caller),
    deps.partners.find(tenantId),
  ])
  const now = deps.now()
  const hasFactor = standing.passkeys + standing.activeTokens > 0
  return {
    user: {
      id: userId,
      userPrincipalName: caller.userPrincipalName,
      displayName: person?.displayName ?? caller.userPrincipalName,
    },
    tenant: {
      id: tenantId,
      displayName: tenant?.displayName ?? '',
      domain: tenant?.domains[0] ?? '',
      partnerKind: partner?.kind ?? null,
    },
    roles: [...caller.directoryRoles],
    permissions: [...scopes].map(([permission, scope]) => ({
      permission,
      groupTags: tagsOf(scope),
    })),
    signIn: {
      authTime: caller.authTime.toISOString(),
      amr: [...caller.amr],
      freshUntil: freshUntilOf(caller, now, freshFor)?.toISOString() ?? null,
      freshNeeded:
        hasFactor ||
        standing.factorRequired ||
        needsPasskey(standing, { roles: caller.directoryRoles }),
    },
    factors: { passkeys: standing.passkeys, codes: standing.activeTokens },
    server: {
      ...deps.server,
      now: now.toISOString(),
      importSeconds: tenant?.importSeconds ?? 0,
    },
  }
}

/** Null: every device. */
function tagsOf(scope: TagScope): string[] | null {
  return scope.whole ? null : [...scope.tags]
}
