/**
 * The provider's answers in Entra's words: the one edge through which a refusal of the token endpoint leaves.
 *
 * The provider reports why it refused by an event, together with the request it belongs to.
 */
import type Provider from 'oidc-provider'
import type { errors, KoaContextWithOIDC } from 'oidc-provider'
import type { TenantId } from '../../core/ids.ts'
import { judgeError } from './errors.ts'
import { noCredential } from './faults/client-faults.ts'
import type { Fault } from './faults/fault.ts'
import { faultBody } from './faults/fault-body.ts'
import { malformedRequest, missingParameter } from './faults/request-faults.ts'
import { unknownResource } from './faults/scope-faults.ts'
import * as signIn from './faults/sign-in-faults.ts'
import { writtenScopes } from './scopes.ts'

export type AnswerDeps = { readonly now: () => Date; readonly report: (error: unknown) => void }

/** The header of our own request to the provider that carries the correlation id. */
export const correlationHeader = 'client-request-id'

/** Answers that are for programs; all others are pages or redirects. */
const programRoutes = ['token', 'device_authorization', 'discovery', 'jwks']

export function answerAsEntra(
  provider: Provider,
  tenantId: TenantId,
  { now, report }: AnswerDeps,
): void {
  const faults = new WeakMap<object, Fault>()

  const refused = (ctx: KoaContextWithOIDC, error: Error) => {
    faults.set(ctx.req, faultOf(ctx, error, tenantId))
  }
  provider.on('grant.error', refused)
  provider.on('device_authorization.error', refused)
  provider.on('server_error', (ctx: KoaContextWithOIDC, error: Error) => {
    const { fault, ours } = judgeError(error)
    if (ours) report(error)
    faults.set(ctx.req, fault)
  })

  provider.use(async (ctx: KoaContextWithOIDC, next) => {
    try {
      await next()
    } catch (error) {
      report(error)
      faults.set(ctx.req, judgeError(error).fault)
    }
    const fault = faults.get(ctx.req)
    if (fault !== undefined && programRoutes.includes(String(ctx.oidc?.route))) {
      ctx.status = fault.status
      if (fault.retryAfter !== undefined) ctx.set('retry-after', String(fault.retryAfter))
      ctx.body = faultBody(fault, ctx.get(correlationHeader), now())
    } else if (isToken(ctx.body)) {
      ctx.body = tokenAnswer(ctx, ctx.body, tenantId)
    }
  })
}

type TokenBody = {
  readonly token_type: string
  readonly expires_in: number
  readonly access_token: string
  readonly scope?: string
}

function isToken(body: unknown): body is TokenBody {
  return typeof body === 'object' && body !== null && 'access_token' in body
}

/** With the members that Entra has and the RFCs do not, in its order. */
function tokenAnswer(ctx: KoaContextWithOIDC, body: TokenBody, tenantId: TenantId) {
  const { token_type, expires_in, access_token, scope, ...rest } = body
  const { AccessToken: token, Account: account, RefreshToken: refresh } = ctx.oidc.entities
  const start = { token_type, expires_in, ext_expires_in: expires_in, access_token }
  if (token === undefined || account === undefined) return { ...start, ...rest }
  const granted = [...(scope ?? '').split(' '), ...(refresh?.scope ?? '').split(' ')]
  const names = [...new Set(granted.filter((name) => name !== '' && name !== 'offline_access'))]
  const clientInfo = { uid: account.accountId, utid: tenantId }
  const { token_type: type, ...times } = start
  return {
    token_type: type,
    scope: writtenScopes(String(token.aud), names).join(' '),
    ...times,
    ...rest,
    client_info: Buffer.from(JSON.stringify(clientInfo)).toString('base64url'),
  }
}

/** Refusals that the provider came to by itself; ours carry their fault. */
function faultOf(ctx: KoaContextWithOIDC, error: Error, tenantId: TenantId): Fault {
  const detail = String((error as errors.OIDCProviderError).error_detail ?? '')
  switch (error.message) {
    case 'invalid_target':
      return unknownResource(String(ctx.oidc.params?.['resource']), tenantId)
    case 'invalid_client':
      return clientFault(ctx, detail)
    case 'unauthorized_client':
      return noCredential
    case 'invalid_grant':
      return grantFault(ctx, detail)
    case 'invalid_scope':
      return signIn.notConsented
    case 'authorization_pending':
      return signIn.authorizationPending
    case 'expired_token':
      return signIn.expiredDeviceCode
    case 'access_denied':
      return signIn.declinedDeviceCode
    default:
      return requestFault(ctx, error)
  }
}

/**
 * A program that keeps no secret and asks for a token as itself lacks a proof, in Entra's view. One that nobody can sign
 * in to has never got a code or a refresh token, and shows one that is not its own.
 */
function requestFault(ctx: KoaContextWithOIDC, error: Error): Fault {
  const { error_description: words = '' } = error as errors.OIDCProviderError
  if (/is not allowed for this client/.test(words)) {
    const isGrant = /^(authorization_code|refresh_token)$/.test(
      String(ctx.oidc.params?.['grant_type']),
    )
    return isGrant ? grantFault(ctx, '') : noCredential
  }
  return hasClient(ctx) ? malformedRequest : missingParameter('client_id')
}

function clientFault(ctx: KoaContextWithOIDC, detail: string): Fault {
  if (ctx.oidc.params?.['client_assertion'] === undefined) return noCredential
  if (/exp|time|active/i.test(detail)) return signIn.assertionOutOfTime
  return signIn.wrongAssertion(detail || 'The key was not found.')
}

/** The provider's own words for what is wrong with a code or refresh token. */
const grantFaults: readonly (readonly [RegExp, Fault])[] = [
  [/already (used|consumed)/, signIn.usedCode],
  [/device code not found/, signIn.badDeviceCode],
  [/PKCE|code_verifier|code verifier/i, signIn.wrongVerifier],
  [/redirect_uri mismatch/, signIn.otherRedirect],
  [/expired/, signIn.expiredGrant],
  [/account not found|grant not found/, signIn.revokedGrant],
]

function grantFault(ctx: KoaContextWithOIDC, detail: string): Fault {
  const [, fault] = grantFaults.find(([words]) => words.test(detail)) ?? []
  if (ctx.oidc.params?.['grant_type'] !== 'refresh_token') return fault ?? signIn.badCode
  return fault === signIn.expiredGrant ? fault : signIn.revokedGrant
}

function hasClient(ctx: KoaContextWithOIDC): boolean {
  return Boolean(ctx.oidc.params?.['client_id'] || ctx.get('authorization'))
}
