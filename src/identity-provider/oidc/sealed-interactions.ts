/**
 * Sign-ins that a stranger has begun and nobody has answered yet. The browser keeps them, sealed, in cookies of their
 * own path: however many are begun, the database has no row of any. From the first answer on they are rows.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import type { Adapter, AdapterPayload, KoaContextWithOIDC } from 'oidc-provider'
import type { TenantId } from '../../core/ids.ts'
import type { Seals } from '../core/seals.ts'
import { signInPath } from './sign-in-path.ts'

/** Seconds. */
export const interactionLifetime = 30 * 60

/** Characters of one cookie; browsers keep 4,096 bytes with its name and attributes. */
const maxCookie = 3_500

/** What the limits on requests let through fits in fewer. */
const maxCookies = 6

const cookieName = (part: number) => `__Secure-sign-in-${part}`

/** The provider stores before it says where the browser goes: what it wants stored waits here until then. */
export function sealedInteractions(seals: Seals, tenantId: TenantId) {
  const begun = new Map<string, AdapterPayload>()
  return {
    adapter: (stored: Adapter): Adapter => ({
      ...stored,
      async upsert(id, payload, expiresIn) {
        if (isOfStranger(payload)) begun.set(id, payload)
        else await stored.upsert(id, payload, expiresIn)
      },
    }),
    /** Where the browser goes; it is given what it is to keep. */
    url(ctx: Pick<KoaContextWithOIDC, 'cookies'>, uid: string): string {
      const path = signInPath(tenantId, uid)
      const payload = begun.get(uid)
      begun.delete(uid)
      if (payload === undefined) return path
      const text = deflateRawSync(JSON.stringify(payload)).toString('base64url')
      const word = seals.seal(placeOf(tenantId, uid), text, interactionLifetime)
      for (let part = 0; part * maxCookie < word.length; part++)
        ctx.cookies.set(cookieName(part), word.slice(part * maxCookie, (part + 1) * maxCookie), {
          path,
          httpOnly: true,
          secure: true,
          sameSite: 'lax',
          signed: false,
          maxAge: interactionLifetime * 1000,
        })
      return path
    },
  }
}

/** What the browser keeps of a sign-in; undefined: nothing, or nothing of ours. */
export function keptInteraction(
  c: Context,
  seals: Seals,
  { tenantId, uid }: { readonly tenantId: TenantId; readonly uid: string },
): AdapterPayload | undefined {
  const parts: string[] = []
  for (let part = 0; part < maxCookies; part++) {
    const value = getCookie(c, cookieName(part))
    if (value === undefined) break
    parts.push(value)
  }
  const text = seals.open(placeOf(tenantId, uid), parts.join(''))
  if (typeof text !== 'string') return undefined
  return JSON.parse(inflateRawSync(Buffer.from(text, 'base64url')).toString('utf8'))
}

/** Nobody has signed in in this browser, typed a code of a device, or answered yet. */
function isOfStranger({ session, result, deviceCode }: AdapterPayload): boolean {
  const known = (session as { accountId?: string } | undefined)?.accountId
  return known === undefined && result === undefined && deviceCode === undefined
}

function placeOf(tenantId: TenantId, uid: string): string {
  return `interaction:${tenantId}:${uid}`
}
