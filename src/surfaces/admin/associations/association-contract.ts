/** What `/admin/v1/associations` takes and gives. */
import type { AssociationView, LinkImportAnswer, Page } from 'taxiway-autopilot/admin'
import { z } from 'zod'
import { type AssociatedDevice, staleDays } from '../../../core/associations/associated-device.ts'
import type { Stored } from '../../../core/inventory/records.ts'

/** Links in one request; a link takes a few kilobytes. */
const maxLinks = 500
export const maxLinksBody = 8 * 1024 * 1024

const policyId = z.string().trim().min(1).max(100).nullish()

export const linkImportRequest = z.strictObject({
  links: z
    .array(z.strictObject({ deviceLink: z.string().max(512 * 1024), policyId }))
    .min(1)
    .max(maxLinks),
})

export const linkImportAnswer = z.object({
  rows: z.array(
    z.object({
      outcome: z.enum(['preassociated', 'updated', 'unchanged', 'outdated', 'taken', 'unreadable']),
      id: z.string().nullable(),
      serialNumber: z.string(),
      sentence: z.string(),
    }),
  ),
  summary: z.object({
    preassociated: z.int(),
    updated: z.int(),
    unchanged: z.int(),
    refused: z.int(),
  }),
}) satisfies z.ZodType<LinkImportAnswer>

const state = z.enum(['preassociated', 'associated', 'pendingRemoval', 'stale'])

export const associationQuery = z.strictObject({
  /** Part of a serial number, manufacturer or model. */
  search: z.string().max(200).optional(),
  state: state.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(2_000).optional(),
})

export const associationAnswer = z.object({
  id: z.string(),
  serialNumber: z.string(),
  manufacturer: z.string(),
  model: z.string(),
  state,
  policyId: z.string().nullable(),
  preassociatedBy: z.string(),
  preassociatedDateTime: z.string(),
  associatedDateTime: z.string().nullable(),
  staleDateTime: z.string().nullable(),
  dropsDateTime: z.string().nullable(),
  enrollmentId: z.string().nullable(),
}) satisfies z.ZodType<AssociationView>

export const associationPage = z.object({
  value: z.array(associationAnswer),
  next: z.string().nullable(),
}) satisfies z.ZodType<Page<AssociationView>>

const day = 86_400_000

export function presentAssociation({ id, members }: Stored<AssociatedDevice>): AssociationView {
  const { serialNumber, manufacturer, model, policyId, enrollmentId, staleAt } = members
  const drops = staleAt === null ? null : new Date(Date.parse(staleAt) + staleDays * day)
  return {
    id,
    serialNumber,
    manufacturer,
    model,
    state: members.state,
    policyId,
    enrollmentId,
    preassociatedBy: members.associatedBy,
    preassociatedDateTime: members.preassociatedAt,
    associatedDateTime: members.associatedAt,
    staleDateTime: staleAt,
    dropsDateTime: drops?.toISOString() ?? null,
  }
}
