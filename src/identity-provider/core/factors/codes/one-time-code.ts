/**
 * One-time codes: RFC 4226 for a counter, RFC 6238 for time, which only determines the counter.
 *
 * Counters have 64 bits: 32-bit arithmetic would only be right until 2038.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'

export type OtpAlgorithm = 'SHA-1' | 'SHA-256' | 'SHA-512'

/** What a device needs besides its secret to show the same codes. */
export type OtpSettings = {
  readonly algorithm: OtpAlgorithm
  readonly digits: 6 | 8
  readonly stepSeconds: 30 | 60
}

/** The defaults of authenticator apps, and the only values that all of them support. */
export const appSettings: OtpSettings = { algorithm: 'SHA-1', digits: 6, stepSeconds: 30 }

const hmacNames = { 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-512': 'sha512' } as const

/** RFC 4226 section 5.3. */
export function codeAt(
  secret: Uint8Array,
  { algorithm, digits }: Pick<OtpSettings, 'algorithm' | 'digits'>,
  counter: number,
): string {
  const message = Buffer.alloc(8)
  message.writeBigUInt64BE(BigInt(counter))
  const mac = createHmac(hmacNames[algorithm], secret).update(message).digest()
  const offset = mac.readUInt8(mac.length - 1) & 0xf
  const number = mac.readUInt32BE(offset) & 0x7fffffff
  return String(number % 10 ** digits).padStart(digits, '0')
}

/** The step that `now` lies in (RFC 6238 section 4.2). */
export function stepAt(now: Date, { stepSeconds }: Pick<OtpSettings, 'stepSeconds'>): number {
  return Math.floor(now.getTime() / 1000 / stepSeconds)
}

/** Compares in constant time. */
export function sameCode(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** The typed digits, or undefined if the text cannot be a code. */
export function readCode(typed: string): string | undefined {
  const digits = typed.replaceAll(/[\s-]/g, '')
  return /^(\d{6}|\d{8})$/.test(digits) ? digits : undefined
}
