/** The shapes of what repairs are asked with. Unknown members are refused by name. */
import { repairBoardAnswers, repairScenarioKeys } from 'taxiway-autopilot'
import type {
  RepairClaim,
  RepairDiagnosis,
  RepairEnd,
  RepairFile,
  RepairNote,
  RepairOpening,
  RepairParking,
  RepairReregistration,
  RepairReturn,
  RepairVendorReport,
} from 'taxiway-autopilot/admin'
import { z } from 'zod'
import { ids } from '../../../core/id-kinds.ts'
import {
  maxAttachmentBytes,
  maxDiagnostics,
  maxParts,
  maxTroubleshootingNote,
  repairStates,
} from '../../../core/repairs/repair-case.ts'
import { isTimeZone } from '../../../core/repairs/respond-by.ts'
import { idShape } from '../../http/id-shape.ts'

const short = z.string().trim().min(1).max(256)
const optional = short.nullable().default(null)
const time = z.iso.datetime({ offset: true })
const optionalTime = time.nullable().default(null)

const contact = z.strictObject({
  name: short,
  email: optional,
  phone: optional,
  preferredHours: optional,
})

export const timeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, 'must be the IANA name of a time zone, such as Europe/Berlin')

const diagnostic = z.strictObject({
  tool: short,
  code: optional,
  result: z.enum(['passed', 'failed', 'notRun']),
  ranAt: optionalTime,
  attachmentId: optional,
})

const part = z.strictObject({
  number: short,
  description: optional,
  quantity: z.int().min(1).max(99).default(1),
  oldPartId: optional,
  isBoard: z.boolean().default(false),
})

const diagnostics = z.array(diagnostic).max(maxDiagnostics)

export const openRequest = z.strictObject({
  deviceId: idShape(ids.device),
  problem: z.strictObject({
    summary: z.string().trim().min(1).max(1_000),
    since: z.union([z.iso.date(), time]).nullable().default(null),
    accidental: z.boolean().default(false),
  }),
  contact: contact.extend({ timeZone }),
  alternativeContact: contact.nullable().default(null),
  address: z.string().trim().min(1).max(1_000).nullable().default(null),
  serviceType: z.enum(['returnToDepot', 'onSite', 'partsOnly', 'carryIn']).default('returnToDepot'),
  warranty: z
    .strictObject({
      status: z.enum(['inWarranty', 'expired', 'unknown']),
      serviceLevel: optional,
      endsOn: z.iso.date().nullable().default(null),
      source: optional,
      checkedAt: optionalTime,
    })
    .default({
      status: 'unknown',
      serviceLevel: null,
      endsOn: null,
      source: null,
      checkedAt: null,
    }),
  diagnostics: diagnostics.default([]),
}) satisfies z.ZodType<unknown, RepairOpening>

export const diagnosticsRequest = z.strictObject({
  diagnostics: diagnostics.min(1),
}) satisfies z.ZodType<unknown, RepairDiagnosis>

export const noteRequest = z.strictObject({
  text: z.string().trim().min(1).max(1_000),
  /** It answers the person who asked. */
  isReply: z.boolean().default(false),
}) satisfies z.ZodType<unknown, RepairNote>

/** Base64 is a third longer. */
export const maxAttachmentBody = Math.ceil((maxAttachmentBytes * 4) / 3) + 4_096

export const attachmentRequest = z.strictObject({
  name: short.refine(
    (name) => !/[\\/\p{Cc}]/u.test(name),
    'is the name of a file, without folders',
  ),
  description: optional,
  content: z.base64().min(1).max(maxAttachmentBody),
}) satisfies z.ZodType<unknown, RepairFile>

export const submitRequest = z.strictObject({
  /** Its name; the maker of the device, unless another is named. */
  vendor: short.optional(),
  vendorReference: optional,
  parts: z.array(part).max(maxParts).default([]),
  troubleshootingNote: z
    .string()
    .trim()
    .min(1)
    .max(maxTroubleshootingNote)
    .nullable()
    .default(null),
}) satisfies z.ZodType<unknown, RepairClaim>

export const vendorRequest = z
  .strictObject({
    status: z.enum(['accepted', 'denied', 'shipped', 'inRepair']),
    reason: z.string().trim().min(1).max(1_000).nullable().default(null),
    reference: optional,
  })
  .refine(({ status, reason }) => status !== 'denied' || reason !== null, {
    path: ['reason'],
    message: 'says why the vendor has denied it',
  }) satisfies z.ZodType<unknown, RepairVendorReport>

export const parkRequest = z.strictObject({
  scenario: z.enum(repairScenarioKeys as readonly [(typeof repairScenarioKeys)[number]]),
}) satisfies z.ZodType<unknown, RepairParking>

export const returnedRequest = z
  .strictObject({
    /** Absent: the one that the device itself has sent. */
    hardwareHash: z.string().min(1).max(16_384).optional(),
  })
  .default({}) satisfies z.ZodType<unknown, RepairReturn | undefined>

export const reregisterRequest = z
  .strictObject({
    confirm: z.enum(repairBoardAnswers).optional(),
    reason: z.string().trim().min(1).max(1_000).nullable().default(null),
    keepBoard: z.boolean().default(false),
  })
  .default({ reason: null, keepBoard: false }) satisfies z.ZodType<
  unknown,
  RepairReregistration | undefined
>

export const endRequest = z
  .strictObject({ resolution: z.string().trim().min(1).max(1_000).nullable().default(null) })
  .default({ resolution: null }) satisfies z.ZodType<unknown, RepairEnd | undefined>

export const repairQuery = z.object({
  state: z.enum(repairStates).optional(),
  registrationId: idShape(ids.device).optional(),
  open: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
  cursor: idShape(ids.repairCase).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
