/** Partners and consents on the wire. */
import { explainRefusal } from 'taxiway-autopilot'
import type {
  PartnerBatch,
  PartnerDevice,
  PartnerProfile,
  PartnerSummary,
  SubmissionDetail,
  Consent as WireConsent,
  RelationshipRequest as WireRequest,
  PartnerSubmission as WireSubmission,
} from 'taxiway-autopilot/admin'
import type { TenantId } from '../../../core/ids.ts'
import type {
  BatchDevice,
  DeviceBatch,
  JobRow,
  PartnerJob,
  PartnerSubmission,
} from '../../../core/partners/batch.ts'
import type { ConsentUse } from '../../../core/partners/consent.ts'
import type { Partners } from '../../../core/partners/partner.ts'
import type { PartnerPolicy } from '../../../core/partners/policy.ts'
import type { RelationshipRequest } from '../../../core/partners/relationship.ts'

/** A tenant that is no longer a partner is still named by what it granted or added. */
export async function presentPartner(
  partners: Pick<Partners, 'find'>,
  id: TenantId,
): Promise<PartnerSummary> {
  const partner = await partners.find(id)
  return {
    id,
    displayName: partner?.displayName ?? id,
    kind: partner?.kind ?? 'none',
    verified: partner?.verified ?? false,
  }
}

export async function presentRequest(
  partners: Pick<Partners, 'find'>,
  request: RelationshipRequest,
): Promise<WireRequest> {
  const { id, state, scopes, delegatedAdmin, message, createdAt, expiresAt } = request
  return {
    id,
    state,
    partner: await presentPartner(partners, request.partnerId),
    scopes,
    delegatedAdmin,
    message,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  }
}

export async function presentConsent(
  partners: Pick<Partners, 'find'>,
  consent: ConsentUse,
): Promise<WireConsent> {
  const { id, state, scopes, delegatedAdmin, grantedBy, maxDevices, maxRemovalsPerDay } = consent
  return {
    id,
    partner: await presentPartner(partners, consent.partnerId),
    state,
    scopes,
    delegatedAdmin,
    grantedAt: consent.grantedAt.toISOString(),
    grantedBy,
    validUntil: consent.validUntil.toISOString(),
    maxDevices,
    maxRemovalsPerDay,
    devices: consent.devices,
    endedAt: consent.endedAt?.toISOString() ?? null,
    endedBy: consent.endedBy,
    reason: consent.reason,
  }
}

export function presentSubmission({ at, ...rest }: PartnerSubmission): WireSubmission {
  return { ...rest, at: at.toISOString() }
}

export function presentSubmissionDetail({ id, completedAt, rows }: PartnerJob): SubmissionDetail {
  const counted = (state: string) => rows.filter((row) => row.state === state).length
  const failed = counted('error')
  const ended = failed > 0 ? 'finished_with_errors' : 'finished'
  return {
    id,
    status: completedAt === null ? 'processing' : ended,
    counts: { total: rows.length, succeeded: counted('complete'), failed },
    rows: rows.map((row, at) => ({
      n: at + 1,
      status: row.state,
      serialNumber: row.serialNumber,
      productKey: row.productKey,
      ...errorOf(row),
      registrationId: row.deviceId,
    })),
  }
}

function errorOf({ refusal, reportedAs }: JobRow) {
  if (reportedAs !== undefined) return { errorCode: reportedAs.code, errorName: reportedAs.name }
  if (refusal === undefined) return { errorCode: null, errorName: null }
  return { errorCode: explainRefusal(refusal).code, errorName: refusal }
}

export function presentBatch(batch: DeviceBatch): PartnerBatch {
  const { name, createdBy, createdAt, devices, isBusy } = batch
  return { id: name, createdBy, createdAt: createdAt.toISOString(), devices, isBusy }
}

export function presentBatchDevice({ device, policyName }: BatchDevice): PartnerDevice {
  const { id, serialNumber, productKey, manufacturer, model, registeredAt } = device
  const named = { serialNumber, productKey, manufacturer, model, profile: policyName }
  return { id, ...named, registeredAt: registeredAt.toISOString() }
}

export function presentPartnerProfile({ profile, ...rest }: PartnerPolicy): PartnerProfile {
  const { id, displayName, description } = profile
  return { id, displayName, description, ...rest }
}
