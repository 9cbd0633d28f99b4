/**
 * Programs that come with Taxiway and that every tenant therefore has: nobody registers them.
 *
 * They keep no secret, and what they may do for a person is what the person may do.
 */
import { createHash } from 'node:crypto'
import { allRoles, platformRoles } from '../../core/access/permissions.ts'
import type { Application } from '../../core/applications/application.ts'
import { enrollmentScope } from '../../core/enrollment/admit.ts'
import type { ApplicationId, TenantId } from '../../core/ids.ts'
import { formatUuid } from '../../core/uuid.ts'

/** The `taxiway` command line, for people who sign in with it. */
export const commandLineId = '5d0c7d9e-3f0b-4d0e-9c55-1f6a4e0b7c21' as ApplicationId

/** The portal in the browser. */
export const portalId = 'c1f4a7b2-8e1d-4a53-b6c0-92d7e35f8a10' as ApplicationId

/** The pages of one's own account, which the authority shows itself. */
export const accountPagesId = '3e9d1c64-27ab-4f0a-8d3b-6b1f50c9e7d2' as ApplicationId

/** Sign-ins of people whose devices enroll in management. */
export const deviceEnrollmentId = '7b2e51d9-4c0f-46a8-9e17-d3a8c65f0b34' as ApplicationId

export function isFirstParty(id: ApplicationId): boolean {
  return [commandLineId, portalId, accountPagesId, deviceEnrollmentId].includes(id)
}

/** Where a sign-in for a device comes back to; the same for every tenant. */
export function deviceEnrollmentCallback(publicUrl: string): string {
  return `${new URL(publicUrl).origin}/EnrollmentServer/SignedIn`
}

/** Where a sign-in for the pages of one's own account comes back to. */
export function accountCallback(publicUrl: string, tenantId: TenantId): string {
  return `${new URL(publicUrl).origin}/${tenantId}/account/signed-in`
}

/** The program of that id as `tenantId` has it; `publicUrl` is where the portal lives. */
export function firstPartyApplication(
  id: string,
  { tenantId, publicUrl }: { readonly tenantId: TenantId; readonly publicUrl: string },
): Application | undefined {
  const { origin } = new URL(publicUrl)
  if (id === commandLineId) {
    return program('Taxiway command line', {
      tenantId,
      id: commandLineId,
      kind: 'native',
      redirectUris: ['http://localhost', 'http://127.0.0.1'],
    })
  }
  if (id === accountPagesId) {
    const redirectUris = [accountCallback(publicUrl, tenantId)]
    const own = program('Taxiway account pages', {
      tenantId,
      id: accountPagesId,
      kind: 'spa',
      redirectUris,
    })
    // They act by the browser's session and need no token.
    return { ...own, signIn: { ...own.signIn, delegatedScopes: [], consentedScopes: [] } }
  }
  if (id === deviceEnrollmentId) {
    const own = program('Taxiway device enrollment', {
      tenantId,
      id: deviceEnrollmentId,
      kind: 'spa',
      redirectUris: [deviceEnrollmentCallback(publicUrl)],
    })
    const only = [enrollmentScope]
    return { ...own, signIn: { ...own.signIn, delegatedScopes: only, consentedScopes: only } }
  }
  if (id !== portalId) return undefined
  return program('Taxiway portal', {
    tenantId,
    id: portalId,
    kind: 'spa',
    redirectUris: [`${origin}/`],
  })
}

/** The operator's too: a scope alone permits nothing. */
const everything: readonly string[] = [...allRoles, ...platformRoles]

type Place = Pick<Application, 'tenantId' | 'id'> &
  Pick<Application['signIn'], 'kind' | 'redirectUris'>

function program(displayName: string, { tenantId, id, kind, redirectUris }: Place): Application {
  return {
    tenantId,
    id,
    displayName,
    registrationId: formatUuid(createHash('sha256').update(id).digest()),
    enabled: true,
    hasPrincipal: true,
    requestedRoles: [],
    objectId: formatUuid(createHash('sha256').update(`${tenantId}:${id}`).digest()),
    createdAt: new Date(0),
    roles: [],
    secrets: [],
    certificates: [],
    keys: [],
    signIn: { kind, redirectUris, delegatedScopes: everything, consentedScopes: everything },
  }
}
