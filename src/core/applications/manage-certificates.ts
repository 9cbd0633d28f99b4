/** Certificates of applications: registered, listed by their thumbprints, removed. The private key stays where it is. */

import type { Caller } from '../access/caller.ts'
import { noteAudit } from '../acting.ts'
import { DomainError } from '../errors.ts'
import type { TenantId } from '../ids.ts'
import { parseUuid } from '../uuid.ts'
import type { Application } from './application.ts'
import type { NamedCertificate } from './application-certificates.ts'
import { certificateFacts, readCertificate, refuseExpired } from './certificate.ts'
import { type ApplicationDeps, findApplication, requireAllOf } from './manage-applications.ts'

/** `certificate` is PEM or DER; one that has expired is refused. */
export async function registerCertificate(
  deps: ApplicationDeps,
  caller: Caller,
  request: {
    readonly applicationId: string
    readonly certificate: string | Uint8Array
    readonly displayName?: string | null
  },
): Promise<NamedCertificate> {
  const application = await findApplication(deps, caller.tenantId, request.applicationId)
  const certificate = readCertificate(request.certificate)
  refuseExpired(certificate, deps.now())
  await requireAllOf(deps, caller, application)
  const displayName = request.displayName ?? null
  const added = await deps.certificates.add(caller.tenantId, application.id, {
    ...certificate,
    displayName,
  })
  noteCertificate(application, { before: null, after: certificateFacts(certificate).thumbprint })
  return added
}

export async function removeCertificate(
  deps: ApplicationDeps,
  tenantId: TenantId,
  { applicationId, certificateId }: { applicationId: string; certificateId: string },
): Promise<void> {
  const application = await findApplication(deps, tenantId, applicationId)
  const uuid = parseUuid(certificateId)
  if (!uuid || !(await deps.certificates.remove(tenantId, application.id, uuid)))
    throw new DomainError('not-found', `There is no certificate '${certificateId}'.`)
  noteCertificate(application, { before: uuid, after: null })
}

function noteCertificate(
  { id, displayName }: Pick<Application, 'id' | 'displayName'>,
  { before, after }: { before: string | null; after: string | null },
): void {
  noteAudit({
    type: 'Application',
    id,
    name: displayName,
    properties: [{ name: 'certificate', before, after }],
  })
}
