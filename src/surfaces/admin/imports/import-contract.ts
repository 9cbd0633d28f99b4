/** Shapes of imports at `/admin/v1`. */

import { refusals } from 'taxiway-autopilot'
import type {
  AcceptedImport,
  Import,
  ImportDetail,
  ImportReceipt,
  ImportRequest,
  Page,
} from 'taxiway-autopilot/admin'
import { z } from 'zod'
import { warningOf } from '../../../core/devices/assigned-user.ts'
import { ids } from '../../../core/id-kinds.ts'
import { hashBytesOf } from '../../../core/imports/hash-text.ts'
import type { ImportSummary, PlacedReceipt } from '../../../core/imports/import-list.ts'
import type { PlacedSubmission } from '../../../core/imports/send-import.ts'
import { idShape } from '../../http/id-shape.ts'

export const importSummaryAnswer = z.object({
  importId: z.string(),
  label: z.string().nullable(),
  by: z.string().nullable(),
  at: z.string(),
  rows: z.number(),
  complete: z.number(),
  error: z.number(),
  undecided: z.number(),
  byError: z.array(z.object({ name: z.string(), count: z.number() })),
}) satisfies z.ZodType<Import>

export const importDetailAnswer = importSummaryAnswer.extend({
  userWarnings: z.number(),
}) satisfies z.ZodType<ImportDetail>

export const importPage = z.object({
  value: z.array(importSummaryAnswer),
  next: z.string().nullable(),
}) satisfies z.ZodType<Page<Import>>

export const importPageQuery = z.object({
  after: idShape(ids.import).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export const importReceiptAnswer = z.object({
  id: z.string(),
  file: z.string().nullable(),
  line: z.number().nullable(),
  serialNumber: z.string(),
  groupTag: z.string(),
  state: z.enum(['undecided', 'complete', 'error']),
  deviceId: z.string().nullable(),
  conflictId: z.string().nullable(),
  userWarning: z.string().nullable(),
  errorName: z.string().nullable(),
  errorCode: z.number().nullable(),
}) satisfies z.ZodType<ImportReceipt>

export const importRowsPage = z.object({
  value: z.array(importReceiptAnswer),
  next: z.string().nullable(),
}) satisfies z.ZodType<Page<ImportReceipt>>

export const importRowsQuery = z.object({
  error: z.string().max(100).optional(),
  state: z.enum(['undecided', 'complete', 'error']).optional(),
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
})

const text = z.string().max(1024).default('')

export const importRequest = z.strictObject({
  /** A name chosen by a person, such as the file's name. */
  label: z.string().trim().min(1).max(256),
  rows: z
    .array(
      z.strictObject({
        file: z.string().max(500),
        line: z.number().int().min(0),
        serialNumber: text,
        productKey: text,
        hardwareIdentifier: z.string().max(16_384),
        groupTag: text,
        assignedUserPrincipalName: text,
      }),
    )
    .min(1)
    .max(5_000),
}) satisfies z.ZodType<ImportRequest>

export const importAnswer = z.object({
  importId: z.string(),
  rows: z.number(),
}) satisfies z.ZodType<AcceptedImport>

export const retryRequest = z.strictObject({ errors: z.array(z.string().max(100)).min(1).max(50) })

export function toPlacedSubmission(
  row: z.output<typeof importRequest>['rows'][number],
): PlacedSubmission {
  const { file, line } = row
  return {
    place: { file, line },
    submission: {
      importId: null,
      serialNumber: row.serialNumber || null,
      productKey: row.productKey || null,
      hardwareHash: hashBytesOf(row.hardwareIdentifier),
      groupTag: row.groupTag || null,
      purchaseOrderIdentifier: null,
      assignedUserPrincipalName: row.assignedUserPrincipalName || null,
    },
  }
}

export function presentImportSummary(of: ImportSummary): z.input<typeof importSummaryAnswer> {
  const { id, at, byError, ...rest } = of
  return { importId: id, at: at.toISOString(), byError: [...byError], ...rest }
}

export function presentPlacedReceipt(
  { receipt, file, line }: PlacedReceipt,
  warning: string | undefined,
): z.input<typeof importReceiptAnswer> {
  const { state } = receipt
  const failed = state.status === 'error' ? errorOf(state) : { name: null, code: null }
  return {
    id: receipt.id,
    file,
    line,
    serialNumber: receipt.serialNumber ?? '',
    groupTag: receipt.groupTag ?? '',
    state: state.status,
    deviceId: state.status === 'undecided' ? null : (state.deviceId ?? null),
    conflictId: state.status === 'error' ? openConflict(state) : null,
    userWarning: warning === undefined ? null : warningOf(warning),
    errorName: failed.name,
    errorCode: failed.code,
  }
}

function openConflict({ conflict }: Failed): string | null {
  return conflict?.state === 'open' ? conflict.id : null
}

type Failed = Extract<PlacedReceipt['receipt']['state'], { status: 'error' }>

function errorOf({ refusal, reportedAs }: Failed) {
  return reportedAs ?? { name: refusal as string, code: refusals[refusal].code }
}
