/** Shapes of applications, their secrets and certificates. Unknown members of requests are refused by name. */
import type {
  Application,
  ApplicationCertificate,
  ApplicationCredentials,
  ApplicationKey,
  ApplicationSecret,
  NewApplicationSecret,
} from 'taxiway-autopilot/admin'
import { z } from 'zod'

const name = z.string().trim().min(1).max(256)
const time = z.iso.datetime({ offset: true })

const kind = z.enum(['web', 'spa', 'native'])
const redirectUris = z.array(z.string().max(2048)).max(256)
export const scopes = z.array(z.string().max(256)).max(200)

export const applicationRequest = z.strictObject({
  displayName: name,
  roles: z.array(z.string()).default([]),
  /** `web` keeps a secret; `spa` and `native` are public clients without one. */
  kind: kind.default('web'),
  redirectUris: redirectUris.default([]),
  delegatedScopes: scopes.default([]),
})

export const applicationChange = z.strictObject({
  displayName: name.optional(),
  roles: z.array(z.string()).optional(),
  kind: kind.optional(),
  redirectUris: redirectUris.optional(),
  delegatedScopes: scopes.optional(),
  enabled: z.boolean().optional(),
})

export const applicationAnswer = z.object({
  applicationId: z.string(),
  objectId: z.string(),
  displayName: z.string(),
  enabled: z.boolean(),
  roles: z.array(z.string()),
  kind,
  redirectUris: z.array(z.string()),
  delegatedScopes: z.array(z.string()),
  consentedScopes: z.array(z.string()),
}) satisfies z.ZodType<Application>

export const consentRequest = z.strictObject({ scopes: scopes.min(1) })

export const certificateRequest = z.strictObject({
  /** PEM, or DER in Base64. */
  certificate: z.string().max(64 * 1024),
  displayName: name.nullable().default(null),
})

export const certificateAnswer = z.object({
  id: z.string(),
  displayName: z.string().nullable(),
  subject: z.string(),
  thumbprint: z.string(),
  thumbprintSha256: z.string(),
  notBefore: z.string(),
  expiresAt: z.string(),
}) satisfies z.ZodType<ApplicationCertificate>

/** A JWK; its members are judged by what they say together. */
export const keyRequest = z.strictObject({
  key: z.record(z.string().max(64), z.unknown()),
  expiresAt: time.optional(),
})

export const keyAnswer = z.object({
  id: z.string(),
  kid: z.string().nullable(),
  bits: z.number(),
  expiresAt: z.string().nullable(),
}) satisfies z.ZodType<ApplicationKey>

/** The secret is shown only this once; absent for public clients. */
export const credentialsAnswer = z.object({
  applicationId: z.string(),
  secret: z.string().optional(),
}) satisfies z.ZodType<ApplicationCredentials>

export const secretRequest = z.strictObject({
  displayName: name.nullable().default(null),
  expiresAt: time.optional(),
})

export const secretAnswer = z.object({
  id: z.string(),
  displayName: z.string().nullable(),
  hint: z.string().nullable(),
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
}) satisfies z.ZodType<ApplicationSecret>

export const newSecretAnswer = secretAnswer.extend({
  secret: z.string(),
}) satisfies z.ZodType<NewApplicationSecret>
