/** Secrets and certificates of applications as Graph adds and removes them. */
import { z } from 'zod'
import type { Caller } from '../../../core/access/caller.ts'
import type { Application } from '../../../core/applications/application.ts'
import type { SecretName } from '../../../core/applications/application-secrets.ts'
import type { ApplicationDeps } from '../../../core/applications/manage-applications.ts'
import {
  registerCertificate,
  removeCertificate,
} from '../../../core/applications/manage-certificates.ts'
import { addSecret, revokeSecret } from '../../../core/applications/manage-secrets.ts'
import { DomainError } from '../../../core/errors.ts'
import { ofType } from '../bodies/known-members.ts'
import type { applicationChange } from './application-requests.ts'
import { presentSecret } from './present-application.ts'

const passwordCredential = z.object({
  displayName: z.string().max(256).nullish(),
  endDateTime: z.iso.datetime({ offset: true }).nullish(),
  startDateTime: z.iso.datetime({ offset: true }).nullish(),
})
ofType(passwordCredential, {
  type: 'microsoft.graph.passwordCredential',
  ignored: ['customKeyIdentifier', 'hint', 'keyId', 'secretText'],
  mayBeEmpty: true,
})

/** Clients that want a secret as usual send nothing. [documented: passwordCredential is optional] */
export const passwordRequest = z.object({ passwordCredential: passwordCredential.nullish() })

export const keyRequest = z.object({ keyId: z.string() })

type Of = { readonly caller: Caller; readonly application: Application }

/** A secret without an end is good for two years. [documented: application-addpassword] */
export async function addPassword(
  deps: ApplicationDeps,
  { caller, application }: Of,
  { passwordCredential }: z.output<typeof passwordRequest>,
): Promise<object> {
  const end = passwordCredential?.endDateTime
  refuseLaterStart(passwordCredential?.startDateTime, deps.now())
  const made = await addSecret(deps, caller, {
    applicationId: application.id,
    displayName: passwordCredential?.displayName ?? null,
    expiresAt: end ? new Date(end) : twoYearsAfter(deps.now()),
  })
  return { ...presentSecret(made satisfies SecretName), secretText: made.secret }
}

/** A clock may run ahead by so much. */
const maxAheadMs = 5 * 60_000

/** A start that is not kept would be answered with success, and the secret be good before it was meant to be. */
function refuseLaterStart(start: string | null | undefined, now: Date): void {
  if (!start || new Date(start).getTime() <= now.getTime() + maxAheadMs) return
  throw new DomainError(
    'request-invalid',
    `passwordCredential.startDateTime: a secret is good from the moment at which it is made, and ${start} is later. Leave it out.`,
  )
}

export async function removePassword(
  deps: ApplicationDeps,
  { caller, application }: Of,
  keyId: string,
): Promise<void> {
  await revokeSecret(deps, caller.tenantId, { applicationId: application.id, secretId: keyId })
}

type KeyCredentials = NonNullable<z.output<typeof applicationChange>['keyCredentials']>

/** The collection as a whole: what it does not name goes. [documented: application-update] */
export async function replaceCertificates(
  deps: ApplicationDeps,
  { caller, application }: Of,
  wanted: KeyCredentials,
): Promise<void> {
  const there = await deps.certificates.list(caller.tenantId, application.id)
  const kept = new Set(wanted.flatMap(({ key, keyId }) => (key ? [] : [keyId?.toLowerCase()])))
  const strange = [...kept].find((id) => !there.some((each) => each.id === id))
  if (kept.size > 0 && strange !== undefined)
    throw new DomainError(
      'request-invalid',
      `keyCredentials names ${strange}, which is not a certificate of the application, without a key.`,
    )
  for (const { key, displayName } of wanted) {
    if (!key) continue
    const certificate = certificateBytes(key)
    const added = await registerCertificate(deps, caller, {
      applicationId: application.id,
      certificate,
      displayName: displayName ?? null,
    })
    kept.add(added.id)
  }
  for (const { id } of there.filter((each) => !kept.has(each.id)))
    await removeCertificate(deps, caller.tenantId, {
      applicationId: application.id,
      certificateId: id,
    })
}

/** Base64 of DER, or of PEM, as tools send either. [documented: keyCredential; observed: Azure CLI] */
function certificateBytes(key: string): Uint8Array {
  const bytes = Buffer.from(withoutArmour(key), 'base64')
  const text = bytes.toString('latin1')
  return text.startsWith('-----BEGIN') ? Buffer.from(withoutArmour(text), 'base64') : bytes
}

function withoutArmour(pem: string): string {
  return pem.replace(/-----[A-Z ]+-----|\s/g, '')
}

function twoYearsAfter(date: Date): Date {
  const end = new Date(date)
  end.setUTCFullYear(end.getUTCFullYear() + 2)
  return end
}
