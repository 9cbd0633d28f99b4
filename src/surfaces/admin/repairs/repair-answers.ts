/** The shapes of repair cases as they are answered. */
import { repairScenarioKeys, repairVerdicts } from 'taxiway-autopilot'
import type {
  RepairAttachment as AttachmentView,
  RepairCase as CaseView,
  RepairCaseDetail,
  RepairCases,
} from 'taxiway-autopilot/admin'
import { z } from 'zod'
import { repairStates } from '../../../core/repairs/repair-case.ts'

/** As Graph spells them. A given profile and groups are carried over too, and are not members of the device. */
export const carriedOver = [
  'groupTag',
  'assignedUser',
  'displayName',
  'purchaseOrderIdentifier',
] as const

const text = z.string().nullable()
export const contact = z.object({
  name: z.string(),
  email: text,
  phone: text,
  preferredHours: text,
})

export const comparison = z.object({
  kind: z.enum(repairVerdicts),
  means: z.string(),
  next: z.string(),
  evidence: z.array(
    z.object({
      field: z.string(),
      relation: z.enum(['agrees', 'disagrees', 'absent', 'junk']),
      binding: z.enum(['board', 'movable', 'contrast']),
      before: z.array(z.string()),
      after: z.array(z.string()),
    }),
  ),
  donorRegistrationId: text,
  comparedDateTime: z.string(),
})

export const repairAnswer = z.object({
  id: z.string(),
  number: z.string(),
  state: z.enum(repairStates),
  serialNumber: z.string(),
  manufacturer: text,
  model: text,
  groupTag: text,
  deviceId: z.string(),
  registrationId: z.string(),
  carriedOver: z.array(z.string()).nullable(),
  openedDateTime: z.string(),
  openedBy: z.string(),
  respondBy: z.string(),
  respondedDateTime: text,
  isOverdue: z.boolean(),
  problem: z.object({ summary: z.string(), since: text, accidental: z.boolean() }),
  contact: contact.extend({ timeZone: z.string() }),
  alternativeContact: contact.nullable(),
  address: text,
  serviceType: z.enum(['returnToDepot', 'onSite', 'partsOnly', 'carryIn']),
  warranty: z.object({
    status: z.enum(['inWarranty', 'expired', 'unknown']),
    serviceLevel: text,
    endsOn: text,
    source: text,
    checkedAt: text,
  }),
  diagnostics: z.array(
    z.object({
      tool: z.string(),
      code: text,
      result: z.enum(['passed', 'failed', 'notRun']),
      ranAt: text,
      attachmentId: text,
    }),
  ),
  parts: z.array(
    z.object({
      number: z.string(),
      description: text,
      quantity: z.number(),
      oldPartId: text,
      isBoard: z.boolean(),
    }),
  ),
  troubleshootingNote: text,
  vendor: z
    .object({
      name: z.string(),
      reference: text,
      status: z.enum(['waiting', 'accepted', 'denied', 'shipped', 'inRepair']),
      deniedReason: text,
      submissions: z.number(),
      denials: z.number(),
    })
    .nullable(),
  scenario: z.enum(repairScenarioKeys as readonly [(typeof repairScenarioKeys)[number]]).nullable(),
  guidance: z
    .object({
      supported: z.enum(['yes', 'no', 'sometimes', 'untested']),
      steps: z.array(z.string()),
      source: z.string(),
      grade: z.enum(['documented', 'observed', 'inferred']),
    })
    .nullable(),
  verdict: comparison.nullable(),
  certificate: z.object({ id: z.string(), jws: z.string(), verifyUrl: z.string() }).nullable(),
  closedDateTime: text,
  acts: z.array(z.string()),
}) satisfies z.ZodType<CaseView>

export const attachmentAnswer = z.object({
  id: z.string(),
  name: z.string(),
  description: text,
  bytes: z.number(),
  addedDateTime: z.string(),
  by: z.string(),
}) satisfies z.ZodType<AttachmentView>

export const repairDetailAnswer = repairAnswer.extend({
  attachments: z.array(attachmentAnswer),
  history: z.array(z.object({ at: z.string(), by: z.string(), what: z.string(), text })),
}) satisfies z.ZodType<RepairCaseDetail>

export const repairPage = z.object({
  value: z.array(repairAnswer),
  next: z.string().optional(),
}) satisfies z.ZodType<RepairCases>
