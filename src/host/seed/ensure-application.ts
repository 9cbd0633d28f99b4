/** An application of a seed, known by its client id or, without one, by its display name. */
import { randomUUID } from 'node:crypto'
import {
  type Application,
  type ApplicationCredentials,
  type Applications,
  checkSecret,
  createApplication,
  digestSecret,
  newSecret,
} from '../../core/applications/application.ts'
import { noSignIn } from '../../core/applications/application-kind.ts'
import {
  type Certificate,
  readCertificate,
  refuseExpired,
} from '../../core/applications/certificate.ts'
import { createPublicApplication, mergedSignIn } from '../../core/applications/sign-in-settings.ts'
import type { ApplicationId, TenantId } from '../../core/ids.ts'
import type { Gifts } from './gifts.ts'
import type { SeedTenant } from './seed-file.ts'

type Wanted = SeedTenant['applications'][number]

type Deps = {
  readonly applications: Applications
  readonly now: () => Date
  /** Called before the application is, so that no secret is lost that was not shown. */
  readonly keepMade: (made: ApplicationCredentials) => Promise<void>
}

/** The credentials if a secret was generated, which is shown only now. */
export async function ensureApplication(
  given: Wanted,
  { tenantId, gifts }: { readonly tenantId: TenantId; readonly gifts: Gifts },
  { applications, now, keepMade }: Deps,
): Promise<ApplicationCredentials | undefined> {
  const all = (given.certificates ?? []).map((pem) => readCertificate(pem))
  for (const certificate of all) refuseExpired(certificate, now())
  const known = (await applications.list(tenantId)).find(({ id, displayName }) =>
    given.clientId === undefined
      ? displayName === given.displayName
      : id === given.clientId.toLowerCase(),
  )
  const name = given.clientId?.toLowerCase() ?? given.displayName
  if (!(await gifts.isStill('application', name, known !== undefined))) return undefined
  const wanted = await stillWanted(given, { name, known, gifts })
  const certificates = await stillProving(all, { name, known, gifts })
  const { id, made } = await ensured(wanted, { tenantId, known, applications, keepMade })
  const { kind, redirectUris, delegatedScopes, consentedScopes } = wanted
  const settings = { kind, redirectUris, delegatedScopes, consentedScopes }
  if (Object.values(settings).some((value) => value !== undefined))
    await applications.setSignIn(tenantId, id, mergedSignIn(known?.signIn ?? noSignIn, settings))
  for (const certificate of certificates)
    await applications.addCertificate(tenantId, id, certificate)
  return made
}

type Standing = {
  /** What the seed calls it. */
  readonly name: string
  readonly known: Application | undefined
  readonly gifts: Gifts
}

/** Without roles, consents and a secret that a person took away. */
async function stillWanted(wanted: Wanted, { name, known, gifts }: Standing): Promise<Wanted> {
  const roles = await gifts.still({
    kind: `role of application ${name}`,
    subjects: wanted.roles,
    held: known?.roles ?? [],
  })
  const consentedScopes =
    wanted.consentedScopes &&
    (await gifts.still({
      kind: `consent to application ${name}`,
      subjects: wanted.consentedScopes,
      held: known?.signIn.consentedScopes ?? [],
    }))
  const { secret, ...rest } = wanted
  const isStill = secret !== undefined && (await isSecretStill(secret, { name, known, gifts }))
  return {
    ...rest,
    roles: [...roles],
    consentedScopes: consentedScopes && [...consentedScopes],
    ...(isStill && { secret }),
  }
}

async function isSecretStill(secret: string, { name, known, gifts }: Standing): Promise<boolean> {
  const digest = Buffer.from(digestSecret(secret)).toString('hex')
  const isHeld = known !== undefined && checkSecret(known.secrets, secret, new Date()) !== 'wrong'
  const left = await gifts.still({
    kind: `secret of application ${name}`,
    subjects: [digest],
    held: isHeld ? [digest] : [],
    isSecret: true,
  })
  return left.length === 1
}

async function stillProving(
  all: readonly Certificate[],
  { name, known, gifts }: Standing,
): Promise<readonly Certificate[]> {
  const hex = ({ thumbprint }: Certificate) => Buffer.from(thumbprint).toString('hex')
  const left = await gifts.still({
    kind: `certificate of application ${name}`,
    subjects: all.map(hex),
    held: (known?.certificates ?? []).map(hex),
  })
  return all.filter((certificate) => left.includes(hex(certificate)))
}

type Place = {
  readonly tenantId: TenantId
  readonly known: Application | undefined
  readonly applications: Applications
  readonly keepMade: Deps['keepMade']
}

async function ensured(
  { clientId, displayName, roles, secret, kind = 'web', certificates = [] }: Wanted,
  { tenantId, known, applications, keepMade }: Place,
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
  if (secret !== undefined) {
    const { applicationId } = await createApplication(applications, { ...named, roles, secret })
    return { id: applicationId }
  }
  const made = { applicationId: (id ?? randomUUID()) as ApplicationId, secret: newSecret() }
  await keepMade(made)
  const request = { tenantId, displayName, roles, id: made.applicationId, secret: made.secret }
  return { id: made.applicationId, made: await createApplication(applications, request) }
}

async function withRoles(
  applications: Applications,
  { tenantId, id, roles }: Pick<Application, 'tenantId' | 'id' | 'roles'>,
): Promise<void> {
  const application = await applications.find(tenantId, id)
  if (application !== undefined) await applications.ensure({ ...application, roles, secrets: [] })
}
