/** Request and response shapes of `/admin/v1`. Unknown members of requests are refused by name. */

import { maxGroupTagLength } from 'taxiway-autopilot'
import type {
  Application,
  ApplicationCertificate,
  ApplicationCredentials,
  ApplicationSecret,
  AuditCheckpoint,
  AuditCheckpoints,
  AuditEvent,
  AuditPage,
  ImportJob,
  NewApplicationSecret,
  NewTenant,
  Permission,
  Role,
  RoleAssignment,
  Tenant,
} from 'taxiway-autopilot/admin'
import { z } from 'zod'
import { permissions } from '../../core/access/permissions.ts'
import { auditCategories } from '../../core/audit/audit.ts'
import { ids } from '../../core/ids.ts'
import { idShape } from '../http/id-shape.ts'

const name = z.string().trim().min(1).max(256)
const time = z.iso.datetime({ offset: true })

export function listOf<Item extends z.ZodType>(item: Item) {
  return z.object({ value: z.array(item) })
}

export const roleRequest = z.strictObject({
  displayName: name,
  description: z.string().max(1024).default(''),
  permissions: z.array(z.enum(permissions as readonly [string, ...string[]])).min(1),
})

export const roleChange = z.strictObject({
  displayName: name.optional(),
  description: z.string().max(1024).optional(),
  permissions: roleRequest.shape.permissions.optional(),
})

export const roleAnswer = z.object({
  id: z.string(),
  displayName: z.string(),
  description: z.string(),
  permissions: z.array(z.string()),
  builtIn: z.boolean(),
}) satisfies z.ZodType<Role>

export const permissionAnswer = z.object({
  permission: z.string(),
  title: z.string(),
  scopes: z.array(z.string()),
  limit: z.enum(['tags', 'never']),
}) satisfies z.ZodType<Permission>

export const assignmentRequest = z.strictObject({
  roleId: idShape(ids.role),
  principalKind: z.enum(['user', 'group', 'application']),
  principalId: idShape(ids.directoryObject),
  /** Null or absent: the whole tenant. An empty string stands for devices without a tag. */
  groupTags: z.array(z.string().max(maxGroupTagLength)).min(1).max(200).nullable().default(null),
})

export const assignmentAnswer = z.object({
  id: z.string(),
  roleId: z.string(),
  principalKind: z.string(),
  principalId: z.string(),
  groupTags: z.array(z.string()).nullable(),
}) satisfies z.ZodType<RoleAssignment>

const kind = z.enum(['web', 'spa', 'native'])
const redirectUris = z.array(z.string().max(2048)).max(256)
const scopes = z.array(z.string().max(256)).max(200)

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

export const tenantRequest = z.strictObject({
  displayName: name,
  domains: z
    .array(z.string().regex(/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/))
    .min(1)
    .max(50),
})

export const tenantAnswer = z.object({
  id: z.string(),
  displayName: z.string(),
  domains: z.array(z.string()),
  importSeconds: z.number(),
  createdAt: z.string(),
}) satisfies z.ZodType<Tenant>

export const newTenantAnswer = tenantAnswer.extend({
  firstApplication: credentialsAnswer,
}) satisfies z.ZodType<NewTenant>

export const auditQuery = z.object({
  from: time.optional(),
  to: time.optional(),
  category: z.enum(auditCategories).optional(),
  activity: z.string().optional(),
  actor: z.string().optional(),
  /** The id of something that entries are about, such as a device. */
  resource: z.string().min(1).max(256).optional(),
  result: z.enum(['Success', 'Failure']).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  /** `next` of the previous page. */
  after: z.string().optional(),
})

export const auditExportQuery = auditQuery
  .omit({ limit: true, after: true })
  .extend({ format: z.enum(['jsonl', 'csv']).default('jsonl') })

export const auditAnswer = z.object({
  id: z.string(),
  seq: z.number(),
  at: z.string(),
  category: z.string(),
  activity: z.string(),
  operation: z.string(),
  result: z.string(),
  reason: z.string().nullable(),
  correlationId: z.string(),
  actor: z.record(z.string(), z.string()),
  resources: z.array(z.unknown()),
}) satisfies z.ZodType<AuditEvent>

export const auditPage = z.object({
  value: z.array(auditAnswer),
  next: z.string().optional(),
}) satisfies z.ZodType<AuditPage>

export const checkpointAnswer = z.object({
  tenantId: z.string(),
  seq: z.number(),
  hash: z.string(),
  at: z.string(),
  keyId: z.string(),
  signature: z.string(),
}) satisfies z.ZodType<AuditCheckpoint>

export const checkpointsAnswer = listOf(checkpointAnswer).extend({
  publicKey: z.string(),
}) satisfies z.ZodType<AuditCheckpoints>

export const jobAnswer = z.object({
  importId: z.string(),
  rows: z.number(),
  decided: z.number(),
  attempts: z.number(),
  dueAt: z.string(),
}) satisfies z.ZodType<ImportJob>
