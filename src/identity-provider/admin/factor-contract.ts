/** What `/admin/v1` takes and gives about second factors. No shape has a place for a secret that is stored. */
import type {
  CodeFactor,
  FactorPolicy,
  Factors,
  ImportedTokens,
  NewAuthenticatorApp,
  PasskeyFactor,
  PasskeyOptions,
  RecoveryCodes,
} from 'taxiway-autopilot/admin'
import { z } from 'zod'
import { ids } from '../../core/id-kinds.ts'
import { idShape } from '../../surfaces/http/id-shape.ts'

const code = z.string().max(16)

export const importRequest = z.strictObject({
  /** A CSV in Microsoft Entra's format, or a PSKC document. */
  file: z.string().min(1),
  /** The pre-shared key of an encrypted PSKC document. */
  keyHex: z
    .string()
    .regex(/^([0-9a-fA-F]{2}){16,32}$/)
    .optional(),
  passphrase: z.string().min(1).max(1024).optional(),
})

export const importAnswer = z.object({
  value: z.array(
    z.object({
      row: z.number(),
      id: z.string().optional(),
      serialNumber: z.string().optional(),
      error: z
        .object({
          column: z.string().optional(),
          position: z.number().optional(),
          message: z.string(),
        })
        .optional(),
    }),
  ),
  notice: z.string().optional(),
}) satisfies z.ZodType<ImportedTokens>

export const tokenAnswer = z.object({
  id: z.string(),
  serialNumber: z.string().nullable(),
  manufacturer: z.string().nullable(),
  model: z.string().nullable(),
  hashFunction: z.string(),
  digits: z.number(),
  timeIntervalInSeconds: z.number(),
  userId: z.string().nullable(),
  status: z.enum(['available', 'assigned', 'activated']),
}) satisfies z.ZodType<CodeFactor>

export const assignRequest = z.strictObject({ userId: idShape(ids.user) })

export const activateRequest = z.strictObject({ code, nextCode: code.optional() })

export const policyShape = z.strictObject({
  factorRequired: z.boolean(),
  strictCodes: z.boolean(),
  passkeyRoles: z.array(z.string().min(1).max(256)).max(50),
}) satisfies z.ZodType<FactorPolicy>

export const passkeyAnswer = z.object({
  id: z.string(),
  displayName: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
  backedUp: z.boolean(),
  blocked: z.boolean(),
}) satisfies z.ZodType<PasskeyFactor>

export const factorsAnswer = z.object({
  tokens: z.array(tokenAnswer),
  passkeys: z.array(passkeyAnswer),
  /** Factors whose removal is pending. */
  removals: z.array(
    z.object({
      factorId: z.string(),
      kind: z.enum(['authenticator-app', 'passkey']),
      askedAt: z.string(),
      dueAt: z.string(),
    }),
  ),
  recoveryCodesLeft: z.number(),
  codesLocked: z.boolean(),
}) satisfies z.ZodType<Factors>

export const newAppAnswer = z.object({
  id: z.string(),
  key: z.string(),
  uri: z.string(),
}) satisfies z.ZodType<NewAuthenticatorApp>

export const confirmAppRequest = z.strictObject({ id: idShape(ids.record), code })

export const newPasskeyRequest = z.strictObject({
  /** The session for which the options were created. */
  id: idShape(ids.record),
  displayName: z.string().max(64).optional(),
  /** The result of `PublicKeyCredential.toJSON()`. */
  answer: z.record(z.string(), z.unknown()),
})

export const passkeyOptionsAnswer = z.object({
  id: z.string(),
  options: z.record(z.string(), z.unknown()),
}) satisfies z.ZodType<PasskeyOptions>

export const recoveryCodesAnswer = z.object({
  codes: z.array(z.string()),
}) satisfies z.ZodType<RecoveryCodes>
