/** What a device that got a profile may do for an hour: report its progress and ask for a certificate. */
import { createHash, randomBytes } from 'node:crypto'
import type { DeviceId, TenantId } from '../ids.ts'
import { formatUuid } from '../uuid.ts'
import { DeploymentRefusal } from './refusal.ts'

export const sessionSeconds = 3_600
const uuidBytes = 16
const secretBytes = 32

export type Session = {
  readonly tenantId: TenantId
  readonly deviceId: DeviceId
  readonly profileId: string
  readonly digest: Buffer
  readonly begunAt: Date
}

/** Undefined: unknown or expired. */
export type FindSession = (tenantId: TenantId, digest: Buffer) => Promise<Session | undefined>

/** The token names its tenant, so that its row is found on the tenant's node. */
export function newSessionToken(tenantId: TenantId): { token: string; digest: Buffer } {
  const tenant = Buffer.from(tenantId.replaceAll('-', ''), 'hex')
  const token = Buffer.concat([tenant, randomBytes(secretBytes)])
  return { token: token.toString('base64url'), digest: digestOf(token) }
}

export async function sessionOf(
  find: FindSession,
  authorization: string | undefined,
): Promise<Session> {
  const token = bearerOf(authorization)
  const session = token && (await find(token.tenantId, token.digest))
  if (session === undefined)
    throw new DeploymentRefusal('session-invalid', 'The session is unknown or over.')
  return session
}

export type BearerToken = { readonly tenantId: TenantId; readonly digest: Buffer }

/** Undefined: not of the form of our tokens. */
export function bearerOf(authorization: string | undefined): BearerToken | undefined {
  const text = /^Bearer ([A-Za-z0-9_-]{1,100})$/i.exec(authorization ?? '')?.[1] ?? ''
  const token = Buffer.from(text, 'base64url')
  if (token.length !== uuidBytes + secretBytes) return undefined
  return {
    tenantId: formatUuid(token.subarray(0, uuidBytes)) as TenantId,
    digest: digestOf(token),
  }
}

function digestOf(token: Buffer): Buffer {
  return createHash('sha256').update(token).digest()
}
