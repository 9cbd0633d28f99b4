/**
 * Applications as oidc-provider's clients. It reads them and never writes them.
 *
 * Client metadata must be JSON and the provider keeps a parsed client for as long as its metadata stays
 * the same, so all that we know about an application travels inside it. The provider wants one way of
 * proof per client where an application may have several: the one used by the current request is named.
 */
import { randomBytes } from 'node:crypto'
import Provider, { type Adapter, type AdapterPayload } from 'oidc-provider'
import type { Application } from '../../core/applications/application.ts'
import { certificateKey } from '../../core/applications/certificate.ts'
import type { PublicKey } from '../../core/applications/public-key.ts'
import type { TenantId } from '../../core/ids.ts'
import { certificateHeader } from './ask-provider.ts'
import { wrongSecret } from './faults/client-faults.ts'
import { Refused } from './faults/fault.ts'
import { publicClient, wrongAssertion } from './faults/sign-in-faults.ts'
import { type ClientDeps, findApplication } from './find-application.ts'
import { deviceCodeGrant } from './token-request.ts'

/** The name of our own entry in client metadata. */
export const applicationProperty = 'application'

type Travelling = Omit<Application, 'secrets' | 'certificates' | 'keys' | 'createdAt'> & {
  readonly createdAt: string
  readonly secrets: readonly { readonly digest: string; readonly expiresAt?: string }[]
  readonly certificates: readonly string[]
  readonly keys: readonly (Omit<PublicKey, 'expiresAt'> & { readonly expiresAt?: string })[]
}

export type ClientMethod =
  | 'none'
  | 'client_secret_post'
  | 'private_key_jwt'
  | 'self_signed_tls_client_auth'

/** Fills the place of a client's secret, of which only digests are kept; equal to nothing that is ever sent. */
const noSecret = randomBytes(32).toString('base64url')

export function clientAdapter(
  deps: ClientDeps & { readonly now: () => Date },
  tenantId: TenantId,
): Adapter {
  return {
    async find(clientId) {
      const application = await findApplication(deps, tenantId, clientId)
      return {
        client_id: application.id,
        client_name: application.displayName,
        ...proofOf(application, methodOf(application, deps.now())),
        ...signInOf(application),
        [applicationProperty]: pack(application),
      } as AdapterPayload
    },
    upsert: readOnly,
    consume: readOnly,
    destroy: readOnly,
    revokeByGrantId: readOnly,
    findByUid: readOnly,
    findByUserCode: readOnly,
  }
}

/** The application behind a client that `clientAdapter` has found. */
export function applicationOf(client: object): Application {
  const { secrets, certificates, keys, createdAt, ...application } = Reflect.get(
    client,
    applicationProperty,
  ) as Travelling
  return {
    ...application,
    createdAt: new Date(createdAt),
    secrets: secrets.map(({ digest, expiresAt }) => ({
      digest: Buffer.from(digest, 'base64'),
      ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt) }),
    })),
    certificates: certificates.map((der) => ({
      der: Buffer.from(der, 'base64'),
      thumbprint: Buffer.alloc(0),
    })),
    keys: keys.map(({ expiresAt, ...key }) => ({
      ...key,
      ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt) }),
    })),
  }
}

/** How the current request authenticates its client; without credentials, what the kind of application requires. */
function methodOf(
  { id, signIn, secrets, certificates, keys }: Application,
  now: Date,
): ClientMethod {
  const isPublic = signIn.kind !== 'web'
  const proof = proofGiven()
  if (proof === undefined && showsOneOf(certificates, now)) return 'self_signed_tls_client_auth'
  if (proof === undefined) return isPublic ? 'none' : 'client_secret_post'
  const registered = proof === 'private_key_jwt' ? [...certificates, ...keys] : secrets
  if (registered.length > 0) return proof
  if (isPublic) throw new Refused(publicClient(id))
  throw new Refused(
    proof === 'private_key_jwt' ? wrongAssertion('The key was not found.') : wrongSecret(id),
  )
}

/** Throws Refused where it shows one that is out of date. Any other proves nothing here, as the one of a managed device. */
function showsOneOf(certificates: Application['certificates'], now: Date): boolean {
  const shown = presentedCertificate()
  const found = shown && certificates.find(({ der }) => shown.equals(der))
  if (found === undefined) return false
  const { notBefore, notAfter } = certificateKey(found)
  if (now < notBefore || notAfter < now)
    throw new Refused(wrongAssertion('The certificate is not within its valid time range.'))
  return true
}

/** That of the connection, whose key TLS has seen. */
export function presentedCertificate(): Buffer | undefined {
  const text = Provider.ctx?.get(certificateHeader) ?? ''
  return text === '' ? undefined : Buffer.from(text, 'base64')
}

function proofGiven(): 'client_secret_post' | 'private_key_jwt' | undefined {
  const request = Provider.ctx
  const params = request?.oidc?.params
  if (params?.['client_assertion'] !== undefined) return 'private_key_jwt'
  const hasSecret = params?.['client_secret'] !== undefined || request?.get('authorization') !== ''
  return request !== undefined && hasSecret ? 'client_secret_post' : undefined
}

function proofOf({ certificates, keys: bare }: Application, method: ClientMethod) {
  if (method === 'none') return { token_endpoint_auth_method: method }
  if (method === 'client_secret_post') {
    return { token_endpoint_auth_method: method, client_secret: noSecret }
  }
  if (method === 'self_signed_tls_client_auth') {
    const keys = certificates.map((certificate) => {
      const { n, e } = certificateKey(certificate)
      return { kty: 'RSA', n, e, x5c: [Buffer.from(certificate.der).toString('base64')] }
    })
    const bound = { tls_client_certificate_bound_access_tokens: true }
    return { token_endpoint_auth_method: method, ...bound, jwks: { keys } }
  }
  // Some clients name the key, each in its own way, and some do not.
  const keys = certificates
    .map(certificateKey)
    .flatMap(({ n, e, x5t, x5tS256 }) =>
      [undefined, x5t, x5tS256, Buffer.from(x5t, 'base64url').toString('hex').toUpperCase()].map(
        (kid) => ({ kty: 'RSA', use: 'sig', n, e, ...(kid !== undefined && { kid }) }),
      ),
    )
  const named = bare.map(({ n, e, kid }) => ({ kty: 'RSA', use: 'sig', n, e, ...(kid && { kid }) }))
  return { token_endpoint_auth_method: method, jwks: { keys: [...keys, ...named] } }
}

function signInOf({ signIn, secrets, certificates, keys }: Application) {
  const { kind, redirectUris } = signIn
  const hasCodes = redirectUris.length > 0
  return {
    // What the provider calls native is that the port of a loopback address is free.
    application_type: kind === 'native' ? 'native' : 'web',
    grant_types: [
      ...(secrets.length + certificates.length + keys.length > 0 ? ['client_credentials'] : []),
      ...(hasCodes ? ['authorization_code'] : []),
      ...(kind === 'native' ? [deviceCodeGrant] : []),
      ...(hasCodes || kind === 'native' ? ['refresh_token'] : []),
    ],
    redirect_uris: [...redirectUris],
    post_logout_redirect_uris: [...redirectUris],
    response_types: hasCodes ? ['code'] : [],
  }
}

function pack({ secrets, certificates, keys, createdAt, ...application }: Application): Travelling {
  return {
    ...application,
    createdAt: createdAt.toISOString(),
    secrets: secrets.map(({ digest, expiresAt }) => ({
      digest: Buffer.from(digest).toString('base64'),
      ...(expiresAt !== undefined && { expiresAt: expiresAt.toISOString() }),
    })),
    certificates: certificates.map(({ der }) => der.toString('base64')),
    keys: keys.map(({ expiresAt, ...key }) => ({
      ...key,
      ...(expiresAt !== undefined && { expiresAt: expiresAt.toISOString() }),
    })),
  }
}

async function readOnly(): Promise<never> {
  throw new Error('applications are not changed through the sign-in protocol')
}
