/**
 * The commonest grant by the shortest way: a program shows its secret and asks for a token as itself. It is given here
 * only where everything about the request is right. What is not, the protocol engine judges and words, as it does all
 * other grants; so nothing is refused here, and nothing is given that the engine would refuse.
 */
import { createPrivateKey, type KeyObject, sign } from 'node:crypto'
import {
  type Application,
  type Applications,
  checkSecret,
} from '../../core/applications/application.ts'
import type { TenantId } from '../../core/ids.ts'
import { issuerOf } from '../bearer/issuer.ts'
import type { KeyRing } from '../core/key-ring.ts'
import type { SigningKey } from '../core/signing-keys.ts'
import { resourcesAt } from './resources.ts'
import { accessTokenClaims, accessTokenLifetime } from './token-claims.ts'

export type SecretGrantDeps = {
  /** The origin clients use; HTTPS. */
  readonly publicUrl: string
  readonly applications: Pick<Applications, 'find'>
  readonly keys: Pick<KeyRing, 'current'>
  readonly now: () => Date
}

/** `form` in the RFCs' words, and all that the program has proved itself with. Undefined: it is for the engine. */
export type SecretGrant = (
  tenantId: TenantId,
  form: URLSearchParams,
) => Promise<Response | undefined>

export function secretGrant({ publicUrl, applications, keys, now }: SecretGrantDeps): SecretGrant {
  const resources = resourcesAt(publicUrl)
  const privateKeyOf = importedOnce()

  return async (tenantId, form) => {
    const { grant_type, client_id, client_secret, resource = '' } = Object.fromEntries(form)
    if (grant_type !== 'client_credentials' || form.has('client_assertion')) return undefined
    if (!client_id || !client_secret || !resources.includes(resource)) return undefined
    const application = await applications.find(tenantId, client_id)
    if (!isProved(application, client_secret, now())) return undefined
    const place = { issuer: issuerOf(publicUrl, tenantId), audience: resource, now: now() }
    const claims = accessTokenClaims(application, { ...place, proof: '1' })
    const { active } = await keys.current()
    return answerWith(await tokenOf(claims, { kid: active.kid, key: privateKeyOf(active) }))
  }
}

function isProved(
  application: Application | undefined,
  secret: string,
  now: Date,
): application is Application {
  return (
    application?.enabled === true &&
    application.hasPrincipal &&
    checkSecret(application.secrets, secret, now) === 'valid'
  )
}

/** A JSON Web Token (RFC 7519), with the members of its header in Entra's order. */
async function tokenOf(
  claims: object,
  { kid, key }: { readonly kid: string; readonly key: KeyObject },
): Promise<string> {
  const parts = [{ alg: 'RS256', typ: 'JWT', kid }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  )
  const text = parts.join('.')
  const signature = await signatureOf(text, key)
  return `${text}.${signature.toString('base64url')}`
}

/** Made by another thread: it takes longer than all the rest of a grant. */
function signatureOf(text: string, key: KeyObject): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    sign('sha256', Buffer.from(text), key, (error, signature) =>
      error === null ? resolve(signature) : reject(error),
    )
  })
}

function answerWith(token: string): Response {
  const body = {
    token_type: 'Bearer',
    expires_in: accessTokenLifetime,
    ext_expires_in: accessTokenLifetime,
    access_token: token,
  }
  return new Response(JSON.stringify(body), {
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  })
}

/** To take a key apart costs as much as to sign with it. */
function importedOnce(): (key: SigningKey) => KeyObject {
  const imported = new WeakMap<SigningKey, KeyObject>()
  return (key) => {
    const known = imported.get(key) ?? createPrivateKey({ key: { ...key }, format: 'jwk' })
    imported.set(key, known)
    return known
  }
}
