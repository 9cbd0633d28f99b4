/** Public keys of applications: registered as JWKs, listed by their thumbprints, removed. */
import type { Caller } from '../access/caller.ts'
import { noteAudit } from '../acting.ts'
import { DomainError } from '../errors.ts'
import type { ApplicationKeyId, TenantId } from '../ids.ts'
import type { Application } from './application.ts'
import { type ApplicationDeps, findApplication, requireAllOf } from './manage-applications.ts'
import { isExpired, keyThumbprint, type PublicKey, readPublicKey } from './public-key.ts'

export async function registerKey(
  deps: ApplicationDeps,
  caller: Caller,
  request: {
    readonly applicationId: string
    readonly key: Readonly<Record<string, unknown>>
    readonly expiresAt?: Date | undefined
  },
): Promise<PublicKey> {
  const application = await findApplication(deps, caller.tenantId, request.applicationId)
  const read = readPublicKey(request.key)
  if (typeof read === 'string') throw new DomainError('request-invalid', `The key ${read}.`)
  const { expiresAt } = request
  const key: PublicKey = { ...read, ...(expiresAt && { expiresAt }) }
  if (isExpired(key, deps.now()))
    throw new DomainError(
      'request-invalid',
      `The key would be expired already: ${expiresAt?.toISOString()} is past. Give a later end, or none.`,
    )
  await requireAllOf(deps, caller, application)
  await deps.applications.addKey(caller.tenantId, application.id, key)
  noteKey(application, { before: null, after: keyThumbprint(key) }, expiresAt)
  return key
}

export async function removeKey(
  deps: ApplicationDeps,
  tenantId: TenantId,
  { applicationId, keyId }: { applicationId: string; keyId: ApplicationKeyId },
): Promise<void> {
  const application = await findApplication(deps, tenantId, applicationId)
  const key = application.keys.find((each) => keyThumbprint(each) === keyId)
  if (key === undefined) throw new DomainError('not-found', `There is no key '${keyId}'.`)
  await deps.applications.removeKey(tenantId, application.id, key)
  noteKey(application, { before: keyId, after: null })
}

function noteKey(
  { id, displayName }: Pick<Application, 'id' | 'displayName'>,
  { before, after }: { before: string | null; after: string | null },
  expiresAt?: Date,
): void {
  const end = expiresAt && { name: 'expiresAt', before: null, after: expiresAt.toISOString() }
  const properties = [{ name: 'key', before, after }, ...(end ? [end] : [])]
  noteAudit({ type: 'Application', id, name: displayName, properties })
}
