/** An application of a seed, identified by its client id or, without one, by its display name. */
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
import { keyThumbprint, type PublicKey } from '../../core/applications/public-key.ts'
import { createPublicApplication, mergedSignIn } from '../../core/applications/sign-in-settings.ts'
import type { ApplicationId, TenantId } from '../../core/ids.ts'
import type { Grants } from './grants.ts'
import type { SeedTenant } from './seed-shape.ts'

type Wanted = SeedTenant['applications'][number]

type Deps = {
  readonly applications: Applications
  readonly now: () => Date
  /** Called before the application is created, so that no secret is lost before it is shown. */
  readonly keepMade: (made: ApplicationCredentials) => Promise<void>
}

/** Returns the credentials if a secret was generated, which is shown only now. */
export async function ensureApplication(
  given: Wanted,
  { tenantId, grants }: { readonly tenantId: TenantId; readonly grants: Grants },
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
  if (!(await grants.isStill('application', name, known !== undefined))) return undefined
  const wanted = await stillWanted(given, { name, known, grants })
  const certificates = await stillTrusted(all, { name, known, grants })
  const keys = await stillProving(given.keys ?? [], { name, known, grants })
  const { id, made } = await ensured(wanted, { tenantId, known, applications, keepMade })
  const { kind, redirectUris, delegatedScopes, consentedScopes } = wanted
  const settings = { kind, redirectUris, delegatedScopes, consentedScopes }
  if (Object.values(settings).some((value) => value !== undefined))
    await applications.setSignIn(tenantId, id, mergedSignIn(known?.signIn ?? noSignIn, settings))
  for (const certificate of certificates)
    await applications.addCertificate(tenantId, id, certificate)
  for (const key of keys) await applications.addKey(tenantId, id, withEnd(key, known))
  for (const key of given.keys === undefined ? [] : replaced(given.keys, { name, known, grants }))
    await applications.removeKey(tenantId, id, key)
  return made
}

/** A seed gives keys no end; one that a person gave stays. */
function withEnd(key: PublicKey, known: Application | undefined): PublicKey {
  const own = known?.keys.find((each) => keyThumbprint(each) === keyThumbprint(key))
  return { ...key, ...(own?.expiresAt && { expiresAt: own.expiresAt }) }
}

type Existing = {
  /** What the seed calls it. */
  readonly name: string
  readonly known: Application | undefined
  readonly grants: Grants
}

/** Without the roles, consents and secret that a person has removed. */
async function stillWanted(wanted: Wanted, { name, known, grants }: Existing): Promise<Wanted> {
  const roles = await grants.still({
    kind: `role of application ${name}`,
    subjects: wanted.roles,
    held: known?.roles ?? [],
  })
  const consentedScopes =
    wanted.consentedScopes &&
    (await grants.still({
      kind: `consent to application ${name}`,
      subjects: wanted.consentedScopes,
      held: known?.signIn.consentedScopes ?? [],
    }))
  const { secret, ...rest } = wanted
  const isStill = secret !== undefined && (await isSecretStill(secret, { name, known, grants }))
  return {
    ...rest,
    roles: [...roles],
    consentedScopes: consentedScopes && [...consentedScopes],
    ...(isStill && { secret }),
  }
}

async function isSecretStill(secret: string, { name, known, grants }: Existing): Promise<boolean> {
  const digest = Buffer.from(digestSecret(secret)).toString('hex')
  const isHeld = known !== undefined && checkSecret(known.secrets, secret, new Date()) !== 'wrong'
  const left = await grants.still({
    kind: `secret of application ${name}`,
    subjects: [digest],
    held: isHeld ? [digest] : [],
    isSecret: true,
  })
  return left.length === 1
}

async function stillTrusted(
  all: readonly Certificate[],
  { name, known, grants }: Existing,
): Promise<readonly Certificate[]> {
  const hex = ({ thumbprint }: Certificate) => Buffer.from(thumbprint).toString('hex')
  const left = await grants.still({
    kind: `certificate of application ${name}`,
    subjects: all.map(hex),
    held: (known?.certificates ?? []).map(hex),
  })
  return all.filter((certificate) => left.includes(hex(certificate)))
}

/** Keys of the seed that it names no longer, once: that is how a seed changes a key. Those that a person gave stay. */
function replaced(
  all: readonly PublicKey[],
  { name, known, grants }: Existing,
): readonly PublicKey[] {
  const dropped = grants.dropped(`key of application ${name}`, all.map(keyThumbprint))
  const ended = grants.fresh(`end of a key of application ${name}`, dropped)
  return (known?.keys ?? []).filter((key) => ended.includes(keyThumbprint(key)))
}

async function stillProving(
  all: readonly PublicKey[],
  { name, known, grants }: Existing,
): Promise<readonly PublicKey[]> {
  const left = await grants.still({
    kind: `key of application ${name}`,
    subjects: all.map(keyThumbprint),
    held: (known?.keys ?? []).map(keyThumbprint),
  })
  return all.filter((key) => left.includes(keyThumbprint(key)))
}

type Target = {
  readonly tenantId: TenantId
  readonly known: Application | undefined
  readonly applications: Applications
  readonly keepMade: Deps['keepMade']
}

async function ensured(
  { clientId, displayName, roles, secret, kind = 'web', certificates = [], keys = [] }: Wanted,
  { tenantId, known, applications, keepMade }: Target,
): Promise<{ id: ApplicationId; made?: ApplicationCredentials }> {
  if (known !== undefined && secret === undefined) {
    await applications.ensure({ ...known, displayName, roles, secrets: [] })
    return { id: known.id }
  }
  const id = known?.id ?? clientId
  const named = { tenantId, displayName, ...(id !== undefined && { id }) }
  const isSecretless = kind !== 'web' || certificates.length + keys.length > 0
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
