/**
 * One-time codes: RFC 4226 for a counter, RFC 6238 for the time, which only chooses the counter.
 *
 * Counters are 64 bits: arithmetic of 32 bits would be right until 2038 only.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'

export type OtpAlgorithm = 'SHA-1' | 'SHA-256' | 'SHA-512'

/** What a device needs besides its secret to show the same codes as we. */
export type OtpSettings = {
  readonly algorithm: OtpAlgorithm
  readonly digits: 6 | 8
  readonly stepSeconds: 30 | 60
}

/** What authenticator apps take for granted, and the only ones that all of them know. */
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

/** Compares without report by its time how much was right. */
export function sameCode(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** What a person typed as digits alone, or undefined where it can be no code. */
export function readCode(typed: string): string | undefined {
  const digits = typed.replaceAll(/[\s-]/g, '')
  return /^(\d{6}|\d{8})$/.test(digits) ? digits : undefined
}
