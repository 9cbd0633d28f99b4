/**
 * The bearer check of every protected route: takes a token, returns a Caller or the reason for refusal.
 *
 * It trusts only the signature's key and the configuration. The algorithm is fixed here, never by the token, and
 * the issuer must be that of the tenant the token claims.
 */
import { errors, importJWK, type JWTHeaderParameters, type JWTPayload, jwtVerify } from 'jose'
import type { Caller } from '../../core/access/caller.ts'
import type { People } from '../../core/directory/user.ts'
import type { ApplicationId, TenantId } from '../../core/ids.ts'
import type { Tenants } from '../../core/tenants/tenant.ts'
import { parseUuid } from '../../core/uuid.ts'
import type { BearerRefusalReason, BearerVerdict } from '../../surfaces/http/verify-bearer.ts'
import type { KeyRing } from '../core/key-ring.ts'
import type { PublicSigningKey } from '../core/signing-keys.ts'
import { applicationCaller, userCaller } from './bearer-caller.ts'
import { refusalFor } from './bearer-refusal.ts'
import { boundCertificateOf } from './bound-tokens.ts'
import { issuerOf } from './issuer.ts'
import type { LiveProgram, LivePrograms } from './live-programs.ts'

export type BearerDeps = {
  readonly publicUrl: string
  /** The resources that this server stands for, such as Microsoft Graph's address. */
  readonly audiences: readonly string[]
  readonly keys: Pick<KeyRing, 'published'>
  readonly tenants: Pick<Tenants, 'find'>
  readonly people: Pick<People, 'find'>
  readonly programs: LivePrograms
  readonly now: () => Date
  /** Every reset sets an emulator's clock back; earlier tokens stay valid until they expire. */
  readonly clockMayGoBack?: boolean
}

/** Clocks of servers that share a database may differ by this many seconds. */
const leeway = 60

class TokenRefused extends Error {
  readonly reason: BearerRefusalReason

  constructor(reason: BearerRefusalReason) {
    super(reason)
    this.reason = reason
  }
}

export function verifyBearer(
  deps: BearerDeps,
): (authorization: string | undefined) => Promise<BearerVerdict> {
  const keyOf = importedKeys(deps.keys)

  return async (authorization) => {
    try {
      const token = tokenIn(authorization)
      const judge = (currentDate: Date) =>
        jwtVerify(token, keyOf, {
          algorithms: ['RS256'],
          audience: [...deps.audiences],
          clockTolerance: leeway,
          currentDate,
          requiredClaims: ['exp', 'nbf', 'iss', 'tid', 'oid'],
          typ: 'JWT',
        })
      const { payload } = await judge(deps.now()).catch((error: unknown) => {
        const start = deps.clockMayGoBack === true ? notYetValid(error) : undefined
        if (start === undefined) throw error
        return judge(start)
      })
      const boundTo = boundCertificateOf(payload)
      return { ok: true, caller: await callerOf(payload, deps), ...(boundTo && { boundTo }) }
    } catch (error) {
      return refusalFor(reasonOf(error))
    }
  }
}

/** When a token that is not yet valid becomes valid; undefined = its problem is another one. */
function notYetValid(error: unknown): Date | undefined {
  if (!(error instanceof errors.JWTClaimValidationFailed)) return undefined
  if (reasonOfClaim(error) !== 'not-yet-valid' || error.payload.nbf === undefined) return undefined
  return new Date(error.payload.nbf * 1000)
}

/** RFC 6750 section 2.1: the scheme in any case, one token. */
function tokenIn(authorization: string | undefined): string {
  if (authorization === undefined || authorization.trim() === '') throw new TokenRefused('missing')
  const [, token] = /^bearer +(\S+) *$/i.exec(authorization) ?? []
  if (token === undefined)
    throw new TokenRefused(/^bearer *$/i.test(authorization) ? 'missing' : 'malformed')
  return token
}

/** Finds the key named by a token; each is imported once. */
function importedKeys(keys: Pick<KeyRing, 'published'>) {
  const imported = new WeakMap<PublicSigningKey, ReturnType<typeof importJWK>>()

  return async ({ kid }: JWTHeaderParameters) => {
    const key = kid === undefined ? undefined : await keys.published(kid)
    if (key === undefined) throw new TokenRefused('unknown-key')
    const known = imported.get(key) ?? importJWK({ ...key }, 'RS256')
    imported.set(key, known)
    return await known
  }
}

async function callerOf(payload: JWTPayload, deps: BearerDeps): Promise<Caller> {
  const { tid, iss } = payload
  const tenantId = typeof tid === 'string' ? (parseUuid(tid) as TenantId | undefined) : undefined
  if (tenantId === undefined || iss !== issuerOf(deps.publicUrl, tenantId))
    throw new TokenRefused('issuer')
  const tenant = await deps.tenants.find(tenantId)
  if (tenant === undefined) throw new TokenRefused('tenant')
  if (tenant.isSuspended) throw new TokenRefused('suspended')
  const program = await programOf(tenantId, payload, deps)
  const caller =
    payload['idtyp'] === 'app'
      ? applicationCaller(tenantId, payload, program)
      : await userCaller(tenantId, payload, deps.people)
  if (caller === undefined) throw new TokenRefused('claims')
  return caller
}

async function programOf(
  tenantId: TenantId,
  { appid }: JWTPayload,
  { programs }: BearerDeps,
): Promise<LiveProgram> {
  const id = typeof appid === 'string' ? (parseUuid(appid) as ApplicationId | undefined) : undefined
  if (id === undefined) throw new TokenRefused('claims')
  const program = await programs(tenantId, id)
  if (program === undefined) throw new TokenRefused('application')
  return program
}

/** Rethrows errors that are not the token's fault. */
function reasonOf(error: unknown): BearerRefusalReason {
  if (error instanceof TokenRefused) return error.reason
  if (error instanceof errors.JWTExpired) return 'expired'
  if (error instanceof errors.JWTClaimValidationFailed) return reasonOfClaim(error)
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature'
  if (error instanceof errors.JOSEAlgNotAllowed) return 'algorithm'
  if (error instanceof errors.JOSEError) return 'malformed'
  throw error
}

function reasonOfClaim({ claim, reason }: errors.JWTClaimValidationFailed): BearerRefusalReason {
  if (claim === 'aud') return 'audience'
  if (claim === 'nbf' && reason === 'check_failed') return 'not-yet-valid'
  return 'claims'
}
