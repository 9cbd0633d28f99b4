/** Requests and responses of `/ztd/v1`. */
import { z } from 'zod'

/** Base64 of at most so many bytes; the standard alphabet, padded or not. */
const base64 = (maxBytes: number) =>
  z
    .string()
    .max(Math.ceil(maxBytes / 3) * 4)
    .regex(/^[A-Za-z0-9+/]*={0,2}$/, 'must be base64')
    .transform((text) => Buffer.from(text, 'base64'))

const base64url = (maxBytes: number) =>
  z
    .string()
    .max(Math.ceil(maxBytes / 3) * 4)
    .regex(/^[A-Za-z0-9_-]*$/, 'must be base64url')
    .transform((text) => Buffer.from(text, 'base64url'))

const hardwareHash = z.string().min(1).max(4_200)
const attestationKey = base64(1_024)
/** Certificates of TPM keys have about 1,200 bytes. */
const ekCertificate = base64(4_096).optional()

export const challengeRequest = z.object({ hardwareHash, attestationKey, ekCertificate })

export const profileRequest = z.object({
  hardwareHash,
  attestationKey: attestationKey.optional(),
  ekCertificate,
  challenge: base64url(64).optional(),
  proof: base64(64).optional(),
  format: z.enum(['ztd', 'offline']).default('ztd'),
})

export const claimRequest = z.object({
  hardwareHash,
  attestationKey,
  ekCertificate,
  challenge: base64url(64),
  proof: base64(64),
})

const word = z
  .string()
  .max(200)
  .regex(/^[^\p{Cc}]*$/u, 'must be plain text')

export const certificateRequest = z.object({
  /** PKCS #10, DER. */
  certificateRequest: base64(8_192),
  /** As the device calls itself in management from then on. */
  deviceId: z.string().regex(/^[0-9a-f]{32}$/i, 'must be 32 hexadecimal digits'),
  deviceName: word.optional(),
  osVersion: word.optional(),
})

/** How far setup has come, according to the device. */
export const stages = [
  'oobe',
  'signIn',
  'joining',
  'enrolling',
  'enrolled',
  'devicePreparation',
  'deviceSetup',
  'accountSetup',
  'deployed',
  'failed',
] as const

export const eventsRequest = z.object({
  osVersion: word.optional(),
  events: z
    .array(
      z.object({
        stage: z.enum(stages),
        /** A Windows error code, such as `0x80180014`. */
        code: z
          .string()
          .regex(/^(0x[0-9A-Fa-f]{8}|\d{3,5})$/, 'must be an HRESULT or the number of an event')
          .optional(),
        detail: word.optional(),
      }),
    )
    .min(1)
    .max(50),
})
