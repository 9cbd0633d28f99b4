/**
 * Enrolling an authenticator app: a fresh secret is shown once, and counts when a code proves that it arrived.
 *
 * Until then the secret is part of the enrollment and not a token, so nobody can be asked for codes that no device
 * shows.
 */
import { randomBytes } from 'node:crypto'
import type { Person } from '../../../../core/directory/user.ts'
import type { OathTokenId } from '../../../../core/ids.ts'
import { newUuid } from '../../../../core/uuid.ts'
import type { NotifyFactorEvent } from '../factor-events.ts'
import { toBase32 } from './base32.ts'
import type { OathTokens } from './oath-token.ts'
import { appSettings, type OtpSettings, readCode } from './one-time-code.ts'
import { findStep } from './time-window.ts'

/** 160 bits, the length of SHA-1's output (RFC 4226 section 4, R6). */
export const newSecret = (): Buffer => randomBytes(20)

export type AppLabel = { readonly issuer: string; readonly account: string }

/** The content of the QR code; the format is Google Authenticator's, which all apps read. */
export function enrollmentUri(
  secret: Uint8Array,
  { issuer, account }: AppLabel,
  settings: OtpSettings = appSettings,
): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`
  const query = [
    `secret=${toBase32(secret)}`,
    `issuer=${encodeURIComponent(issuer)}`,
    `algorithm=${settings.algorithm.replace('-', '')}`,
    `digits=${settings.digits}`,
    `period=${settings.stepSeconds}`,
  ]
  return `otpauth://totp/${label}?${query.join('&')}`
}

/** Stores the app as an active factor; false = the code does not match the secret. */
export async function enrollApp(
  {
    tokens,
    notify,
  }: { readonly tokens: Pick<OathTokens, 'add'>; readonly notify: NotifyFactorEvent },
  { tenantId, id: personId }: Pick<Person, 'tenantId' | 'id'>,
  proof: { readonly secret: Uint8Array; readonly code: string; readonly now: Date },
): Promise<boolean> {
  const code = readCode(proof.code)
  const clock = { ...appSettings, drift: 0, lastUsedStep: 0 }
  const found =
    code === undefined
      ? undefined
      : findStep(proof.secret, clock, { code, now: proof.now, window: 1 })
  if (found === undefined) return false
  await tokens.add({
    ...appSettings,
    tenantId,
    id: newUuid() as OathTokenId,
    personId,
    activatedAt: proof.now,
    secret: proof.secret,
    drift: found.drift,
    lastUsedStep: found.step,
  })
  await notify({ tenantId, personId, name: 'authenticator-app-added' })
  return true
}
