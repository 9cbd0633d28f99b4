/** An application of a seed, known by its client id or, without one, by its display name. */
import {
  type Application,
  type ApplicationCredentials,
  type ApplicationId,
  type Applications,
  createApplication,
} from '../../core/applications/application.ts'
import { readCertificate, refuseExpired } from '../../core/applications/certificate.ts'
import {
  createPublicApplication,
  mergedSignIn,
  noSignIn,
} from '../../core/applications/sign-in-settings.ts'
import type { TenantId } from '../../core/ids.ts'
import type { SeedTenant } from './seed-file.ts'

type Wanted = SeedTenant['applications'][number]

type Deps = { readonly applications: Applications; readonly now: () => Date }

/** The credentials where a secret was made up, which is told only now. */
export async function ensureApplication(
  wanted: Wanted,
  tenantId: TenantId,
  { applications, now }: Deps,
): Promise<ApplicationCredentials | undefined> {
  const certificates = (wanted.certificates ?? []).map((pem) => readCertificate(pem))
  for (const certificate of certificates) refuseExpired(certificate, now())
  const known = (await applications.list(tenantId)).find(({ id, displayName }) =>
    wanted.clientId === undefined
      ? displayName === wanted.displayName
      : id === wanted.clientId.toLowerCase(),
  )
  const { id, made } = await ensured(wanted, { tenantId, known, applications })
  const { kind, redirectUris, delegatedScopes, consentedScopes } = wanted
  const settings = { kind, redirectUris, delegatedScopes, consentedScopes }
  if (Object.values(settings).some((value) => value !== undefined))
    await applications.setSignIn(tenantId, id, mergedSignIn(known?.signIn ?? noSignIn, settings))
  for (const certificate of certificates)
    await applications.addCertificate(tenantId, id, certificate)
  return made
}

type Place = {
  readonly tenantId: TenantId
  readonly known: Application | undefined
  readonly applications: Applications
}

async function ensured(
  { clientId, displayName, roles, secret, kind = 'web', certificates = [] }: Wanted,
  { tenantId, known, applications }: Place,
): Promise<{ id: ApplicationId; made?: ApplicationCredentials }> {
  if (known !== undefined && secret === undefined) {
    await applications.ensure({ ...known, displayName, roles, secrets: [] })
    return { id: known.id }
  }
  const id = known?.id ?? clientId
  const named = { tenantId, displayName, ...(id !== undefined && { id }) }
  const isSecretless = kind !== 'web' || certificates.length > 0
  if (secret === undefined && isSecretless) {
    const made = await createPublicApplication(applications, { ...named, kind })
    if (roles.length > 0) await withRoles(applications, { tenantId, id: made, roles })
    return { id: made }
  }
  const created = await createApplication(applications, {
    ...named,
    roles,
    ...(secret !== undefined && { secret }),
  })
  return { id: created.applicationId, ...(secret === undefined && { made: created }) }
}

async function withRoles(
  applications: Applications,
  { tenantId, id, roles }: Pick<Application, 'tenantId' | 'id' | 'roles'>,
): Promise<void> {
  const application = await applications.find(tenantId, id)
  if (application !== undefined) await applications.ensure({ ...application, roles, secrets: [] })
}
