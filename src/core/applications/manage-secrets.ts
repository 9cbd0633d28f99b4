/**
 * Secrets of applications. Anyone who holds one can act as the application, so it is only given by someone who has every
 * permission that the application has.
 */
import type { Caller } from '../access/caller.ts'
import { noteAudit } from '../acting.ts'
import { DomainError } from '../errors.ts'
import type { TenantId } from '../ids.ts'
import { parseUuid } from '../uuid.ts'
import { type Application, digestSecret, newSecret } from './application.ts'
import type { SecretName } from './application-secrets.ts'
import { type ApplicationDeps, findApplication, requireAllOf } from './manage-applications.ts'

/** The secret is shown once; it cannot be recovered from what is stored. */
export async function addSecret(
  deps: ApplicationDeps,
  caller: Caller,
  request: {
    readonly applicationId: string
    readonly displayName?: string | null
    readonly expiresAt?: Date
  },
): Promise<SecretName & { readonly secret: string }> {
  const application = await findApplication(deps, caller.tenantId, request.applicationId)
  const { tenantId, id, displayName } = application
  const { expiresAt } = request
  if (expiresAt !== undefined && expiresAt <= deps.now()) {
    throw new DomainError(
      'request-invalid',
      `The secret would be expired already: ${expiresAt.toISOString()} is past. Give a later end, or none.`,
    )
  }
  await requireAllOf(deps, caller, application)
  const secret = newSecret()
  const named = await deps.secrets.add(tenantId, id, {
    digest: digestSecret(secret),
    hint: secret.slice(0, 3),
    displayName: request.displayName ?? null,
    ...(expiresAt && { expiresAt }),
  })
  noteSecret({ id, displayName }, named.id)
  return { ...named, secret }
}

export async function revokeSecret(
  deps: ApplicationDeps,
  tenantId: TenantId,
  { applicationId, secretId }: { readonly applicationId: string; readonly secretId: string },
): Promise<void> {
  const application = await findApplication(deps, tenantId, applicationId)
  const uuid = parseUuid(secretId)
  if (!uuid || !(await deps.secrets.revoke(tenantId, application.id, uuid)))
    throw new DomainError('not-found', `There is no secret '${secretId}'.`)
  noteSecret(application, uuid)
}

function noteSecret(
  { id, displayName }: Pick<Application, 'id' | 'displayName'>,
  secretId: string,
) {
  noteAudit({
    type: 'Application',
    id,
    name: displayName,
    properties: [{ name: 'secretId', before: null, after: secretId }],
  })
}
