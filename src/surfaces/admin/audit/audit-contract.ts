/** Shapes of the audit trail and its checkpoints. */
import type {
  AuditCheckpoint,
  AuditCheckpoints,
  AuditEvent,
  AuditPage,
} from 'taxiway-autopilot/admin'
import { z } from 'zod'
import { auditCategories } from '../../../core/audit/audit.ts'
import { listOf } from '../contract.ts'

const time = z.iso.datetime({ offset: true })

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
