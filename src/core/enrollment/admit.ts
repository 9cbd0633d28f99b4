/** What a device shows when it enrolls: a one-time token of ours, or the access token of a person. */
import type { TenantId } from '../ids.ts'
import type { Admission } from './enroll.ts'
import { EnrollmentFault } from './fault.ts'
import { type EnrollmentTokens, readEnrollmentToken } from './token.ts'

export type EnrollingPerson = {
  readonly tenantId: TenantId
  readonly id: string
  readonly userPrincipalName: string
  readonly scopes: readonly string[]
}

export type AdmitDeps = {
  readonly tokens: Pick<EnrollmentTokens, 'find'>
  /** Issuer, audience, tenant, time and signature are as they must be; undefined: they are not. */
  readonly verifyPerson: (accessToken: string) => Promise<EnrollingPerson | undefined>
}

/** The delegated scope of access tokens with which devices enroll. [observed: Entra's tokens for MDM services] */
export const enrollmentScope = 'mdm_delegation'

/** Throws EnrollmentFault. */
export async function admissionOf(deps: AdmitDeps, shown: string): Promise<Admission> {
  const own = readEnrollmentToken(shown)
  if (own === undefined) return await admissionOfPerson(deps, shown)
  const token = await deps.tokens.find(own.tenantId, own.digest)
  if (token === undefined)
    throw new EnrollmentFault('authentication', 'The token is unknown, used or expired.')
  const { tenantId, means, ownership, user, registrationId, id: tokenId } = token
  return { tenantId, means, ownership, user, registrationId, tokenId }
}

/** A person at a device that joins the organization's directory. */
async function admissionOfPerson(
  { verifyPerson }: AdmitDeps,
  accessToken: string,
): Promise<Admission> {
  const person = await verifyPerson(accessToken)
  if (person === undefined)
    throw new EnrollmentFault(
      'authentication',
      'The access token is not valid for enrollment here.',
    )
  if (!person.scopes.includes(enrollmentScope))
    throw new EnrollmentFault(
      'authorization',
      `The access token lacks the scope ${enrollmentScope}.`,
    )
  const { tenantId, id, userPrincipalName } = person
  return {
    tenantId,
    means: 'sign-in',
    ownership: 'corporate',
    user: { id, userPrincipalName },
    registrationId: null,
    tokenId: null,
  }
}
