/** How people sign in to an application: what kind of client it is, and what it may do on their behalf. */
import { randomUUID } from 'node:crypto'
import { DomainError } from '../errors.ts'
import type { ApplicationId, TenantId } from '../ids.ts'
import { parseUuid } from '../uuid.ts'
import type { Applications } from './application.ts'
import { noSignIn, type SignInSettings } from './application-kind.ts'

export type PublicApplicationRequest = Partial<SignInSettings> & {
  readonly tenantId: TenantId
  readonly displayName: string
  /** Absent: generated. */
  readonly id?: string
}

/** Creates an application without a secret, for people to sign in to; a repeated request overwrites the settings. */
export async function createPublicApplication(
  applications: Pick<Applications, 'ensure' | 'setSignIn'>,
  { tenantId, displayName, id: wanted, ...settings }: PublicApplicationRequest,
): Promise<ApplicationId> {
  const id = parseUuid(wanted ?? randomUUID()) as ApplicationId | undefined
  if (id === undefined) {
    throw new DomainError('request-invalid', `The application id "${wanted}" is not a UUID.`)
  }
  const signIn = mergedSignIn({ ...noSignIn, kind: 'native' }, settings)
  const objectId = randomUUID()
  await applications.ensure({ tenantId, id, displayName, objectId, roles: [], secrets: [] })
  await applications.setSignIn(tenantId, id, signIn)
  return id
}

/** `settings` applied to `before`; throws if a redirect URI cannot be used. */
export function mergedSignIn(
  before: SignInSettings,
  settings: { readonly [Name in keyof SignInSettings]?: SignInSettings[Name] | undefined },
): SignInSettings {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined)
  const merged = { ...before, ...(Object.fromEntries(given) as Partial<SignInSettings>) }
  const wrong = merged.redirectUris.find((uri) => !isRedirectUri(uri))
  if (wrong === undefined) return merged
  throw new DomainError(
    'request-invalid',
    `The redirect URI "${wrong}" cannot be used: it must begin with https://, with http://localhost, or with a scheme of the program's own, and hold no fragment.`,
  )
}

const loopback = ['localhost', '127.0.0.1', '[::1]']

/** HTTPS, HTTP on the local machine, or a private-use scheme; no fragment and no user info (RFC 6749 section 3.1.2). */
export function isRedirectUri(uri: string): boolean {
  const url = URL.parse(uri)
  if (url === null || uri.includes('#') || url.username !== '' || url.password !== '') return false
  if (url.protocol === 'https:') return true
  if (url.protocol === 'http:') return loopback.includes(url.hostname)
  return !['javascript:', 'data:', 'file:', 'blob:', 'about:', 'vbscript:'].includes(url.protocol)
}
