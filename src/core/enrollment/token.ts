/** One-time tokens: each lets one device enroll in the tenant that made it. */
import { type BearerToken, bearerOf, newSessionToken } from '../deployment/session.ts'
import type { DeviceId, TenantId } from '../ids.ts'
import type { Page, Rows } from '../query.ts'
import type { EnrollmentMeans, Ownership } from './enrollment.ts'

export const tokenMinutes = 10

/** For whom the device enrolls. */
export type EnrollmentUser = { readonly id: string; readonly userPrincipalName: string }

export type NewEnrollmentToken = {
  readonly tenantId: TenantId
  readonly means: EnrollmentMeans
  readonly ownership: Ownership
  readonly user: EnrollmentUser | null
  /** The registration that the device proved to be. */
  readonly registrationId: DeviceId | null
  /** As lists of tokens show it. */
  readonly createdBy: string
}

/** A token without its secret. */
export type EnrollmentToken = NewEnrollmentToken & {
  readonly id: string
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly usedAt: Date | null
  readonly enrollmentId: string | null
  readonly withdrawnAt: Date | null
}

export type EnrollmentTokens = {
  /** Answers id and end. */
  add(token: NewEnrollmentToken, digest: Buffer): Promise<Pick<EnrollmentToken, 'id' | 'expiresAt'>>
  /** Undefined: unknown, used, withdrawn or expired. */
  find(tenantId: TenantId, digest: Buffer): Promise<EnrollmentToken | undefined>
  /** Of administrators and sign-ins, the newest first. */
  list(tenantId: TenantId, page: Page): Promise<Rows<EnrollmentToken>>
  /** False: there is none, or it was used or withdrawn. */
  withdraw(tenantId: TenantId, id: string): Promise<boolean>
}

export type MadeToken = {
  readonly id: string
  /** Shown once. */
  readonly token: string
  readonly expiresAt: Date
}

export async function makeEnrollmentToken(
  { add }: Pick<EnrollmentTokens, 'add'>,
  wanted: NewEnrollmentToken,
): Promise<MadeToken> {
  const { token, digest } = newSessionToken(wanted.tenantId)
  return { ...(await add(wanted, digest)), token }
}

/** Undefined: not of the form of our tokens. */
export function readEnrollmentToken(text: string): BearerToken | undefined {
  return bearerOf(`Bearer ${text}`)
}
