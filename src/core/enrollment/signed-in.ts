/** Somebody has signed in on our page for a device: the device gets a one-time token in exchange. */
import { type AdmitDeps, enrollmentScope } from './admit.ts'
import { EnrollmentFault } from './fault.ts'
import { type EnrollmentTokens, type MadeToken, makeEnrollmentToken } from './token.ts'

export type SignedInDeps = Pick<AdmitDeps, 'verifyPerson'> & {
  readonly tokens: Pick<EnrollmentTokens, 'add'>
}

/** A device that a person adds in the settings of Windows counts as the person's own. [documented: Intune] */
export async function tokenForPerson(
  { verifyPerson, tokens }: SignedInDeps,
  accessToken: string,
): Promise<MadeToken> {
  const person = await verifyPerson(accessToken)
  if (person === undefined || !person.scopes.includes(enrollmentScope))
    throw new EnrollmentFault('authentication', 'The sign-in is not one for enrollment.')
  const { tenantId, id, userPrincipalName } = person
  return await makeEnrollmentToken(tokens, {
    tenantId,
    user: { id, userPrincipalName },
    means: 'sign-in',
    ownership: 'personal',
    registrationId: null,
    createdBy: userPrincipalName,
  })
}
