/** Shapes of transfers at `/admin/v1`, and what each side sees. */
import { maxGroupTagLength } from 'taxiway-autopilot'
import type {
  NamedTransfer,
  NewTransfer,
  ReleaseCertificateView,
  TransferAcceptance,
  TransferAnswer,
  TransferCertificates,
  TransferDecision,
  TransferDeviceView,
  TransferDispute,
  TransferOffer,
  TransferView,
} from 'taxiway-autopilot/admin'
import { z } from 'zod'
import { ids } from '../../../core/id-kinds.ts'
import type { TenantId } from '../../../core/ids.ts'
import {
  maxTransferDays,
  maxTransferDevices,
  type ReleaseCertificate,
  type Transfer,
} from '../../../core/transfers/transfer.ts'
import { idShape } from '../../http/id-shape.ts'

const text = z.string().trim().min(1).max(1_000)

export const offerRequest = z.strictObject({
  deviceIds: z.array(idShape(ids.device)).min(1).max(maxTransferDevices),
  /** Absent: anyone who has the code. */
  to: z
    .union([
      z.strictObject({ tenantDomain: idShape(ids.domain) }),
      z.strictObject({ tenantId: idShape(ids.tenant) }),
    ])
    .optional(),
  message: text.optional(),
  /** The certificates do not say who gave the devices. */
  anonymous: z.boolean().default(false),
  expiresInDays: z.int().min(1).max(maxTransferDays).default(maxTransferDays),
}) satisfies z.ZodType<unknown, TransferOffer>

const code = z.string().trim().min(16).max(40)

/** By the code, or by its id if it is for the caller's tenant by name. */
const named = { code: code.optional(), transferId: idShape(ids.transfer).optional() }
const oneOf = ({ code: given, transferId }: { code?: unknown; transferId?: unknown }) =>
  (given === undefined) !== (transferId === undefined)
const oneOfError = 'has either code or transferId'

export const namedRequest = z.strictObject(named).refine(oneOf, oneOfError) satisfies z.ZodType<
  unknown,
  NamedTransfer
>

export const acceptRequest = z
  .strictObject({ ...named, groupTag: z.string().max(maxGroupTagLength).nullish() })
  .refine(oneOf, oneOfError) satisfies z.ZodType<unknown, TransferAcceptance>

export const disputeRequest = z.strictObject({ reason: text }) satisfies z.ZodType<
  unknown,
  TransferDispute
>
export const answerRequest = z.strictObject({ answer: text }) satisfies z.ZodType<
  unknown,
  TransferAnswer
>
export const decisionRequest = z.strictObject({
  decision: z.enum(['keep', 'reverse']),
  reason: text,
}) satisfies z.ZodType<unknown, TransferDecision>

const deviceAnswer = z.object({
  serialNumber: z.string(),
  manufacturer: z.string().nullable(),
  model: z.string().nullable(),
  registrationId: z.string().nullable(),
}) satisfies z.ZodType<TransferDeviceView>

export const transferAnswer = z.object({
  id: z.string(),
  side: z.enum(['giver', 'receiver', 'none']),
  state: z.enum(['offered', 'completed', 'declined', 'withdrawn', 'expired', 'reversed']),
  count: z.number(),
  models: z.array(z.object({ model: z.string().nullable(), count: z.number() })),
  devices: z.array(deviceAnswer),
  toTenantId: z.string().nullable(),
  fromTenantId: z.string().nullable(),
  message: z.string().nullable(),
  createdDateTime: z.string(),
  expiresDateTime: z.string(),
  decidedDateTime: z.string().nullable(),
  dispute: z
    .object({
      openedDateTime: z.string(),
      reason: z.string(),
      answer: z.string().nullable(),
      decidedDateTime: z.string().nullable(),
      decisionReason: z.string().nullable(),
    })
    .nullable(),
}) satisfies z.ZodType<TransferView>

export const newTransferAnswer = transferAnswer.extend({
  code: z.string(),
}) satisfies z.ZodType<NewTransfer>

export const certificatesAnswer = z.object({
  certificates: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      sequence: z.number(),
      serialNumber: z.string(),
      jws: z.string(),
      verifyUrl: z.string(),
    }),
  ),
}) satisfies z.ZodType<TransferCertificates>

/** Before it accepts, a receiver sees how many there are of which model, and no more. */
export function presentTransfer(transfer: Transfer, tenantId: TenantId): TransferView {
  const { from, to, state, devices } = transfer
  const side = from === tenantId ? 'giver' : to === tenantId ? 'receiver' : 'none'
  const isDone = state === 'completed' || state === 'reversed'
  const isNamed = side === 'giver' || isDone
  return {
    id: transfer.id,
    side,
    state,
    count: devices.length,
    models: modelsOf(transfer),
    devices: isNamed ? devices.map((each) => presentDevice(each, { side, state })) : [],
    toTenantId: isNamed ? to : null,
    fromTenantId: isNamed ? from : null,
    message: transfer.message,
    createdDateTime: transfer.createdAt.toISOString(),
    expiresDateTime: transfer.expiresAt.toISOString(),
    decidedDateTime: transfer.decidedAt?.toISOString() ?? null,
    dispute:
      transfer.disputedAt === null
        ? null
        : {
            openedDateTime: transfer.disputedAt.toISOString(),
            reason: transfer.disputeReason ?? '',
            answer: transfer.disputeAnswer,
            decidedDateTime: transfer.disputeDecidedAt?.toISOString() ?? null,
            decisionReason: transfer.disputeDecisionReason,
          },
  }
}

function presentDevice(
  { serialNumber, manufacturer, model, deviceId, newDeviceId }: Transfer['devices'][number],
  { side, state }: { readonly side: string; readonly state: Transfer['state'] },
): TransferDeviceView {
  const own = side === 'receiver' ? (state === 'completed' ? newDeviceId : null) : null
  const given = side === 'giver' && state !== 'completed' && state !== 'reversed' ? deviceId : null
  return { serialNumber, manufacturer, model, registrationId: own ?? given }
}

function modelsOf({ devices }: Transfer): TransferView['models'] {
  const counts = new Map<string | null, number>()
  for (const { model } of devices) counts.set(model, (counts.get(model) ?? 0) + 1)
  return [...counts].map(([model, count]) => ({ model, count }))
}

export function presentCertificate(
  certificate: ReleaseCertificate,
  publicUrl: string,
): ReleaseCertificateView {
  return { ...certificate, verifyUrl: `${publicUrl}/verify/${certificate.id}` }
}
