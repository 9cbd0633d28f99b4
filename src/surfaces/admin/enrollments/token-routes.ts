/** Tokens with which one device each enrolls, made by administrators. */
import { nameOfCaller } from '../../../core/access/caller.ts'
import {
  type EnrollmentToken,
  type EnrollmentTokens,
  type EnrollmentUser,
  makeEnrollmentToken,
} from '../../../core/enrollment/token.ts'
import { DomainError } from '../../../core/errors.ts'
import { ids } from '../../../core/id-kinds.ts'
import type { TenantId } from '../../../core/ids.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { pageOf, pageQuery, presentPage, wantedPage } from '../contract.ts'
import { madeTokenAnswer, tokenAnswer, tokenRequest } from './enrollment-contract.ts'

export type EnrollmentTokenDeps = {
  readonly enrollmentTokens: EnrollmentTokens
  readonly findUserNamed: (tenantId: TenantId, name: string) => Promise<EnrollmentUser | undefined>
  readonly discoveryUrl: string
  readonly now: () => Date
}

const route = routesWith<EnrollmentTokenDeps>()

export const enrollmentTokenRoutes: readonly Route<EnrollmentTokenDeps>[] = [
  route({
    method: 'POST',
    path: '/enrollment-tokens',
    permission: 'enrollment-tokens.create',
    audit: { category: 'Enrollment', resource: 'EnrollmentToken' },
    summary: 'A one-time token with which one device enrolls in management, good for ten minutes.',
    body: tokenRequest,
    answer: madeTokenAnswer,
    status: 201,
    handle: async ({ ports, caller, body: { userPrincipalName, ownership } }) => {
      const { tenantId } = caller
      const made = await makeEnrollmentToken(ports.enrollmentTokens, {
        tenantId,
        ownership,
        means: 'administrator',
        user:
          userPrincipalName === undefined
            ? null
            : await userNamed(ports, tenantId, userPrincipalName),
        registrationId: null,
        createdBy: nameOfCaller(caller),
      })
      const { id, token, expiresAt } = made
      const { discoveryUrl } = ports
      return { id, token, expiresAt: expiresAt.toISOString(), discoveryUrl }
    },
  }),
  route({
    method: 'GET',
    path: '/enrollment-tokens',
    permission: 'enrollment-tokens.read',
    summary: 'Tokens of the last day, newest first, without their secrets.',
    query: pageQuery,
    answer: pageOf(tokenAnswer),
    handle: async ({ ports, caller, query }) => {
      const found = await ports.enrollmentTokens.list(caller.tenantId, wantedPage(query))
      return presentPage(found, (each) => present(each, ports.now()))
    },
  }),
  route({
    method: 'DELETE',
    path: '/enrollment-tokens/:id',
    permission: 'enrollment-tokens.delete',
    audit: { category: 'Enrollment', resource: 'EnrollmentToken' },
    summary: 'Withdraws a token that no device has used.',
    status: 204,
    handle: async ({ ports, caller, parameter }) => {
      const id = parameter('id', ids.record)
      if (!(await ports.enrollmentTokens.withdraw(caller.tenantId, id)))
        throw new DomainError('not-found', `There is no unused enrollment token ${id}.`)
      return undefined
    },
  }),
]

async function userNamed(
  { findUserNamed }: Pick<EnrollmentTokenDeps, 'findUserNamed'>,
  tenantId: TenantId,
  name: string,
): Promise<EnrollmentUser> {
  const user = await findUserNamed(tenantId, name)
  if (user === undefined)
    throw new DomainError('request-invalid', `userPrincipalName: there is no user ${name}.`)
  return user
}

function present(token: EnrollmentToken, now: Date) {
  const { id, ownership, user, createdBy, createdAt, expiresAt, enrollmentId } = token
  return {
    id,
    ownership,
    createdBy,
    enrollmentId,
    userPrincipalName: user?.userPrincipalName ?? null,
    createdDateTime: createdAt.toISOString(),
    expiresDateTime: expiresAt.toISOString(),
    state: stateOf(token, now),
  }
}

function stateOf({ usedAt, withdrawnAt, expiresAt }: EnrollmentToken, now: Date) {
  if (usedAt !== null) return 'used' as const
  if (withdrawnAt !== null) return 'withdrawn' as const
  return expiresAt <= now ? ('expired' as const) : ('unused' as const)
}
