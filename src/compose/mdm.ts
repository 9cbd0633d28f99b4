/** `/EnrollmentServer` and `/omadm`: device management. */
import type { AdmitDeps } from '../core/enrollment/admit.ts'
import type { EnrollDeps } from '../core/enrollment/enroll.ts'
import { addCertificateIn } from '../storage/enrollment/add-enrollment.ts'
import { findCertifiedIn } from '../storage/enrollment/certificates.ts'
import { enrollmentTokensIn } from '../storage/enrollment/tokens.ts'
import { mdmApp } from '../surfaces/mdm/app.ts'
import { mdmPlace } from '../surfaces/mdm/surface.ts'
import type { Base } from './base.ts'
import type { Deciding } from './deciding.ts'
import type { IdentityProvider } from './identity-provider.ts'
import { mdmSessions } from './mdm-session.ts'

export type MdmNeeds = {
  readonly provider: IdentityProvider
  readonly enroll: EnrollDeps
  readonly deciding: Deciding
}

/** Loaded when the first device signs something. */
async function readSignedData(der: Uint8Array) {
  const signed = await import('../device-authority/signed-data.ts')
  return signed.readSignedData(der)
}

export function mdmSurface(base: Base, { provider, enroll, deciding }: MdmNeeds) {
  const { store, now, publicUrl, mdmUrl = publicUrl, report } = base
  const tokens = enrollmentTokensIn(store)
  const admit: AdmitDeps = {
    tokens,
    async verifyPerson(accessToken) {
      const verdict = await provider.verifyEnrollment(`Bearer ${accessToken}`)
      if (!verdict.ok || verdict.caller.kind !== 'user') return undefined
      const { tenantId, userId: id, userPrincipalName, scopes } = verdict.caller
      return { tenantId, id, userPrincipalName, scopes }
    },
  }
  const findCertified = findCertifiedIn(store)
  const app = mdmApp({
    session: mdmSessions(base, deciding, { readSignedData, findCertified }),
    enrollment: {
      admit,
      enroll,
      now,
      renew: {
        issuer: enroll.issuer,
        findCertified,
        addCertificate: addCertificateIn(store),
      },
      readSignedRequest: readSignedData,
      origin: mdmUrl,
      publicUrl,
    },
    signIn: { ...provider.deviceSignIn, ...admit, tokens, publicUrl },
    report: (error: Error, requestId: string) => report(error, requestId),
  })
  return { ...mdmPlace, app }
}
